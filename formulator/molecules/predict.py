"""Predict one measured quantity from structure, with an interval and an honest "unknown".

The model is the mean of two that err differently:

- extra trees on 192 topological autocorrelations;
- a Gaussian process (closed form) whose kernel is the mean of four: min-max Tanimoto on Morgan
  counts that see stereo, Gaussians of two widths on the autocorrelations, and one on the physical
  and surface descriptors.

It is fitted anew from the shipped table in each process that asks (under 3 s, then cached), so no
pickled model has to be trusted. The interval is conformal: the Gaussian process's own leave-one-out
errors, in units of its own doubt, set its width. Molecules unlike every measured one are answered
"unknown", not with a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.spatial.distance import cdist
from sklearn.ensemble import ExtraTreesRegressor

from formulator.errors import InputError
from formulator.molecules.descriptors import (
    autocorrelation_matrix,
    descriptor_matrix,
    surface_matrix,
)
from formulator.molecules.fingerprints import morgan_counts, tanimoto

Array = npt.NDArray[np.float64]

NOISE = 0.02
"""Variance of a measurement over the variance between molecules, [1]."""
WIDTHS = (0.5, 1.0)
"""Widths of the Gaussians on autocorrelations, root mean square of standard deviations, [1]."""
N_TREES = 150
SHARE_OF_FEATURES = 0.4
"""Share of the autocorrelations tried at each branching of a tree, [1]."""
MIN_SIMILARITY = 0.6
"""Tanimoto similarity (Morgan counts) to the nearest measured molecule below which the answer is
"unknown". Out of fold, sweetness is off by 0.3 log10 on average above it and by 0.6 below; the
benchmark prints the errors on either side."""
CONFIDENCE = 0.9
MIN_MOLECULES = 20


@dataclass(frozen=True, slots=True)
class Prediction:
    """Answer for one molecule."""

    smiles: str
    value: float | None
    """In the unit of the fitted values; None when unknown."""
    low: float | None
    """Lower end of the 90 % interval; None when unknown."""
    high: float | None
    """Upper end of the 90 % interval; None when unknown."""
    nearest: str
    """SMILES of the most similar measured molecule."""
    similarity: float
    """Tanimoto similarity to it, 0 to 1."""
    is_measured: bool
    """True when this very molecule was measured; ``value`` is then the measured one."""

    @property
    def is_known(self) -> bool:
        """Whether the molecule lies within reach of the measured ones."""
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Features:
    """What the model sees of a set of molecules."""

    counts: Array
    stereo_counts: Array
    autocorrelations: Array
    physical: Array

    @classmethod
    def of(cls, smiles: Sequence[str]) -> Features:
        """Compute all features; TableError lists every SMILES that cannot be read."""
        return cls(
            counts=morgan_counts(smiles),
            stereo_counts=morgan_counts(smiles, stereo=True),
            autocorrelations=autocorrelation_matrix(smiles),
            physical=np.hstack([descriptor_matrix(smiles), surface_matrix(smiles)]),
        )


@dataclass(frozen=True, slots=True)
class StructureModel:
    """A fitted model; make it with :func:`fit_structure_model`."""

    smiles: tuple[str, ...]
    values: Array
    features: Features
    trees: Any
    scales: tuple[tuple[Array, Array], tuple[Array, Array]]
    """(mean, standard deviation) of autocorrelations and of physical descriptors."""
    factor: Any
    """Cholesky factor of the kernel matrix with noise."""
    weights: Array
    stretch: float
    """90 % of leave-one-out errors are within this many posterior standard deviations."""

    def predict(
        self, smiles: Sequence[str], *, min_similarity: float = MIN_SIMILARITY
    ) -> tuple[Prediction, ...]:
        """Answer for several molecules.

        Parameters
        ----------
        smiles : sequence of str
        min_similarity : float
            Molecules less similar than this to every measured one are unknown; 0 answers all.

        Returns
        -------
        tuple of Prediction
            In the order asked for.

        Raises
        ------
        TableError
            Listing every SMILES that cannot be read.
        """
        if not len(smiles):
            return ()
        features = Features.of(smiles)
        value, doubt = self.raw(features)
        near = tanimoto(features.counts, self.features.counts)
        same = tanimoto(features.stereo_counts, self.features.stereo_counts)
        answers = []
        for i, text in enumerate(smiles):
            nearest = int(np.argmax(near[i] + 1e-6 * same[i]))  # stereo decides between equals
            measured = bool(near[i, nearest] == 1.0 and same[i, nearest] == 1.0)
            known = near[i, nearest] >= min_similarity
            centre = float(self.values[nearest] if measured else value[i])
            reach = float(self.stretch * doubt[i])
            answers.append(
                Prediction(
                    smiles=text,
                    value=centre if known else None,
                    low=centre - reach if known else None,
                    high=centre + reach if known else None,
                    nearest=self.smiles[nearest],
                    similarity=float(near[i, nearest]),
                    is_measured=measured,
                )
            )
        return tuple(answers)

    def raw(self, features: Features) -> tuple[Array, Array]:
        """Value and posterior standard deviation of every molecule, wherever it lies.

        Returns
        -------
        value, doubt : ndarray of shape (n_molecules,)
            In the unit of the fitted values.
        """
        cross = _kernel(features, self.features, self.scales)
        mean, spread = float(self.values.mean()), float(self.values.std())
        process = mean + cross @ self.weights
        explained = np.einsum("ij,ji->i", cross, cho_solve(self.factor, cross.T))
        doubt = spread * np.sqrt(np.maximum(1.0 - explained, 0.0) + NOISE)
        trees = self.trees.predict(features.autocorrelations)
        return (process + trees) / 2, doubt


def fit_structure_model(
    smiles: Sequence[str], values: Sequence[float] | Array, *, seed: int = 0
) -> StructureModel:
    """Fit the model to measured molecules.

    Parameters
    ----------
    smiles : sequence of str
        At least 20 molecules.
    values : sequence of float
        One measured value each.
    seed : int
        Of the trees.

    Returns
    -------
    StructureModel

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If lengths differ, there are too few molecules or the values do not vary.
    """
    target = np.asarray(values, dtype=np.float64)
    if len(smiles) != len(target) or len(smiles) < MIN_MOLECULES:
        raise InputError(
            f"a model needs one value for each of at least {MIN_MOLECULES} molecules, got "
            f"{len(smiles)} molecules and {len(target)} values"
        )
    if not np.isfinite(target).all() or target.std() == 0:
        raise InputError("measured values must be finite and must not all be equal")
    features = Features.of(smiles)
    scales = (_scale(features.autocorrelations), _scale(features.physical))
    kernel = _kernel(features, features, scales) + NOISE * np.eye(len(target))
    factor = cho_factor(kernel)
    trees = ExtraTreesRegressor(N_TREES, max_features=SHARE_OF_FEATURES, random_state=seed)
    trees.fit(features.autocorrelations, target)
    weights = cho_solve(factor, target - target.mean())
    return StructureModel(
        smiles=tuple(smiles),
        values=target,
        features=features,
        trees=trees,
        scales=scales,
        factor=factor,
        weights=weights,
        stretch=_stretch(factor, weights, float(target.std())),
    )


def _stretch(factor: Any, weights: Array, spread: float) -> float:
    """Conformal width: closed-form leave-one-out errors over leave-one-out deviations."""
    n = len(weights)
    precision = np.diag(cho_solve(factor, np.eye(n)))
    errors = np.abs(weights / precision)
    deviations = spread * np.sqrt(1.0 / precision)
    level = min(1.0, np.ceil((n + 1) * CONFIDENCE) / n)
    return float(np.quantile(errors / deviations, level))


def _kernel(a: Features, b: Features, scales: tuple[tuple[Array, Array], ...]) -> Array:
    """Mean of four kernels, each with ones on the diagonal."""
    autocorrelations, physical = scales
    apart = _distances(a.autocorrelations, b.autocorrelations, autocorrelations)
    parts = [tanimoto(a.stereo_counts, b.stereo_counts)]
    parts += [np.exp(-apart / (2 * width**2)) for width in WIDTHS]
    parts.append(np.exp(-_distances(a.physical, b.physical, physical) / 2))
    return np.asarray(np.mean(parts, axis=0))


def _distances(a: Array, b: Array, scale: tuple[Array, Array]) -> Array:
    mean, deviation = scale
    squares: Array = cdist((a - mean) / deviation, (b - mean) / deviation, "sqeuclidean")
    return np.asarray(squares / a.shape[1])


def _scale(table: Array) -> tuple[Array, Array]:
    deviation = table.std(axis=0)
    return table.mean(axis=0), np.where(deviation > 0, deviation, 1.0)
