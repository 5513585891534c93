"""Tables of an iteration: liking, nutrition and allergens of what was tasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from formulator.report import allergens, energy
from formulator.report.nutrients import EU_KCAL, US_KCAL
from formulator.search.candidate import AxisValue, Candidate
from formulator.web.formulas import cost_text
from formulator.web.iterations import Chapter, ControlRow, Row
from formulator.web.results import NUTRITION
from ingredients import Catalogue


@dataclass(frozen=True, slots=True)
class Label:
    """What the label of a formula will have to say."""

    allergens: str
    kcal: float | None
    """Energy by general factors, [kcal/100 g]; None when an ingredient is not in the catalogue."""


LabelOf = Callable[[Candidate], Label]


def nutrition(candidate: Candidate) -> dict[str, AxisValue | None]:
    """Return a formula's nutrition; None where its profile lacks an axis."""
    profile = dict(candidate.profile)
    return {axis: profile.get(axis) for axis in NUTRITION}


def labels_by(catalogue: Catalogue, jurisdiction: str) -> LabelOf:
    """Return a function that says allergens and energy of a formula under a law."""
    factors = US_KCAL if jurisdiction == "US" else EU_KCAL

    def label(candidate: Candidate) -> Label:
        formula = candidate.formula
        if not all(key in catalogue for key in formula.keys):
            return Label("not known", None)
        report = allergens(formula, catalogue, jurisdiction=jurisdiction)
        words = ", ".join(line.words for line in report.present) or "none listed"
        return Label(words, energy(formula, catalogue, factors).value)

    return label


def _range(low: float, high: float) -> str:
    return f"{low:.1f} to {high:.1f}"


def liking_table(chapter: Chapter) -> list[dict[str, Any]]:
    """Return how the tasted formulas of an iteration and the control beside them were liked."""
    controls = [{**_liking(row), "distance": None, "cost": "–"} for row in chapter.controls]
    formulas = [
        {**_liking(row), "distance": row.candidate.distance, "cost": cost_text(row.candidate)}
        for row in chapter.rows
    ]
    return [*controls, *formulas]


def _liking(row: Row | ControlRow) -> dict[str, Any]:
    panel = row.panel
    return {
        "formula": row.name,
        "round": row.round_name,
        "group": row.group,
        "liking": None if row.model is None else row.model.mean,
        "interval": None if row.model is None else _range(row.model.low90, row.model.high90),
        "panel mean": None if panel is None else panel[0],
        "scores": row.n,
    }


def nutrition_table(chapter: Chapter, label_of: LabelOf) -> list[dict[str, Any]]:
    """Return nutrition per 100 g and allergens of the tasted formulas, each formula once."""
    once = {row.id: row for row in chapter.rows}
    return [
        {"formula": row.name, **nutrition_facts(row.candidate, label_of)} for row in once.values()
    ]


def nutrition_facts(candidate: Candidate, label_of: LabelOf) -> dict[str, Any]:
    """Return a formula's nutrition per 100 g and its allergens."""
    label = label_of(candidate)
    values = nutrition(candidate)
    return {
        "kcal": label.kcal,
        **{axis.replace("_", " "): None if v is None else v.value for axis, v in values.items()},
        "allergens": label.allergens,
    }
