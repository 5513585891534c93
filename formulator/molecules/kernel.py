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


def exchange_covariance(
    smiles: Sequence[str], variance: npt.NDArray[np.float64], *, sharpness: float = 4.0
) -> npt.NDArray[np.float64]:
    """Covariance of mass moving between like molecules: such a shift becomes cheap.

    The Laplacian ``sum_{i<j} w_ij (e_i - e_j)(e_i - e_j)'`` with
    ``w_ij = K_ij^sharpness sqrt(v_i v_j)``: every pair may trade mass, the likelier the more alike
    and the more variable both are. It leaves the total untouched and is positive semidefinite for
    any weights that are not negative. Add it to a covariance before inverting.

    ``S^(1/2) K S^(1/2)`` will not do in its place: likeness then means that two amounts rise and
    fall *together*, and its inverse makes trading one for the other dear instead of cheap.

    Parameters
    ----------
    smiles : sequence of str
        One per axis; empty for an axis that is no molecule (ash, starch, a sum), which trades with
        none.
    variance : ndarray of shape (n_axes,)
        Of each axis, in one squared unit of mass, not negative.
    sharpness : float
        Power of the kernel, > 0: how much faster exchangeability falls than likeness.

    Returns
    -------
    ndarray of shape (n_axes, n_axes)
        Rows and columns sum to 0.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If there is not one variance for each axis, one is negative, or the sharpness is not > 0.
    """
    spread = np.asarray(variance, dtype=np.float64)
    if spread.shape != (len(smiles),) or not (spread >= 0).all():
        raise InputError(f"each of {len(smiles)} axes needs one variance >= 0, got {spread}")
    if not sharpness > 0:
        raise InputError(f"sharpness must be > 0, got {sharpness}")
    root = np.sqrt(spread)
    weights = np.zeros((len(smiles), len(smiles)))
    places = [i for i, text in enumerate(smiles) if text]
    weights[np.ix_(places, places)] = similarity_kernel([smiles[i] for i in places]) ** sharpness
    weights *= root[:, None] * root[None, :]
    np.fill_diagonal(weights, 0.0)
    return np.diag(weights.sum(axis=1)) - weights
