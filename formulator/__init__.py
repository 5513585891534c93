"""Design plant-based foods: profiles, similarity, certified search, learning from panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formulator.formula import Formula
    from formulator.search.brief import Brief, Limit
    from formulator.search.candidate import Candidate, Proposal
    from formulator.search.propose import propose

__all__ = ["Brief", "Candidate", "Formula", "Limit", "Proposal", "propose"]

_HOMES = {
    "Brief": "formulator.search.brief",
    "Candidate": "formulator.search.candidate",
    "Formula": "formulator.formula",
    "Limit": "formulator.search.brief",
    "Proposal": "formulator.search.candidate",
    "propose": "formulator.search.propose",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import formulator`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 (see the docstring)

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*globals(), *__all__])
