"""F24: every hydrocolloid, starch, enzyme and culture has its step in the process plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from formulator.search.rules.materials import material_of
from formulator.search.rules.product import Product
from formulator.search.rules.quantities import is_gum
from formulator.search.rules.verdict import Finding, Severity
from ingredients import Food
from ingredients.food_rules import FoodCategory, ProcessStep, process_steps

NEEDS_STEP = frozenset({"hydrocolloid", "starch", "culture_enzyme"})
SOURCE = "hydration and order of addition, general practice, M"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of a process plan with the ingredients that go in."""

    step: str
    says: str
    temperature: str
    """Range, [C]; empty when it does not matter."""
    keys: tuple[str, ...]


def process_plan(foods: Iterable[Food], category: FoodCategory) -> tuple[PlannedStep, ...]:
    """Return the usual order of addition and treatment for a formula.

    Parameters
    ----------
    foods : iterable of Food
        Ingredients of the formula.
    category : FoodCategory

    Returns
    -------
    tuple of PlannedStep
        In order; each ingredient but water goes into the first step that names it.
    """
    left = [f for f in foods if f.key != "water"]
    called = {f"~{material_of(f)}" for f in left}
    taken: dict[str, list[str]] = {}
    for by_name in (True, False):
        for step in process_steps():
            hits = [f for f in left if _takes(step, f, by_name=by_name)]
            taken.setdefault(step.step, []).extend(f.key for f in hits)
            left = [f for f in left if f not in hits]
    return tuple(
        PlannedStep(s.step, s.says, s.temperature, tuple(sorted(taken[s.step])))
        for s in process_steps()
        if taken[s.step] or called.intersection(s.materials) or _always(s, category)
    )


def _takes(step: ProcessStep, food: Food, *, by_name: bool) -> bool:
    wanted = material_of(food) if by_name else f"@{food.category}"
    return wanted in step.materials


def _always(step: ProcessStep, category: FoodCategory) -> bool:
    """Tell a step that the category needs whatever goes in; cooling always."""
    if not step.materials and not step.traits:
        return True
    return not category.traits.isdisjoint(step.traits)


def check(product: Product) -> Iterator[Finding]:
    """Judge whether the plan covers what must hydrate, gelatinise or work."""
    planned = process_plan(product.foods, product.category)
    step_of = {key: p.step for p in planned for key in p.keys}
    held = product.plan if product.plan is not None else tuple(p.step for p in planned)
    for food in product.foods:
        needs = food.category in NEEDS_STEP or is_gum(food)
        if needs and step_of.get(food.key) not in held:
            where = step_of.get(food.key, "no known step")
            message = f"{food.key} has no step in the process plan (usual step: {where})"
            yield Finding("F24", Severity.SOFT, message, SOURCE)
