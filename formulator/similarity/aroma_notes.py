"""What is known of a formula's aroma, in the plain records of an explanation."""

from __future__ import annotations

from dataclasses import dataclass

from formulator.formula import Formula
from formulator.similarity.shipped_aroma import formula_aroma


@dataclass(frozen=True, slots=True)
class OdorantNote:
    """One key odorant of the target, or one off-note, and who brings it."""

    odorant: str
    name: str
    kind: str
    """``wanted`` or ``off-note``."""
    ingredients: tuple[str, ...]
    activity: float | None
    """Odour activity value (dose over threshold) in the formula, [-]; None: no amount known."""
    evidence: str


@dataclass(frozen=True, slots=True)
class AromaNotes:
    """Aroma coverage and off-flavour load of a formula."""

    coverage: float | None
    """Weighted share of the key odorants with proven coverage; None: none is known."""
    assessable: float | None
    """Weight share of the key odorants whose threshold in water is known."""
    uncovered: tuple[str, ...]
    """Names of key odorants that no part is known to bring."""
    off_flavour: float
    """Sum over off-notes of log10 by which the dose exceeds the threshold."""
    odorants: tuple[OdorantNote, ...]


def aroma_notes(formula: Formula, target_key: str) -> AromaNotes:
    """Aroma of a formula against a target of the catalogue.

    Parameters
    ----------
    formula : Formula
    target_key : str

    Returns
    -------
    AromaNotes
        A presence without an amount is named as such and covers nothing.
    """
    found = formula_aroma(formula.parts, target_key)
    notes: list[OdorantNote] = []
    uncovered: tuple[str, ...] = ()
    if found.coverage is not None:
        for term in found.coverage.terms:
            if term.ingredients:
                notes.append(_wanted(term.odorant, term.name, term.ingredients, term.activity))
            elif term.may_contribute:
                notes.append(_wanted(term.odorant, term.name, term.may_contribute, None))
        names = {t.odorant: t.name for t in found.coverage.terms}
        seen = {n.odorant for n in notes}
        uncovered = tuple(name for key, name in names.items() if key not in seen)
    for note in found.off_flavour.notes:
        notes.append(
            OdorantNote(
                note.odorant,
                note.name,
                "off-note",
                note.ingredients,
                note.activity,
                "dose and threshold known to an order of magnitude",
            )
        )
    return AromaNotes(
        coverage=None if found.coverage is None else found.coverage.score,
        assessable=None if found.coverage is None else found.coverage.assessable,
        uncovered=uncovered,
        off_flavour=found.off_flavour.load,
        odorants=tuple(notes),
    )


def _wanted(
    odorant: str, name: str, ingredients: tuple[str, ...], activity: float | None
) -> OdorantNote:
    evidence = (
        "presence reported, amount unknown"
        if activity is None
        else "dose and threshold known to an order of magnitude"
    )
    return OdorantNote(odorant, name, "wanted", ingredients, activity, evidence)
