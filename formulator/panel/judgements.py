"""Judgements: one taster's answers on one cup, checked when made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from formulator.errors import InputError, TableError
from formulator.panel.scales import (
    DIFFERENCE_RANGE,
    HEDONIC_ATTRIBUTES,
    HEDONIC_RANGE,
    JAR_RANGE,
    MAX_JAR,
)
from formulator.panel.wishes import DIRECTIVES


@dataclass(frozen=True, slots=True)
class Judgement:
    """One taster's answers on one cup; what was not answered is None, never a number.

    Raises
    ------
    TableError
        Listing every answer that breaks its range.
    """

    taster: str
    """Opaque id, no name."""
    formula: str
    """Id of what was in the cup: a candidate id, or the key of the control."""
    code: str = ""
    """Blind code as typed by the taster; a hidden duplicate has a code of its own."""
    position: int | None = None
    """Serving position in the sitting, 1 = first scored sample (the warm-up is not counted)."""
    overall: float | None = None
    """Overall liking, 1-9 hedonic scale."""
    taste: float | None = None
    """Liking of the taste, 1-9."""
    texture: float | None = None
    """Liking of the texture, 1-9."""
    appearance: float | None = None
    """Liking of the appearance, 1-9."""
    jar: tuple[tuple[str, int], ...] = ()
    """(attribute, step) pairs; -2 much too little, 0 just about right, 2 much too much."""
    directives: tuple[str, ...] = ()
    """Keys of wishes such as ``less_sweet``."""
    cata: tuple[str, ...] | None = None
    """Ticked terms; None when the list was not asked."""
    difference: float | None = None
    """Difference from the labelled control, 0-10."""
    comment: str = ""
    """In the taster's own words; kept as it is, whether parsed or not."""
    seconds: float | None = None
    """Time spent on the ballot, [s]."""
    sitting: str = ""
    """Tasting session in which the cup was served."""

    def __post_init__(self) -> None:
        problems = [*self._who_problems(), *self._score_problems(), *self._list_problems()]
        if problems:
            raise TableError(f"the judgement of taster {self.taster!r} breaks its ranges", problems)

    def _who_problems(self) -> Iterable[str]:
        for name in ("taster", "formula"):
            if not getattr(self, name).strip():
                yield f"{name} must not be empty"
        if self.position is not None and self.position < 1:
            yield f"position counts from 1, got {self.position}"
        if self.seconds is not None and not (math.isfinite(self.seconds) and self.seconds >= 0):
            yield f"seconds must be >= 0, got {self.seconds!r}"

    def _score_problems(self) -> Iterable[str]:
        for name in (*HEDONIC_ATTRIBUTES, "difference"):
            low, high = DIFFERENCE_RANGE if name == "difference" else HEDONIC_RANGE
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                yield f"{name} must be {low} to {high}, got {value!r}"

    def _list_problems(self) -> Iterable[str]:
        low, high = JAR_RANGE
        for name, step in self.jar:
            if step not in range(low, high + 1):
                yield f"just-about-right {name} must be a whole number {low} to {high}, got {step}"
        names = [name for name, _ in self.jar]
        if len(names) > MAX_JAR or len(set(names)) < len(names):
            yield f"at most {MAX_JAR} different just-about-right items, got {', '.join(names)}"
        for key in self.directives:
            if key not in DIRECTIVES:
                yield f"unknown directive {key!r}; known: {', '.join(sorted(DIRECTIVES))}"

    def liking(self, attribute: str = "overall") -> float | None:
        """Return the liking score of one attribute, None when it was not given.

        Raises
        ------
        InputError
            If there is no such liking question.
        """
        if attribute not in HEDONIC_ATTRIBUTES:
            raise InputError(
                f"liking is asked for {', '.join(HEDONIC_ATTRIBUTES)}; got {attribute!r}"
            )
        score: float | None = getattr(self, attribute)
        return score

    def jar_step(self, attribute: str) -> int | None:
        """Just-about-right step of an attribute, None when it was not asked."""
        return dict(self.jar).get(attribute)

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings, ready for JSON."""
        data = asdict(self)
        data["jar"] = {name: step for name, step in self.jar}
        data["directives"] = list(self.directives)
        data["cata"] = None if self.cata is None else list(self.cata)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Judgement:
        """Read what ``to_dict`` wrote.

        Raises
        ------
        InputError
            Naming fields that a judgement does not have.
        """
        unknown = sorted(set(data) - set(cls.__dataclass_fields__))
        if unknown:
            raise InputError(f"a judgement has no field {', '.join(unknown)}")
        values = dict(data)
        values["jar"] = tuple((str(k), int(v)) for k, v in dict(values.get("jar") or {}).items())
        values["directives"] = tuple(values.get("directives") or ())
        cata = values.get("cata")
        values["cata"] = None if cata is None else tuple(cata)
        return cls(**values)
