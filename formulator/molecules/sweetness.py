"""Relative sweetness of molecules, measured where known, else predicted or "unknown".

The table holds sweet molecules only, so the model answers *how* sweet a molecule is *if* it is
sweet; it cannot tell sweet from bitter. Its tryptophan, for one, is 35 times as sweet as sugar
without saying which mirror image: the common L form is bitter (general knowledge). The model
refuses molecules unlike every measured one, which keeps most that are not sweet out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from formulator.molecules.predict import Prediction, StructureModel, fit_structure_model
from ingredients.sweetness import sweetness


def sweetness_table() -> tuple[tuple[str, ...], npt.NDArray[np.float64]]:
    """Measured molecules.

    Returns
    -------
    smiles : tuple of str
    log_sweetness : ndarray of shape (n_molecules,)
        log10 of sweetness relative to sucrose, weight for weight or as the source compiled it.
    """
    rows = sweetness()
    return tuple(r.smiles for r in rows), np.array([r.log_sweetness for r in rows])


@cache
def sweetness_model() -> StructureModel:
    """Return the model fitted to the shipped table; once per process, in about 1 s."""
    return fit_structure_model(*sweetness_table())


def relative_sweetness(smiles: Sequence[str]) -> tuple[Prediction, ...]:
    """Sweetness of molecules relative to sucrose.

    Parameters
    ----------
    smiles : sequence of str

    Returns
    -------
    tuple of Prediction
        Values and 90 % intervals in log10 units (0 = sucrose, 2 = a hundred times as sweet).
        ``value`` is None for molecules unlike every measured one.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    """
    return sweetness_model().predict(smiles)
