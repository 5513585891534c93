"""Short questions for the second worker: plain data in, plain data out.

They never wait behind a search, and no search waits behind them. The web process asks and the
worker answers: only the worker imports what answers need.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from typing import TYPE_CHECKING, Any

import ingredients
from formulator.search.brief import Brief
from ingredients import Catalogue

if TYPE_CHECKING:
    from formulator.profiles import ProfileTable

Payload = Mapping[str, Any]
Report = Callable[[str], None]
IRRELEVANT = ("time_limit", "seed", "notes")
"""Fields of a brief on which its feasibility does not depend."""


@functools.cache
def _world() -> tuple[Catalogue, ProfileTable]:
    from formulator.profiles import profile_table  # noqa: PLC0415 (the worker's)

    catalogue = ingredients.load()
    return catalogue, profile_table(catalogue)


def warm_up() -> None:
    """Import beforehand what answers need, and read the tables."""
    for name in ("prospect", "why_not"):
        import_module(f"formulator.search.{name}")
    _world()


def prospect_payload(brief: Brief) -> dict[str, Any]:
    """Return the question whether a brief can be met; equal questions have equal payloads."""
    return {"brief": {k: v for k, v in brief.to_dict().items() if k not in IRRELEVANT}}


def why_not_payload(brief: Brief, key: str, *, seconds: float) -> dict[str, Any]:
    """Return the question why an ingredient is not in the best formula of a brief."""
    return {"brief": brief.to_dict() | {"time_limit": seconds}, "key": key}


def ask_prospect(payload: Payload, report: Report) -> dict[str, Any]:
    """Answer whether a brief can be met."""
    from formulator.search.prospect import prospect  # noqa: PLC0415 (the worker's)

    catalogue, table = _world()
    found = prospect(Brief.from_dict(payload["brief"]), catalogue, table=table)
    return {**asdict(found), "outlook": str(found.outlook)}


def ask_why_not(payload: Payload, report: Report) -> dict[str, Any]:
    """Answer why an ingredient is not in the best formula."""
    from formulator.search.why_not import why_not  # noqa: PLC0415 (the worker's)

    catalogue, _ = _world()
    report("Searching with it and without it")
    return why_not(Brief.from_dict(payload["brief"]), catalogue, payload["key"]).to_dict()


QUESTIONS: Mapping[str, Callable[[Payload, Report], Any]] = {
    "prospect": ask_prospect,
    "why_not": ask_why_not,
}
