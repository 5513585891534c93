"""Similarity of odorant mixtures: how well each covers the other, the worse side counts.

For one odorant ``i`` of mixture A, mixture B covers ``max_j s_ij * min(1, b_j / a_i)``: the most
similar odorant of B, as far as its activity reaches. The weighted mean over A is the directed
coverage of A by B. ``s`` is the Tanimoto similarity of Morgan counts, raised to a power: odours
part faster than structures.

Two poolings of the two directions are offered. ``mean`` is the symmetric mean-max of the
literature. ``worse`` takes the smaller of the two and is our default: a single odorant is covered
by a mixture of thirty that happens to hold something like it, but smells nothing like the mixture.
Both were compared on human ratings (Snitz K et al. 2013, doi 10.1371/journal.pcbi.1003184); the
record is printed by ``python -m tests.benchmarks.similarity.odour_mixtures``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.molecules.fingerprints import morgan_counts, tanimoto

Pooling = Literal["worse", "mean"]
Array = npt.NDArray[np.float64]

SHARPNESS = 1.5
"""Power of the structural similarity, [1]. Any value from 1 to 3 ranks the human ratings almost
alike (r on non-identical pairs 0.43 to 0.46)."""


def odorant_similarity(
    a: Sequence[str], b: Sequence[str], *, sharpness: float = SHARPNESS
) -> Array:
    """Similarity of all pairs of odorants, as used between mixtures.

    Parameters
    ----------
    a, b : sequence of str
        SMILES.
    sharpness : float
        Power of the Tanimoto similarity, > 0.

    Returns
    -------
    ndarray of shape (n_a, n_b)
        Between 0 and 1; 1 for equal graphs (stereoisomers are not told apart).

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If the sharpness is not positive.
    """
    if not sharpness > 0:
        raise InputError(f"sharpness must be > 0, got {sharpness}")
    if not len(a) or not len(b):
        return np.zeros((len(a), len(b)))
    power: Array = tanimoto(morgan_counts(a), morgan_counts(b)) ** sharpness
    return power


def covered(similarity: Array, needed: Array, available: Array) -> Array:
    """How far each wanted odorant is covered by the available ones.

    Parameters
    ----------
    similarity : ndarray of shape (n_wanted, n_available)
        Between 0 and 1.
    needed : ndarray of shape (n_wanted,)
        Odour activity that counts as full, > 0.
    available : ndarray of shape (n_available,)
        Odour activity at hand, not negative.

    Returns
    -------
    ndarray of shape (n_wanted,)
        ``max_j similarity_ij * min(1, available_j / needed_i)``, between 0 and 1; 0 when nothing
        is available.
    """
    if similarity.shape[1] == 0:
        return np.zeros(similarity.shape[0])
    reach = np.minimum(1.0, available[None, :] / needed[:, None])
    best: Array = (similarity * reach).max(axis=1)
    return best


def mixture_similarity(
    a: Sequence[str],
    b: Sequence[str],
    *,
    activity_a: Sequence[float] | None = None,
    activity_b: Sequence[float] | None = None,
    sharpness: float = SHARPNESS,
    pooling: Pooling = "worse",
) -> float:
    """Similarity of two odorant mixtures.

    Parameters
    ----------
    a, b : sequence of str
        SMILES of the odorants of each mixture.
    activity_a, activity_b : sequence of float, optional
        Odour activity of each odorant (dose over threshold, capped by the caller), not negative;
        1 for each by default. Both mixtures must use one scale. Odorants with 0 do not count.
    sharpness : float
        Power of the Tanimoto similarity.
    pooling : {"worse", "mean"}
        How the two directions are joined.

    Returns
    -------
    float
        Between 0 and 1; 1 for equal mixtures. It orders mixtures; it is not a probability.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If a mixture holds no active odorant or an activity is negative.

    Examples
    --------
    >>> mixture_similarity(["CCCCCC=O", "CC(=O)C(C)=O"], ["CC(=O)C(C)=O", "CCCCCC=O"])
    1.0
    """
    activities_a = _activities("first", a, activity_a)
    activities_b = _activities("second", b, activity_b)
    similarity = odorant_similarity(a, b, sharpness=sharpness)
    return pooled(similarity, activities_a, activities_b, pooling=pooling)


def pooled(
    similarity: Array, activity_a: Array, activity_b: Array, *, pooling: Pooling = "worse"
) -> float:
    """Join both directed coverages of two mixtures whose odorant similarities are known.

    Parameters
    ----------
    similarity : ndarray of shape (n_a, n_b)
    activity_a : ndarray of shape (n_a,)
    activity_b : ndarray of shape (n_b,)
    pooling : {"worse", "mean"}

    Returns
    -------
    float
        Between 0 and 1.
    """
    in_a, in_b = activity_a > 0, activity_b > 0
    table = similarity[np.ix_(in_a, in_b)]
    one, other = activity_a[in_a], activity_b[in_b]
    there = float(np.average(covered(table, one, other), weights=one))
    back = float(np.average(covered(table.T, other, one), weights=other))
    return min(there, back) if pooling == "worse" else (there + back) / 2


def _activities(which: str, smiles: Sequence[str], activity: Sequence[float] | None) -> Array:
    values = np.ones(len(smiles)) if activity is None else np.asarray(activity, dtype=np.float64)
    if values.shape != (len(smiles),):
        raise InputError(
            f"the {which} mixture has {len(smiles)} odorants but {values.size} activities"
        )
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise InputError(f"activities must be finite and >= 0, got {values.tolist()}")
    if not values.any():
        raise InputError(f"the {which} mixture holds no active odorant; nothing can be compared")
    return values
