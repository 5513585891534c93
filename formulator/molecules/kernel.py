"""One similarity of molecules, positive semidefinite by construction.

Recipe
------
``K = (1 - w) * MinMax(counts) + w * exp(-d2 / 2)`` with

- ``MinMax``: Tanimoto on Morgan counts of radius 2 that see stereo: shared substructure;
- ``d2``: mean over the descriptors of ``((x_i - x_j) / scale)^2``, each descriptor's scale as
  declared in ``descriptors.DESCRIPTORS``: alike in size, polarity and shape;
- ``w = 0.5``: neither part was fitted to an outcome.

Both parts are kernels (min-max: Ralaivola 2005; Gaussian: Bochner's theorem) and every entry
depends on its own pair only, so adding a molecule never changes the others' similarity. A sum of
kernels with weights that are not negative is a kernel, and ``1 - w + w = 1`` on the diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.spatial.distance import cdist

from formulator.errors import InputError
from formulator.molecules.descriptors import DESCRIPTORS, descriptor_matrix
from formulator.molecules.fingerprints import morgan_counts, tanimoto

WEIGHT_OF_DESCRIPTORS = 0.5
"""Share of the Gaussian part, [1]."""


def similarity_kernel(
    smiles: Sequence[str],
    others: Sequence[str] | None = None,
    *,
    weight_of_descriptors: float = WEIGHT_OF_DESCRIPTORS,
) -> npt.NDArray[np.float64]:
    """Similarity of all pairs of molecules.

    Parameters
    ----------
    smiles : sequence of str
    others : sequence of str, optional
        Molecules of the columns; ``smiles`` by default.
    weight_of_descriptors : float
        Share ``w`` of the recipe, between 0 and 1.

    Returns
    -------
    ndarray of shape (n_molecules, n_others)
        Between 0 and 1. Without ``others`` it is symmetric and positive semidefinite (to rounding,
        about 1e-12 per molecule) with ones on the diagonal.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If the weight lies outside 0 to 1.
    """
    if not 0 <= weight_of_descriptors <= 1:
        raise InputError(f"weight_of_descriptors must be 0 to 1, got {weight_of_descriptors}")
    right = smiles if others is None else others
    if not len(smiles) or not len(right):
        return np.zeros((len(smiles), len(right)))
    shared = tanimoto(morgan_counts(smiles, stereo=True), morgan_counts(right, stereo=True))
    apart = cdist(_scaled(smiles), _scaled(right), "sqeuclidean")
    kernel = (1 - weight_of_descriptors) * shared + weight_of_descriptors * np.exp(-apart / 2)
    if others is None:
        kernel = (kernel + kernel.T) / 2
        np.fill_diagonal(kernel, 1.0)
    return kernel


def _scaled(smiles: Sequence[str]) -> npt.NDArray[np.float64]:
    """Descriptors in units of their scale, divided by sqrt(n) so that squares average."""
    scales = np.array([d.scale for d in DESCRIPTORS])
    return np.asarray(descriptor_matrix(smiles) / scales / np.sqrt(len(DESCRIPTORS)))
