"""The aroma of a formula in words and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from formulator.similarity.aroma import AromaCoverage, CoverageTerm
from formulator.similarity.off_flavour import OffFlavour, OffNote
from formulator.similarity.shipped_aroma import FormulaAroma, formula_aroma
from ingredients import Catalogue

N_NAMED = 5
"""Most odorants that one sentence names."""


def aroma_lines(aroma: FormulaAroma, catalogue: Catalogue) -> tuple[str, ...]:
    """Say what is known of a formula's aroma, one sentence a line.

    Parameters
    ----------
    aroma : FormulaAroma
    catalogue : Catalogue
        For the names of ingredients.

    Returns
    -------
    tuple of str
    """
    target = catalogue.food(aroma.target).name
    if aroma.coverage is None:
        lines = [f"No key odorants of {target} are known, so aroma coverage is unknown."]
    else:
        lines = _coverage_lines(aroma.coverage, target, catalogue)
    return (*lines, *_off_lines(aroma.off_flavour, catalogue))


def off_note_warnings(
    parts: Iterable[tuple[str, float]], target: str, catalogue: Catalogue
) -> tuple[str, ...]:
    """Warn of the off-notes of a formula that stand above what its target allows.

    Parameters
    ----------
    parts : iterable of (str, float)
        (ingredient key, mass fraction [g/g]) pairs.
    target : str
        Key of the target food; nothing is said for one that the catalogue does not hold.
    catalogue : Catalogue

    Returns
    -------
    tuple of str
        The strongest first; empty when no dose is known or none is above.
    """
    if target not in catalogue:
        return ()
    notes = formula_aroma(parts, target).off_flavour.notes
    return tuple(_off(n, catalogue) for n in notes if n.load > 0)


def aroma_dict(aroma: FormulaAroma) -> dict[str, Any]:
    """Return plain data for JSON: the records' own fields, with the missing odorants."""
    data = asdict(aroma)
    if aroma.coverage is not None:
        data["coverage"]["missing"] = list(aroma.coverage.missing)
    return data


def _coverage_lines(coverage: AromaCoverage, target: str, catalogue: Catalogue) -> list[str]:
    lines = [
        f"Of the key odorants of {target}, {coverage.score:.0%} are covered by known doses "
        f"({coverage.low:.0%} to {coverage.high:.0%} when all that is uncertain is counted)."
    ]
    lines += [_covered(t, catalogue) for t in coverage.terms if t.covered > 0]
    open_ones = [t for t in coverage.terms if t.covered == 0 and t.may_contribute]
    for term in open_ones[:N_NAMED]:
        foods = _names(term.may_contribute, catalogue)
        lines.append(f"{term.name}: {foods} may contribute, the amount is unknown.")
    more = [t.name for t in open_ones[N_NAMED:]]
    if more:
        lines.append(f"Amounts unknown as well: {', '.join(more)}.")
    missing = [t.name for t in coverage.terms if t.odorant in coverage.missing]
    if missing:
        lines.append(f"No ingredient is known to bring {', '.join(missing)}.")
    return lines


def _covered(term: CoverageTerm, catalogue: Catalogue) -> str:
    foods = _names(term.ingredients, catalogue)
    through = "" if term.by == term.odorant else f" through the similar {term.by}"
    return (
        f"{term.name}: {foods} brings {term.activity:.1f} times its threshold{through} "
        f"({term.covered:.0%} covered)."
    )


def _off_lines(off: OffFlavour, catalogue: Catalogue) -> list[str]:
    strong = [n for n in off.notes if n.load > 0]
    lines = [_off(n, catalogue) for n in strong]
    if not strong and off.notes:
        lines.append("No off-note with a known dose stands above what the target allows.")
    open_ones = [
        f"{key.replace('_', ' ')} ({_names(foods, catalogue)})" for key, foods in off.may_contribute
    ]
    if open_ones:
        shown = "; ".join(open_ones[:N_NAMED])
        rest = len(open_ones) - N_NAMED
        more = f" and {rest} more" if rest > 0 else ""
        lines.append(f"Off-notes reported without an amount: {shown}{more}.")
    return lines


def _off(note: OffNote, catalogue: Catalogue) -> str:
    smell = f" ({note.note})" if note.note else ""
    return (
        f"Off-note {note.name}{smell}: {_names(note.ingredients, catalogue)} brings about "
        f"{note.activity:.1f} times its threshold in water ({note.low:.1f} to {note.high:.1f})."
    )


def _names(keys: tuple[str, ...], catalogue: Catalogue) -> str:
    names = [catalogue.food(k).name if k in catalogue else k for k in keys]
    return " and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others"
