"""The record of a derived property: a named model, its source, and "unknown" outside its range."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived property of a formula or food."""

    key: str
    name: str
    unit: str
    model: str
    source: str
    value: float | None
    """None: unknown, for the reason that ``note`` states."""
    low: float | None = None
    """Lower end of what the model can tell, in the unit."""
    high: float | None = None
    note: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return asdict(self)
