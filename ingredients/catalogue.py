"""The catalogue: foods by properties, every value with source and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ingredients.errors import UnknownKeyError
from ingredients.records import Evidence, Food, Kind, Property, Source, Value

EVIDENCE_ORDER: tuple[Evidence, ...] = tuple(Evidence)
"""``Catalogue.evidence`` holds indices into this tuple; -1 means no row."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Foods, properties and the table of reported values.

    Parameters
    ----------
    foods : tuple of Food
        Sorted by key; keys are unique.
    properties : tuple of Property
        Columns of ``values``.
    sources : tuple of Source
    values : ndarray of shape (n_foods, n_properties)
        Reported values in each property's unit; NaN where there is no row.
    evidence : ndarray of shape (n_foods, n_properties), int8
        Index into ``EVIDENCE_ORDER``; -1 where there is no row.
    source_index : ndarray of shape (n_foods, n_properties), int8
        Index into ``sources``; -1 where there is no row.
    standard_errors : ndarray of shape (n_foods, n_properties), float32
        Standard error of the value as reported; NaN where not reported.
    n_samples : ndarray of shape (n_foods, n_properties), int32
        Number of analysed samples as reported; 0 where not reported.
    """

    foods: tuple[Food, ...]
    properties: tuple[Property, ...]
    sources: tuple[Source, ...]
    values: npt.NDArray[np.float64]
    evidence: npt.NDArray[np.int8]
    source_index: npt.NDArray[np.int8]
    standard_errors: npt.NDArray[np.float32]
    n_samples: npt.NDArray[np.int32]
    _rows: dict[str, int] = field(init=False, repr=False, compare=False)
    _columns: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shape = (len(self.foods), len(self.properties))
        if self.values.shape != shape:
            raise ValueError(f"values must have shape {shape}, got {self.values.shape}")
        object.__setattr__(self, "_rows", {f.key: i for i, f in enumerate(self.foods)})
        object.__setattr__(self, "_columns", {p.key: j for j, p in enumerate(self.properties)})
        if len(self._rows) != len(self.foods):
            raise ValueError("food keys must be unique")

    def __len__(self) -> int:
        return len(self.foods)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def index(self, key: str) -> int:
        """Row of a food.

        Raises
        ------
        UnknownKeyError
            Naming the nearest known keys.
        """
        try:
            return self._rows[key]
        except KeyError:
            raise UnknownKeyError("food", key, self._rows) from None

    def column(self, key: str) -> int:
        """Column of a property.

        Raises
        ------
        UnknownKeyError
            Naming the nearest known keys.
        """
        try:
            return self._columns[key]
        except KeyError:
            raise UnknownKeyError("property", key, self._columns) from None

    def food(self, key: str) -> Food:
        """Return the food with this key (UnknownKeyError names the nearest)."""
        return self.foods[self.index(key)]

    def of_kind(self, kind: Kind) -> tuple[Food, ...]:
        """Return all foods of one kind, sorted by key."""
        return tuple(f for f in self.foods if f.kind is kind)

    def rows(self, keys: Iterable[str]) -> npt.NDArray[np.intp]:
        """Return the rows of several foods, in the order asked for."""
        return np.array([self.index(k) for k in keys], dtype=np.intp)

    def table(
        self, keys: Sequence[str], properties: Sequence[str] | None = None
    ) -> npt.NDArray[np.float64]:
        """Return reported values of foods by properties.

        Parameters
        ----------
        keys : sequence of str
            Food keys.
        properties : sequence of str, optional
            Property keys; all by default.

        Returns
        -------
        ndarray of shape (n_keys, n_properties)
            NaN where there is no row.
        """
        part = self.values[self.rows(keys)]
        if properties is None:
            return part
        return part[:, [self.column(p) for p in properties]]

    def value(self, key: str, prop: str) -> Value | None:
        """Return one reported value with its provenance, or None where there is no row."""
        i, j = self.index(key), self.column(prop)
        if self.evidence[i, j] < 0:
            return None
        error = float(self.standard_errors[i, j])
        return Value(
            food=key,
            property=prop,
            value=float(self.values[i, j]),
            unit=self.properties[j].unit,
            source=self.sources[self.source_index[i, j]].key,
            evidence=EVIDENCE_ORDER[self.evidence[i, j]],
            standard_error=None if np.isnan(error) else error,
            n_samples=int(self.n_samples[i, j]) or None,
        )

    def why_missing(self, key: str, prop: str) -> str:
        """Explain in one sentence why a food has no value of a property."""
        from ingredients.gaps import why_missing  # noqa: PLC0415 - gaps reads catalogues

        return why_missing(self, key, prop)
