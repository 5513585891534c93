"""Candidates and proposals: what the search answers to a brief."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from formulator.formula import Formula
from formulator.search.brief import Brief


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a candidate's composition."""

    key: str
    name: str
    percent: float
    """[g/100 g], a multiple of the brief's scale step."""
    role: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockMatch:
    """How near one block of the profile is to the target's."""

    distance: float
    similarity: float


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One axis of a candidate's profile beside the target's."""

    value: float
    target: float
    unit: str
    coverage: float
    """Share of the value's mass that rests on reported numbers, 0 to 1."""
    evidence: str
    low: float | None = None
    """Lower end of the 90 % interval."""
    high: float | None = None
    target_low: float | None = None
    """Lower end of the target's natural variation (90 %)."""
    target_high: float | None = None


@dataclass(frozen=True, slots=True)
class CostRange:
    """Cost of the raw materials."""

    low: float
    high: float
    unit: str = "USD/kg"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A formula with profile, distance, bound, reasons and doubts."""

    id: str
    parts: tuple[Part, ...]
    distance: float
    bound: float
    """No formula that meets the brief is nearer than this."""
    gap: float
    """(distance - bound) / distance, 0 to 1."""
    similarity: float
    blocks: tuple[tuple[str, BlockMatch], ...]
    profile: tuple[tuple[str, AxisValue], ...]
    cost: CostRange | None
    warnings: tuple[str, ...] = ()
    novelty: float | None = None
    base: str = ""
    """Protein and fat base in words, what makes this one different."""
    on_front: bool = True
    """Whether no other candidate of the list is as near, as cheap and as novel."""
    liking: tuple[float, float, float] | None = None
    """(mean, low, high) of predicted liking with its 90 % interval, once a panel has tasted."""

    @property
    def formula(self) -> Formula:
        """The rounded composition."""
        return Formula.from_grams({p.key: p.percent for p in self.parts}, name=self.id)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form that ``formulator propose --json`` prints."""
        data = asdict(self)
        data["blocks"] = {k: asdict(v) for k, v in self.blocks}
        data["profile"] = {k: asdict(v) for k, v in self.profile}
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Candidate:
        """Read what ``to_dict`` wrote."""
        values = dict(data)
        values["parts"] = tuple(
            Part(**{**p, "reasons": tuple(p["reasons"])}) for p in values["parts"]
        )
        values["blocks"] = tuple((k, BlockMatch(**v)) for k, v in values["blocks"].items())
        values["profile"] = tuple((k, AxisValue(**v)) for k, v in values["profile"].items())
        values["cost"] = CostRange(**values["cost"]) if values.get("cost") else None
        values["warnings"] = tuple(values.get("warnings", ()))
        liking = values.get("liking")
        values["liking"] = tuple(liking) if liking else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Proposal:
    """All candidates for one brief."""

    target_key: str
    target_name: str
    brief: Brief
    n_ingredients: int
    """Ingredients in the catalogue."""
    n_considered: int
    """Ingredients that the brief allows."""
    candidates: tuple[Candidate, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form that ``formulator propose --json`` prints."""
        return {
            "target": {"key": self.target_key, "name": self.target_name},
            "brief": self.brief.to_dict(),
            "catalogue": {
                "n_ingredients": self.n_ingredients,
                "n_considered": self.n_considered,
            },
            "candidates": [c.to_dict() for c in self.candidates],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Proposal:
        """Read what ``to_dict`` wrote."""
        return cls(
            target_key=data["target"]["key"],
            target_name=data["target"]["name"],
            brief=Brief.from_dict(data["brief"]),
            n_ingredients=data["catalogue"]["n_ingredients"],
            n_considered=data["catalogue"]["n_considered"],
            candidates=tuple(Candidate.from_dict(c) for c in data["candidates"]),
        )
