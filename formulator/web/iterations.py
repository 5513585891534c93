"""What became of each iteration: how it was liked, what changed, and which feedback led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formulator.learning import CandidateLiking
from formulator.learning.wish_prior import AXES, MIN_NET, ROLE, net_votes
from formulator.panel import Judgement, directive_for
from formulator.search.candidate import Candidate
from formulator.store import Iteration, Round
from formulator.store.tasting import candidates_of
from formulator.web.formulas import difference_rows
from formulator.web.results import (
    Interval,
    Story,
    control_id,
    distinguished,
    panel_mean,
    tasted,
)

CHANGE = 0.02
"""Smallest change of a part that is told, [g/100 g]."""


@dataclass(frozen=True, slots=True)
class Row:
    """One tasted formula of an iteration."""

    id: str
    name: str
    candidate: Candidate
    round_name: str
    panel: Interval | None
    """Mean of this panel's scores with its 90 % interval."""
    model: CandidateLiking | None
    """What is believed of it now, from all rounds."""
    group: str
    n: int
    """Scores."""


@dataclass(frozen=True, slots=True)
class ControlRow:
    """The animal control of a round, which the formulas' groups are compared with."""

    name: str
    round_name: str
    panel: Interval | None
    model: CandidateLiking | None
    group: str
    n: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a panel asked for, and where the next best formula went."""

    words: str
    """For example ``less sweet``."""
    net: float
    """Net share of tasters who want it, shrunk for small panels, 0 to 1."""
    n: int
    """Tasters who answered."""
    axis: str
    """What stands for it in a recipe; empty when nothing does."""
    before: float | None
    after: float | None
    unit: str
    verdict: str
    """followed, not followed, hardly changed, or that nothing stands for it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One iteration with its rounds, and how it came out of the ones before."""

    iteration: Iteration
    n_formulas: int
    rows: tuple[Row, ...]
    """Tasted formulas, best panel mean first."""
    controls: tuple[ControlRow, ...]
    """The control of each of its rounds, where one was served."""
    best: Candidate
    """Best liked by the model among the tasted ones; before a tasting the first proposed."""
    best_name: str
    is_tasted: bool
    before: str
    """Name of the best formula of the iteration before; empty for the first."""
    changes: tuple[dict[str, Any], ...]
    """Parts that differ from ``before``, the largest change first."""
    taught_by: tuple[str, ...]
    """Rounds that it learned from and no iteration before had."""
    feedback: tuple[Feedback, ...]
    lesson: str
    """What the search made of all rounds so far, in words."""
    advice: str
    picks: tuple[tuple[str, str], ...]
    """(formula, why it was suggested for tasting) pairs."""


def chapters(told: Story) -> tuple[Chapter, ...]:
    """Tell the iterations of a project, oldest first."""
    found: list[Chapter] = []
    known: set[str] = set()
    for iteration in told.iterations:
        new = set(iteration.learned_from) - known
        rounds = tuple(r for r in told.rounds if r.id in new)
        found.append(_chapter(told, iteration, found[-1] if found else None, rounds))
        known |= new
    return tuple(found)


def _chapter(
    told: Story, iteration: Iteration, previous: Chapter | None, new_rounds: Sequence[Round]
) -> Chapter:
    candidates = candidates_of(iteration)
    own = [r for r in told.rounds if told.iteration_of.get(r.id) == iteration.id]
    rows = tuple(row for r in own for row in _rows(told, r))
    best = _best(rows) or candidates[0]
    learned = iteration.proposal.get("learned", {})
    return Chapter(
        iteration=iteration,
        n_formulas=len(candidates),
        rows=rows,
        controls=tuple(row for r in own for row in _controls(told, r)),
        best=best,
        best_name=told.labels[best.id],
        is_tasted=bool(rows),
        before=previous.best_name if previous else "",
        changes=_changes(previous.best, best) if previous else (),
        taught_by=tuple(r.name for r in new_rounds),
        feedback=_feedback(told, new_rounds, previous.best, best) if previous else (),
        lesson=str(learned.get("lesson", "")),
        advice=str(learned.get("advice", "")),
        picks=tuple(
            (told.labels.get(p["id"], p["id"]), f"{p['label']}: {p['reason']}")
            for p in learned.get("next_round", [])
        ),
    )


def best_chapter(told: Story, found: Sequence[Chapter]) -> Chapter | None:
    """Return the tasted iteration whose best formula is liked most; None before a tasting."""
    tasted_ones = [c for c in found if c.is_tasted and c.best.id in told.likings]
    return max(tasted_ones, key=lambda c: told.likings[c.best.id].mean, default=None)


def jurisdiction(told: Story) -> str:
    """Return the law of the newest brief."""
    return str(told.iterations[-1].brief.get("jurisdiction", "US")) if told.iterations else "US"


def _rows(told: Story, round_: Round) -> list[Row]:
    letters, _ = distinguished(told, round_)
    found = []
    for formula in tasted(told, round_):
        candidate = told.candidates.get(formula)
        if candidate is None:  # the animal control is no formula of the iteration
            continue
        found.append(
            Row(
                id=formula,
                name=told.labels[formula],
                candidate=candidate,
                round_name=round_.name,
                panel=panel_mean(told, round_, formula),
                model=told.likings.get(formula),
                group=letters.get(formula, ""),
                n=_n_scores(told, round_, formula),
            )
        )
    return found


def _controls(told: Story, round_: Round) -> list[ControlRow]:
    letters, _ = distinguished(told, round_)
    return [
        ControlRow(
            name=told.labels.get(key, key),
            round_name=round_.name,
            panel=panel_mean(told, round_, key),
            model=told.likings.get(key),
            group=letters.get(key, ""),
            n=_n_scores(told, round_, key),
        )
        for key in tasted(told, round_)
        if key not in told.candidates
    ]


def _n_scores(told: Story, round_: Round, formula: str) -> int:
    judged = told.judgements[round_.id]
    return sum(j.formula == formula and j.overall is not None for j in judged)


def _best(rows: Sequence[Row]) -> Candidate | None:
    def liking(row: Row) -> float:
        if row.model is not None:
            return row.model.mean
        return row.panel[0] if row.panel else 0.0

    return max(rows, key=liking).candidate if rows else None


def _changes(before: Candidate, after: Candidate) -> tuple[dict[str, Any], ...]:
    return tuple(row for row in difference_rows(before, after) if abs(row["change"]) >= CHANGE)


def _feedback(
    told: Story, rounds: Sequence[Round], before: Candidate, after: Candidate
) -> tuple[Feedback, ...]:
    judgements: list[Judgement] = [j for r in rounds for j in told.judgements[r.id]]
    judgements = [j for j in judgements if j.formula in told.candidates]
    if not judgements:
        return ()
    found = []
    for attribute, (net, n) in net_votes(judgements).items():
        wish = directive_for(attribute, 1 if net > 0 else -1)
        if wish is not None and abs(net) >= MIN_NET:
            found.append(_followed(wish.en, attribute, net, n, (before, after)))
    return tuple(sorted(found, key=lambda f: (-f.net, f.words)))


def _followed(
    words: str, attribute: str, net: float, n: int, pair: tuple[Candidate, Candidate]
) -> Feedback:
    for axis, sign in AXES.get(attribute, ()):
        was, becomes = (_axis(candidate, axis) for candidate in pair)
        if was is None or becomes is None:
            continue
        (old, unit), (new, _) = was, becomes
        moved = (new - old) * sign * (1 if net > 0 else -1)
        hardly = abs(new - old) <= 0.02 * max(abs(old), abs(new), 1e-9)
        verdict = "hardly changed" if hardly else "followed" if moved > 0 else "not followed"
        name = axis.removeprefix(ROLE).replace("_", " ")
        return Feedback(words, abs(net), n, name, old, new, unit, verdict)
    return Feedback(words, abs(net), n, "", None, None, "", "nothing in the recipe stands for it")


def _axis(candidate: Candidate, axis: str) -> tuple[float, str] | None:
    if axis.startswith(ROLE):
        role = axis.removeprefix(ROLE)
        return sum(p.percent for p in candidate.parts if p.role == role), "g/100 g"
    found = dict(candidate.profile).get(axis)
    return (found.value, found.unit) if found is not None else None


def change_title(chapter: Chapter) -> str:
    """Say between which formulas the changes lie."""
    told = "" if chapter.is_tasted else " (first of the new proposal)"
    return f"From {chapter.before} to {chapter.best_name}{told}"


def change_text(row: Mapping[str, Any]) -> str:
    """Say one part's change in words.

    Examples
    --------
    >>> change_text({"name": "sugar", "before": 4.0, "after": 2.5, "change": -1.5})
    'less sugar: 4 to 2.5 (-1.5)'
    """
    if not row["before"]:
        return f"new: {row['name']} {row['after']:.3g}"
    if not row["after"]:
        return f"gone: {row['name']} (was {row['before']:.3g})"
    word = "more" if row["change"] > 0 else "less"
    return f"{word} {row['name']}: {row['before']:.3g} to {row['after']:.3g} ({row['change']:+.3g})"


def feedback_rows(chapter: Chapter) -> list[dict[str, Any]]:
    """Return what the panels asked for and where the best formula went."""
    return [
        {
            "wish": f.words,
            "net": f.net,
            "tasters": f.n,
            "recipe": f"{f.axis}, {f.unit}" if f.axis else "–",
            "before": f.before,
            "after": f.after,
            "verdict": f.verdict,
        }
        for f in chapter.feedback
    ]


def trend_rows(told: Story, found: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Return the best tasted formula of each iteration with its interval, and the control."""
    rows = [
        {
            "iteration": f"Iteration {c.iteration.number}",
            "name": c.best_name,
            "mean": liking.mean,
            "low": liking.low90,
            "high": liking.high90,
            "distance": c.best.distance,
        }
        for c in found
        if c.is_tasted and (liking := told.likings.get(c.best.id)) is not None
    ]
    return rows


def trade_off_rows(found: Sequence[Chapter]) -> list[dict[str, Any]]:
    """Return liking against distance of every tasted formula, each once."""
    rows = {row.id: row for chapter in found for row in chapter.rows if row.model is not None}
    return [
        {
            "name": row.name,
            "short": row.name.split(" ", maxsplit=1)[0],
            "liking": row.model.mean,
            "low": row.model.low90,
            "high": row.model.high90,
            "distance": row.candidate.distance,
        }
        for row in rows.values()
        if row.model is not None
    ]


def control_level(told: Story) -> tuple[str, float] | None:
    """Return the name of the animal control and what the model believes of it."""
    control = control_id(told)
    if control is None:
        return None
    return told.labels.get(control, control), told.likings[control].mean
