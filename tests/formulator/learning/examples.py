"""Small proposals for tests."""

from __future__ import annotations

from formulator.search.brief import Brief
from formulator.search.candidate import AxisValue, Candidate, Part, Proposal


def candidate(number: int, parts: dict[str, float], similarity: float) -> Candidate:
    protein = 0.8 * parts.get("pea", 0.0)
    return Candidate(
        id=f"c{number}",
        parts=tuple(Part(k, k, v, "", ()) for k, v in parts.items()),
        distance=1 - similarity,
        bound=0.0,
        gap=0.0,
        similarity=similarity,
        blocks=(),
        profile=(("protein", AxisValue(protein, 3.3, "g/100 g", 1.0, "measured")),),
        cost=None,
    )


def proposal(n: int) -> Proposal:
    """Candidates c0, c1, ...: more pea and less water, and less and less like milk."""
    candidates = tuple(
        candidate(
            i,
            {"water": 90.0 - 2 * i, "pea": 4.0 + 2 * i, "oil": 3.0, "sugar": 3.0},
            0.9 - 0.05 * i,
        )
        for i in range(n)
    )
    return Proposal("milk_whole", "whole milk", Brief("milk_whole"), 100, 50, candidates)
