"""Morgan fingerprints as arrays, and their Tanimoto similarity.

Morgan (circular) fingerprints count the neighbourhoods of atoms: Rogers D, Hahn M 2010,
J Chem Inf Model 50:742, doi 10.1021/ci100050t.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from rdkit.Chem import rdFingerprintGenerator
from scipy.spatial.distance import cdist

from formulator.errors import InputError
from formulator.molecules.parse import parse_many


def morgan_counts(
    smiles: Sequence[str], *, radius: int = 2, n_bits: int = 2048, stereo: bool = False
) -> npt.NDArray[np.float64]:
    """Count the circular neighbourhoods of every molecule.

    Parameters
    ----------
    smiles : sequence of str
    radius : int
        Bonds from the central atom to the rim of a neighbourhood.
    n_bits : int
        Length of the folded vector; two neighbourhoods may share a place.
    stereo : bool
        True tells stereoisomers apart (glucose and galactose, oleic and elaidic acid).

    Returns
    -------
    ndarray of shape (n_molecules, n_bits)
        Counts, as floats for arithmetic.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.

    Examples
    --------
    >>> int(morgan_counts(["CCO"]).sum())
    6
    """
    return _vectors(smiles, radius, n_bits, stereo, "GetCountFingerprintAsNumPy")


def morgan_bits(
    smiles: Sequence[str], *, radius: int = 2, n_bits: int = 2048, stereo: bool = False
) -> npt.NDArray[np.float64]:
    """Mark the circular neighbourhoods that every molecule has.

    Parameters and errors as in :func:`morgan_counts`.

    Returns
    -------
    ndarray of shape (n_molecules, n_bits)
        0 or 1.
    """
    return _vectors(smiles, radius, n_bits, stereo, "GetFingerprintAsNumPy")


def tanimoto(
    a: npt.NDArray[np.float64], b: npt.NDArray[np.float64] | None = None
) -> npt.NDArray[np.float64]:
    """Tanimoto similarity, ``sum min(a, b) / sum max(a, b)``, of all pairs of rows.

    On bits this is the usual shared / total; on counts it is the min-max kernel, positive
    semidefinite and with unit diagonal (Ralaivola L et al. 2005, Neural Networks 18:1093,
    doi 10.1016/j.neunet.2005.07.009). Two empty rows count as equal.

    Parameters
    ----------
    a : ndarray of shape (n, n_bits)
        Counts or bits, not negative.
    b : ndarray of shape (m, n_bits), optional
        ``a`` by default.

    Returns
    -------
    ndarray of shape (n, m)
        Between 0 and 1.

    Raises
    ------
    InputError
        If widths differ or a count is negative.
    """
    left = np.atleast_2d(np.asarray(a, dtype=np.float64))
    right = left if b is None else np.atleast_2d(np.asarray(b, dtype=np.float64))
    if left.shape[1] != right.shape[1]:
        raise InputError(
            f"fingerprints must have one width, got {left.shape[1]} and {right.shape[1]}"
        )
    if (left < 0).any() or (right < 0).any():
        raise InputError("fingerprint counts must not be negative")
    shared = _shared(left, right)
    union = left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - shared
    result: npt.NDArray[np.float64] = np.ones_like(shared)
    np.divide(shared, union, out=result, where=union > 0)
    return result


def _shared(
    left: npt.NDArray[np.float64], right: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """``sum min(a, b)`` of all pairs of rows."""
    both = left.any(axis=0) & right.any(axis=0)
    left, right = left[:, both], right[:, both]
    if not _are_counts(left) or not _are_counts(right):
        apart = cdist(left, right, "cityblock")
        return np.asarray((left.sum(axis=1)[:, None] + right.sum(axis=1)[None, :] - apart) / 2)
    # min(a, b) counts the levels that both reach: one matrix product instead of a loop over pairs.
    # Single precision holds the sums exactly, they stay far below 2^24.
    top = np.minimum(left.max(axis=0, initial=0), right.max(axis=0, initial=0)).astype(np.intp)
    places = np.repeat(np.arange(len(top)), top)
    levels = np.concatenate([np.arange(1, n + 1) for n in top]) if len(top) else np.zeros(0)
    reached = [(side[:, places] >= levels).astype(np.float32) for side in (left, right)]
    return np.asarray(reached[0] @ reached[1].T, dtype=np.float64)


def _are_counts(table: npt.NDArray[np.float64]) -> bool:
    return bool((table == np.floor(table)).all())


def _vectors(
    smiles: Sequence[str], radius: int, n_bits: int, stereo: bool, method: str
) -> npt.NDArray[np.float64]:
    if radius < 0 or n_bits < 1:
        raise InputError(f"radius must be >= 0 and n_bits >= 1, got {radius} and {n_bits}")
    mols = parse_many(smiles)
    write = getattr(_generator(radius, n_bits, stereo), method)
    rows = np.empty((len(mols), n_bits), dtype=np.float64)
    for i, mol in enumerate(mols):
        rows[i] = write(mol)
    return rows


@lru_cache(maxsize=16)
def _generator(radius: int, n_bits: int, stereo: bool) -> Any:
    return rdFingerprintGenerator.GetMorganGenerator(
        radius=radius, fpSize=n_bits, includeChirality=stereo, countSimulation=False
    )
