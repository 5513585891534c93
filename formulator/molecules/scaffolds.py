"""Scaffolds: what is left of a molecule when its side chains are cut off.

A predictor that has seen a molecule's scaffold in training is judged too kindly; splitting by
scaffold shows what it knows about new ones. Bemis GW, Murcko MA 1996, J Med Chem 39:2887,
doi 10.1021/jm9602928.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rdkit.Chem.Scaffolds import MurckoScaffold

from formulator.molecules.parse import canonical_smiles, parse_many


def scaffold_groups(smiles: Sequence[str]) -> npt.NDArray[np.intp]:
    """Group molecules by their Bemis-Murcko scaffold, stereo ignored.

    Parameters
    ----------
    smiles : sequence of str

    Returns
    -------
    ndarray of shape (n_molecules,)
        Equal numbers for equal scaffolds; all molecules without a ring form one group, the
        stricter of the two customs.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.

    Examples
    --------
    >>> scaffold_groups(["CCO", "CCCC", "Cc1ccccc1", "Oc1ccccc1"]).tolist()
    [0, 0, 1, 1]
    """
    parse_many(smiles)
    flat = [canonical_smiles(text, stereo=False) for text in smiles]
    scaffolds = [
        str(MurckoScaffold.MurckoScaffoldSmiles(mol=mol))  # type: ignore[no-untyped-call]  # RDKit has no types here
        for mol in parse_many(flat)
    ]
    numbers = {scaffold: i for i, scaffold in enumerate(sorted(set(scaffolds)))}
    return np.array([numbers[s] for s in scaffolds], dtype=np.intp)
