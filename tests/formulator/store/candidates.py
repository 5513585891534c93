"""Small candidates for store tests."""

from __future__ import annotations

from formulator.search.brief import Brief
from formulator.search.candidate import AxisValue, BlockMatch, Candidate, CostRange, Part, Proposal


def candidate(name: str, pea: float = 4.0, oil: float = 3.0) -> Candidate:
    percents = {"water": 100 - pea - oil, "pea_protein_isolate": pea, "canola_oil": oil}
    return Candidate(
        id=name,
        parts=tuple(Part(k, k, v, "base", ("because",)) for k, v in percents.items()),
        distance=2.0 + pea / 10,
        bound=1.5,
        gap=0.25,
        similarity=0.8,
        blocks=(("macro", BlockMatch(1.0, 0.9)),),
        profile=(("protein", AxisValue(pea * 0.8, 3.2, "g", 1.0, "calculated")),),
        cost=CostRange(0.3, 0.5),
    )


def proposal(n: int = 6) -> Proposal:
    made = tuple(candidate(f"F{i}", pea=3 + i / 2, oil=2 + i / 4) for i in range(1, n + 1))
    return Proposal("milk_whole", "Whole milk", Brief(target="milk_whole"), 100, 90, made)
