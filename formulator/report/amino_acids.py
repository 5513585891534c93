"""Amino acids of each ingredient's protein: reported, or from relatives of the same plant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ingredients import Catalogue, Food, Kind

Array = npt.NDArray[np.float64]

ESSENTIAL = (
    "histidine", "isoleucine", "leucine", "lysine", "methionine", "cystine", "phenylalanine",
    "tyrosine", "threonine", "tryptophan", "valine",
)  # fmt: skip
LEAST_PROTEIN = 2.0
"""Foods with less say little about the pattern of their protein, [g/100 g]."""
FRACTION_SPREAD = 0.15
"""How far an isolate's pattern strays from its seed's, relative. General knowledge, L."""
FOREIGN_SPREAD = 0.35
"""The same where only unrelated plants are known, relative. General knowledge, L."""


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """Amino acids of one protein."""

    grams: Array
    """[g/g protein], in the order of ``ESSENTIAL``."""
    spread: Array
    """Standard deviation, [g/g protein]."""
    basis: str
    """``reported``, the keys of the relatives, or ``all plants``."""

    @property
    def is_reported(self) -> bool:
        """Tell whether the food's own amino acids were reported."""
        return self.basis == "reported"


def pattern_of(catalogue: Catalogue, food: Food) -> Pattern:
    """Return the amino-acid pattern of a food's protein.

    Parameters
    ----------
    catalogue : Catalogue
    food : Food

    Returns
    -------
    Pattern
        The food's own values; else the mean of the protein-rich foods of the same species (or
        genus), spread by their differences and ``FRACTION_SPREAD``; else the mean of all plants
        with a wide spread.
    """
    own = _per_protein(catalogue, np.array([catalogue.index(food.key)]))[0]
    if np.isfinite(own).all():
        return Pattern(own, np.zeros_like(own), "reported")
    keys, values = _known(catalogue)
    near = _relatives(catalogue, food, keys)
    relative, basis = FRACTION_SPREAD, ", ".join(keys[i] for i in near[:3])
    if not near:
        near, relative, basis = list(range(len(keys))), FOREIGN_SPREAD, "all plants"
    mean = values[near].mean(axis=0)
    grams = np.where(np.isfinite(own), own, mean)
    between = values[near].std(axis=0)
    return Pattern(grams, np.hypot(between, relative * mean), basis)


def _per_protein(catalogue: Catalogue, rows: npt.NDArray[np.intp]) -> Array:
    """Amino acids over protein, NaN where either is missing or protein is nearly nothing."""
    columns = np.array([catalogue.column(a) for a in ESSENTIAL], dtype=np.intp)
    protein = catalogue.values[rows, catalogue.column("protein")]
    protein = np.where(protein >= LEAST_PROTEIN, protein, np.nan)
    part: Array = catalogue.values[np.ix_(rows, columns)] / protein[:, None]
    return part


def _known(catalogue: Catalogue) -> tuple[tuple[str, ...], Array]:
    """Ingredients whose amino acids are all reported, with their patterns."""
    return _known_of(_Same(catalogue))


class _Same:
    """A catalogue as a key of a cache: by identity, because it never changes."""

    __slots__ = ("catalogue",)

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue


@lru_cache(maxsize=2)
def _known_of(same: _Same) -> tuple[tuple[str, ...], Array]:
    catalogue = same.catalogue
    rows = np.array(
        [i for i, f in enumerate(catalogue.foods) if f.kind is Kind.INGREDIENT], dtype=np.intp
    )
    values = _per_protein(catalogue, rows)
    complete = np.isfinite(values).all(axis=1)
    return tuple(catalogue.foods[i].key for i in rows[complete]), values[complete]


def _relatives(catalogue: Catalogue, food: Food, keys: tuple[str, ...]) -> list[int]:
    """Foods of the same species, else genus, that hold at least half as much protein as any."""
    for n_words in (2, 1):
        name = food.botanical_name.split(" ")[:n_words]
        near = [
            i
            for i, k in enumerate(keys)
            if name[0] and catalogue.food(k).botanical_name.split(" ")[:n_words] == name
            if not {"bran", "germ"} & set(k.split("_"))  # other tissue, other protein
        ]
        if near:
            protein = catalogue.table([keys[i] for i in near], ["protein"])[:, 0]
            return [i for i, p in zip(near, protein, strict=True) if p >= 0.5 * protein.max()]
    return []
