"""The brief: target, limits, exclusions, weights and seed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from formulator.errors import InputError, TableError

Relation = Literal["<=", ">="]
_LIMIT = re.compile(r"^\s*([A-Za-z_][\w.]*)\s*(<=|>=)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound on an axis of the finished product, e.g. ``sugars <= 4``."""

    axis: str
    """Property key of the catalogue (per 100 g) or ``cost`` [USD/kg]."""
    relation: Relation
    value: float
    """In the axis's own unit."""
    unit: str = field(default="", repr=False)
    """As the user wrote it, checked against the axis's own when the brief is asked."""

    def __post_init__(self) -> None:
        if self.relation not in ("<=", ">="):
            raise InputError(f"a limit's relation must be <= or >=, got {self.relation!r}")
        if not math.isfinite(self.value):
            raise InputError(f"a limit's value must be a finite number, got {self.value!r}")

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read ``"sugars<=4"``.

        Raises
        ------
        InputError
            If the text is not ``axis<=number`` or ``axis>=number``.

        Examples
        --------
        >>> Limit.parse("sugars<=4")
        Limit(axis='sugars', relation='<=', value=4.0)
        """
        match = _LIMIT.match(text)
        if match is None:
            raise InputError(f"a limit reads like 'sugars<=4' or 'protein>=3', got {text!r}")
        try:
            value = float(match[3])
        except ValueError:
            raise InputError(f"the number of limit {text!r} cannot be read") from None
        return cls(axis=match[1], relation=match[2], value=value, unit=match[4])  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.axis}{self.relation}{self.value:g} {self.unit}".rstrip()


def _off_the_scale(step: float, locked: tuple[tuple[str, float], ...]) -> list[str]:
    """Say what cannot be weighed in whole steps."""
    problems = []
    if abs(round(100 / step) * step - 100) > 1e-6:
        problems.append(f"100 must be a whole number of scale steps, got scale_step {step:g}")
    for key, fraction in locked:
        steps = 100 * fraction / step
        if abs(steps - round(steps)) > 1e-6:
            problems.append(
                f"{key!r} locked at {100 * fraction:g} % is no whole number of steps of {step:g} %"
            )
    return problems


@dataclass(frozen=True, slots=True)
class Brief:
    """What a food scientist asks for.

    Raises
    ------
    TableError
        Listing every field that breaks its rule.
    """

    target: str
    """Key of the target, e.g. ``milk_whole``."""
    max_ingredients: int = 8
    exclude_allergens: tuple[str, ...] = ()
    """Allergen keys, e.g. ``soy``, ``tree_nuts``."""
    exclude: tuple[str, ...] = ()
    """Ingredient keys that must not be used."""
    require: tuple[str, ...] = ()
    """Ingredient keys that must be used."""
    locked: tuple[tuple[str, float], ...] = ()
    """(ingredient key, fraction [g/g]) pairs that are fixed."""
    limits: tuple[Limit, ...] = ()
    claims: tuple[str, ...] = ()
    """Keys of nutrition claims the product must be allowed to carry, e.g. ``low_sugar``."""
    jurisdiction: str = "US"
    """US, EU or Codex: whose legal limits apply."""
    weights: tuple[tuple[str, float], ...] = ()
    """(block, weight) pairs; blocks not named weigh 1."""
    n_unexpected: int = 0
    """How many unexpected ingredients (high novelty) the formula must hold at least."""
    scale_step: float = 0.01
    """Smallest weighable step, [g/100 g]."""
    seed: int = 0
    time_limit: float = 10.0
    """Time for the search, [s]."""
    notes: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        rules = {
            "max_ingredients must be 1 to 30": 1 <= self.max_ingredients <= 30,
            "jurisdiction must be US, EU or Codex": self.jurisdiction in ("US", "EU", "Codex"),
            "scale_step must be > 0 and <= 1": 0 < self.scale_step <= 1,
            "time_limit must be > 0": math.isfinite(self.time_limit) and self.time_limit > 0,
            "n_unexpected must be 0 to max_ingredients": (
                0 <= self.n_unexpected <= self.max_ingredients
            ),
            "weights must be finite numbers >= 0": all(
                math.isfinite(w) and w >= 0 for _, w in self.weights
            ),
            "locked fractions must be between 0 and 1": all(0 < f <= 1 for _, f in self.locked),
            "locked fractions must not sum to more than 1": (
                math.fsum(f for _, f in self.locked) <= 1 + 1e-9
            ),
        }
        problems = [rule for rule, holds in rules.items() if not holds]
        if not problems:
            problems += _off_the_scale(self.scale_step, self.locked)
        problems += [
            f"{key!r} is required or locked and excluded at once"
            for key in sorted({*self.require, *(k for k, _ in self.locked)} & {*self.exclude})
        ]
        if problems:
            raise TableError("the brief breaks these rules", problems)

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings, ready for JSON."""
        data = asdict(self)
        data["limits"] = [str(limit) for limit in self.limits]
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Brief:
        """Read what ``to_dict`` wrote.

        Raises
        ------
        InputError
            Naming fields that a brief does not have.
        """
        unknown = sorted(set(data) - set(cls.__dataclass_fields__))
        if unknown:
            raise InputError(f"a brief has no field {', '.join(unknown)}")
        values = dict(data)
        for name in ("exclude_allergens", "exclude", "require", "claims"):
            values[name] = tuple(values.get(name, ()))
        values["limits"] = tuple(Limit.parse(t) for t in values.get("limits", ()))
        for name in ("locked", "weights"):
            values[name] = tuple((str(k), float(v)) for k, v in values.get(name, ()))
        return cls(**values)
