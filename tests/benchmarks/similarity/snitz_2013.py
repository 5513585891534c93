"""Human-rated pairs of odour mixtures, as arrays."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

FIXTURE = Path(__file__).parents[2] / "data" / "snitz_2013"
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RatedPairs:
    smiles: tuple[str, ...]
    """One per molecule."""
    a: tuple[tuple[int, ...], ...]
    """Molecules of the first mixture of each pair, as places in ``smiles``."""
    b: tuple[tuple[int, ...], ...]
    experiment: npt.NDArray[np.int64]
    rating: Array
    """Mean rated similarity, 0-100."""

    @property
    def is_identical(self) -> npt.NDArray[np.bool_]:
        return np.array([x == y for x, y in zip(self.a, self.b, strict=True)])

    @property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Odorants of each mixture, shape (n_pairs, 2)."""
        return np.array([(len(x), len(y)) for x, y in zip(self.a, self.b, strict=True)])

    @property
    def stimuli(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Numbers of the mixtures of each pair; equal mixtures have equal numbers."""
        number = {s: i for i, s in enumerate(sorted({*self.a, *self.b}))}
        return np.array([number[s] for s in self.a]), np.array([number[s] for s in self.b])


def rated_pairs() -> RatedPairs:
    with (FIXTURE / "molecules.csv").open(encoding="utf-8", newline="") as file:
        molecules = list(csv.DictReader(file))
    with (FIXTURE / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    place = {row["cid"]: i for i, row in enumerate(molecules)}
    sides = {s: tuple(tuple(place[c] for c in p[s].split()) for p in pairs) for s in "ab"}
    return RatedPairs(
        smiles=tuple(row["smiles"] for row in molecules),
        a=sides["a"],
        b=sides["b"],
        experiment=np.array([int(p["experiment"]) for p in pairs]),
        rating=np.array([float(p["similarity"]) for p in pairs]),
    )
