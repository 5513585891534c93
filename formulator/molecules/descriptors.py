"""A short, cheap, documented list of physical descriptors of molecules.

Only these are ever computed: the full RDKit list of 217 runs at some 180 molecules a second, the
list below at some 2,000. Rows are kept per process by their SMILES, so asking again is free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rdkit.Chem import rdMolDescriptors
from rdkit.Chem.rdmolops import GetFormalCharge

from formulator.errors import InputError
from formulator.molecules.parse import Mol, parse_many


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One number computed from a molecule's graph."""

    key: str
    name: str
    unit: str
    """Unit of the value; ``1`` for counts and dimensionless numbers."""
    scale: float
    """Difference that makes two molecules clearly unlike, in the same unit; used by the kernel."""
    compute: Callable[[Mol], float]


def _log_p(mol: Mol) -> float:
    return float(rdMolDescriptors.CalcCrippenDescriptors(mol)[0])


def _molar_refractivity(mol: Mol) -> float:
    return float(rdMolDescriptors.CalcCrippenDescriptors(mol)[1])


DESCRIPTORS: tuple[Descriptor, ...] = (
    Descriptor("mol_weight", "molecular weight", "g/mol", 100.0, rdMolDescriptors._CalcMolWt),
    Descriptor("log_p", "Wildman-Crippen octanol-water log P", "1", 2.0, _log_p),
    Descriptor("molar_refractivity", "Wildman-Crippen", "cm3/mol", 25.0, _molar_refractivity),
    Descriptor("tpsa", "topological polar surface", "A2", 40.0, rdMolDescriptors.CalcTPSA),
    Descriptor("surface", "Labute surface", "A2", 40.0, rdMolDescriptors.CalcLabuteASA),
    Descriptor("n_donors", "hydrogen-bond donors", "1", 2.0, rdMolDescriptors.CalcNumHBD),
    Descriptor("n_acceptors", "hydrogen-bond acceptors", "1", 2.0, rdMolDescriptors.CalcNumHBA),
    Descriptor("n_rotatable", "rotatable bonds", "1", 4.0, rdMolDescriptors.CalcNumRotatableBonds),
    Descriptor("n_rings", "rings", "1", 1.0, rdMolDescriptors.CalcNumRings),
    Descriptor("n_aromatic", "aromatic rings", "1", 1.0, rdMolDescriptors.CalcNumAromaticRings),
    Descriptor("fraction_sp3", "sp3 share of carbons", "1", 0.3, rdMolDescriptors.CalcFractionCSP3),
    Descriptor("charge", "formal charge", "e", 1.0, GetFormalCharge),
    Descriptor("n_heteroatoms", "heteroatoms", "1", 3.0, rdMolDescriptors.CalcNumHeteroatoms),
)
"""Scales are round numbers of the order of one chemical step (one more ring, one log unit of
solubility ...); they are conventions of ours, not fitted to any outcome."""

N_SURFACE, N_AUTOCORRELATIONS = 36, 192
"""Widths of the two blocks for predictors."""

_BY_KEY = {d.key: d for d in DESCRIPTORS}


def descriptor_matrix(
    smiles: Sequence[str], keys: Sequence[str] | None = None
) -> npt.NDArray[np.float64]:
    """Compute descriptors of molecules.

    Parameters
    ----------
    smiles : sequence of str
    keys : sequence of str, optional
        Keys of ``DESCRIPTORS``; all of them, in their order, by default.

    Returns
    -------
    ndarray of shape (n_molecules, n_keys)
        Finite numbers, in each descriptor's unit.

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    InputError
        If a key is unknown.

    Examples
    --------
    >>> descriptor_matrix(["CC=O", "c1ccccc1"], ["n_rings"]).ravel().tolist()
    [0.0, 1.0]
    """
    wanted = tuple(_BY_KEY) if keys is None else tuple(keys)
    unknown = [k for k in wanted if k not in _BY_KEY]
    if unknown:
        raise InputError(f"unknown descriptors {unknown}; known: {', '.join(_BY_KEY)}")
    parse_many(smiles)
    columns = [list(_BY_KEY).index(k) for k in wanted]
    rows = np.array([_row(text) for text in smiles], dtype=np.float64)
    return rows.reshape(len(smiles), len(_BY_KEY))[:, columns]


@lru_cache(maxsize=8192)
def _row(smiles: str) -> tuple[float, ...]:
    mol = parse_many([smiles])[0]
    return tuple(float(d.compute(mol)) for d in DESCRIPTORS)


def surface_matrix(smiles: Sequence[str]) -> npt.NDArray[np.float64]:
    """Share of the surface at each charge, refractivity and lipophilicity.

    The VSA descriptors of Labute P 2000, J Mol Graph Model 18:464,
    doi 10.1016/S1093-3263(00)00068-1: 14 ranges of Gasteiger charge, 10 of molar refractivity,
    12 of log P, [A2]. About 5,000 molecules a second.

    Returns
    -------
    ndarray of shape (n_molecules, 36)

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    """
    return _finite([_surface(mol) for mol in parse_many(smiles)], N_SURFACE)


def autocorrelation_matrix(smiles: Sequence[str]) -> npt.NDArray[np.float64]:
    """How atoms' properties vary together along 1 to 8 bonds.

    192 topological autocorrelations (Broto-Moreau, Moran, Geary) of mass, van der Waals volume,
    electronegativity, polarisability, ionisation and state; Todeschini R, Consonni V 2009,
    Molecular Descriptors for Chemoinformatics, doi 10.1002/9783527628766. Distances without any
    pair of atoms count as 0. About 10,000 molecules a second.

    Returns
    -------
    ndarray of shape (n_molecules, 192)

    Raises
    ------
    TableError
        Listing every SMILES that cannot be read.
    """
    rows = [list(rdMolDescriptors.CalcAUTOCORR2D(mol)) for mol in parse_many(smiles)]
    return _finite(rows, N_AUTOCORRELATIONS)


def _surface(mol: Mol) -> list[float]:
    parts = (rdMolDescriptors.PEOE_VSA_, rdMolDescriptors.SMR_VSA_, rdMolDescriptors.SlogP_VSA_)
    return [float(value) for part in parts for value in part(mol)]


def _finite(rows: list[list[float]], width: int) -> npt.NDArray[np.float64]:
    table = np.array(rows, dtype=np.float64).reshape(len(rows), width)
    return np.nan_to_num(table, nan=0.0, posinf=0.0, neginf=0.0)
