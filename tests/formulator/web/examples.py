"""Small made-up proposals: what views draw does not depend on how they were found."""

from __future__ import annotations

from collections.abc import Sequence

from formulator.search.brief import Brief, Limit
from formulator.search.candidate import (
    AxisValue,
    BlockMatch,
    Candidate,
    CostRange,
    Part,
    Proposal,
)

PROTEINS = (
    ("pea_protein_isolate", "Pea protein isolate"),
    ("fava_beans_raw", "Fava beans, raw"),
    ("oats_rolled", "Oats, rolled"),
    ("chickpeas_raw", "Chickpeas, raw"),
    ("almonds_raw", "Almonds, raw"),
    ("soybeans_raw", "Soybeans, raw"),
)


def candidate(number: int) -> Candidate:
    """Return one of six different formulas."""
    key, name = PROTEINS[number]
    protein, fat, sugar = 2.5 + 0.3 * number, 3.0 + 0.1 * number, 4.0 - 0.4 * number
    water = round(100 - protein - fat - sugar, 2)
    parts = (
        Part("water", "Water", water, "water", ("carries everything",)),
        Part(key, name, round(protein, 2), "protein", ("protein near the target's",)),
        Part("coconut_oil_rbd", "Coconut oil", round(fat, 2), "fat", ("short fatty acids",)),
        Part("sucrose", "Sucrose", round(sugar, 2), "sweetener", ("sweetness",)),
    )
    profile = (
        ("water", AxisValue(water, 88.1, "g", 1.0, "measured", None, None, 87.0, 89.0)),
        ("protein", AxisValue(protein, 3.15, "g", 0.9, "measured", None, None, 3.0, 3.4)),
        ("fat", AxisValue(fat, 3.25, "g", 1.0, "measured", None, None, 3.0, 3.7)),
        ("sucrose", AxisValue(sugar, 0.0, "g", 1.0, "measured")),
        ("lactose", AxisValue(0.0, 5.05, "g", 1.0, "measured", None, None, 4.6, 5.2)),
        ("fa_18_1", AxisValue(0.2, 0.81, "g", 0.5, "estimated", 0.1, 0.4, 0.6, 0.9)),
        ("calcium", AxisValue(12.0, 113.0, "mg", 0.4, "estimated", None, None, 105, 125)),
    )
    distance = 4.0 + 0.7 * number
    return Candidate(
        id=f"F-{number}aaaaa",
        parts=parts,
        distance=distance,
        bound=0.95 * distance,
        gap=0.05,
        similarity=0.8 - 0.05 * number,
        blocks=(
            ("macro", BlockMatch(0.4 * distance, 0.9)),
            ("sugars", BlockMatch(0.35 * distance, 0.7)),
            ("minerals", BlockMatch(0.25 * distance, 0.6)),
        ),
        profile=profile,
        cost=CostRange(0.3 + 0.05 * number, 0.5 + 0.05 * number),
        warnings=("calcium is far below the target",) if number % 2 else (),
        base=f"{name} + coconut oil",
    )


def proposal(numbers: Sequence[int] = range(6)) -> Proposal:
    """Return a proposal of some of the six formulas."""
    return Proposal(
        target_key="milk_whole",
        target_name="Milk, whole",
        brief=Brief("milk_whole", limits=(Limit.parse("sugars<=5"),)),
        n_ingredients=1000,
        n_considered=900,
        candidates=tuple(candidate(n) for n in numbers),
    )
