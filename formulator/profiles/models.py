"""All derived properties of a formula, each from its own model."""

from __future__ import annotations

from collections.abc import Sequence

from formulator.profiles.derived import Derived
from formulator.profiles.physical import freezing_point, relative_viscosity
from formulator.profiles.profile import profile_table
from formulator.profiles.taste import sweetness
from formulator.profiles.texture import solid_fat
from ingredients import Catalogue


def derived_properties(
    catalogue: Catalogue, parts: Sequence[tuple[str, float]]
) -> tuple[Derived, ...]:
    """Sweetness, freezing point, solid fat and viscosity of a formula or of one food.

    pH is not among them: without titration curves of the proteins it does not follow from a
    composition. Neither does whiteness: it depends on the sizes of the particles.

    Parameters
    ----------
    catalogue : Catalogue
    parts : sequence of (key, mass fraction [g/g])

    Returns
    -------
    tuple of Derived
        In a fixed order; what is outside a model's range is None with the reason in ``note``.

    Raises
    ------
    UnknownKeyError
        For a food that the catalogue does not hold.
    """
    keys = [k for k, _ in parts]
    fractions = [x for _, x in parts]
    table = profile_table(catalogue, keys)
    foods = [catalogue.food(k) for k in keys]
    return (
        sweetness(catalogue, foods, fractions, table=table),
        freezing_point(foods, fractions, table=table),
        *solid_fat(catalogue, foods, fractions, table=table),
        relative_viscosity(foods, fractions, table=table),
    )
