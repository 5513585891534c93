"""What to say beside a ranking: whether there is a difference at all, and what looks odd."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from formulator.errors import InputError
from formulator.learning.tables import Rating
from formulator.panel.means import Scored, formula_means

ENOUGH = 20
"""Scores from which on their range tells something about the scale."""
NARROW = 0.5
"""Share of the scale; scores that use no more may come from a shorter one."""

COPIED = 0.5
"""Share of second servings that agree with another one in everything, above which they may be
copies."""


def remarks(ratings: Sequence[Rating], *, scale: tuple[float, float]) -> tuple[str, ...]:
    """Return sentences for people, the verdict first.

    Parameters
    ----------
    ratings : sequence of Rating
        Of one attribute.
    scale : (low, high)

    Examples
    --------
    >>> scores = {"a": (5, 6, 4, 6), "b": (8, 8, 7, 9)}
    >>> ratings = [Rating(f, f"t{i}", s) for f, row in scores.items() for i, s in enumerate(row)]
    >>> remarks(ratings, scale=(1, 9))
    ('highest mean: b (overall p = 0.0016)',)
    """
    return (verdict(ratings), *_repeated(ratings), *_narrow(ratings, scale))


def verdict(ratings: Sequence[Rating]) -> str:
    """Say whether the tasted formulas differ: taster random, first cup apart where recorded.

    Servings of one formula to one taster are averaged first: they share what he has of his own, and
    would pass for more tasters than there are.
    """
    cups: dict[tuple[str, str, bool], list[float]] = defaultdict(list)
    for r in ratings:
        cups[r.formula, r.taster, r.position == 1].append(r.score)
    scored = [Scored(f, t, sum(s) / len(s), first) for (f, t, first), s in cups.items()]
    for with_position in (True, False):
        if with_position and not any(s.is_first for s in scored):
            continue
        try:
            return formula_means(scored, with_position=with_position).verdict()
        except InputError as error:
            problem = str(error)
    return f"the tasted formulas are not compared: {problem}"


def _repeated(ratings: Sequence[Rating]) -> tuple[str, ...]:
    """Point out copies: most second servings have the very score and place of the first.

    True second servings agree now and then, a copied sheet always.
    """
    counts = Counter(ratings)
    n = counts.total() - len(counts)
    n_more = len(ratings) - len({(r.formula, r.taster) for r in ratings})
    if n <= COPIED * n_more:
        return ()
    first = next(r for r, count in counts.items() if count > 1)
    return (
        f"{n} of {len(ratings)} scores repeat another one exactly, the first of taster "
        f"{first.taster!r}, formula {first.formula!r}; they count as servings of their own: "
        "remove them if they are copies",
    )


def _narrow(ratings: Sequence[Rating], scale: tuple[float, float]) -> tuple[str, ...]:
    low, high = min(r.score for r in ratings), max(r.score for r in ratings)
    if len(ratings) < ENOUGH or high - low > NARROW * (scale[1] - scale[0]):
        return ()
    return (
        f"all scores lie between {low:g} and {high:g} of the scale {scale[0]:g} to {scale[1]:g}; "
        "name the scale's own ends if they are others",
    )
