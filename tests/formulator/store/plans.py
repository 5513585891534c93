"""A small round for store tests."""

from __future__ import annotations

from formulator.store import NewRound, Sample, SampleKind, Seat, Serving, token_hash
from formulator.store.sql_base import new_id

CANARY = "pea_protein_isolate"


def small_round(n_tasters: int = 2, *, name: str = "Round 1") -> tuple[NewRound, list[str]]:
    """A round of two cups; returns the plan and the raw link tokens."""
    round_id = new_id()
    samples = tuple(
        Sample(
            id=new_id(),
            round_id=round_id,
            code=code,
            kind=SampleKind.FORMULA,
            label=f"Formula {code}",
            candidate_id=f"c{code}",
            formula=((CANARY, 4.0), ("water", 96.0)),
        )
        for code in ("417", "862")
    )
    tokens = [f"token-{new_id()}" for _ in range(n_tasters)]
    seats = tuple(
        Seat(
            id=new_id(),
            round_id=round_id,
            taster=f"T{i}",
            token_hash=token_hash(token),
            short_code=new_id()[:8].upper(),
        )
        for i, token in enumerate(tokens, start=1)
    )
    servings = tuple(
        Serving(new_id(), round_id, seat.id, position, samples[(position + i) % 2].id)
        for i, seat in enumerate(seats)
        for position in (1, 2)
    )
    plan = NewRound(name=name, seed=7, samples=samples, seats=seats, servings=servings)
    return plan, tokens
