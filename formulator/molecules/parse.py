"""Read SMILES: limits before parsing, clear errors, all bad rows reported together.

A SMILES may come from a user's file, so its size is bounded before any chemistry is done, and
RDKit's own log lines never reach the terminal: what it has to say stands in our error instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rdkit import Chem, rdBase
from rdkit.Chem import rdMolDescriptors

from formulator.errors import InputError, TableError

MAX_CHARACTERS = 500
"""Longest SMILES accepted; vitamin B12 needs about 250."""
MAX_HEAVY_ATOMS = 150
"""Most non-hydrogen atoms accepted; cyanocobalamin has 93."""
MAX_FRAGMENTS = 10
"""Most disconnected parts (ions, waters of crystallisation) accepted."""

Mol = Chem.Mol

_ALLOWED = re.compile(r"[A-Za-z0-9@+\-\[\]()=#$:/\\%.~]+")
"""Characters of OpenSMILES without the wildcard ``*``: a molecule here has known atoms only."""
_N_SHOWN = 60
"""Characters of a bad SMILES that an error repeats."""


def parse_smiles(smiles: str) -> Mol:
    """Parse one SMILES into a sanitised molecule.

    Parameters
    ----------
    smiles : str
        At most 500 characters, 150 heavy atoms and 10 fragments.

    Returns
    -------
    rdkit.Chem.Mol
        A fresh copy; the caller may change it.

    Raises
    ------
    InputError
        Saying what is wrong with the text or with the chemistry.

    Examples
    --------
    >>> parse_smiles("CC=O").GetNumAtoms()
    3
    """
    mol, problem = _read(smiles) if isinstance(smiles, str) else (None, _not_text(smiles))
    if mol is None:
        raise InputError(f"a SMILES must be readable as a molecule: {problem}")
    return Chem.Mol(mol)


def parse_many(smiles: Sequence[str]) -> list[Mol]:
    """Parse several SMILES; every bad one is reported at once.

    Parameters
    ----------
    smiles : sequence of str

    Returns
    -------
    list of rdkit.Chem.Mol
        Shared read-only objects, in the order given.

    Raises
    ------
    TableError
        Listing the row (from 1) and the problem of every SMILES that cannot be read.
    """
    if isinstance(smiles, str):
        raise InputError(f"several SMILES must come as a list, got one text {_shown(smiles)}")
    mols: list[Mol] = []
    problems: list[str] = []
    for row, text in enumerate(smiles, start=1):
        mol, problem = _read(text) if isinstance(text, str) else (None, _not_text(text))
        if mol is None:
            problems.append(f"row {row}: {problem}")
        else:
            mols.append(mol)
    if problems:
        raise TableError("every SMILES must be readable as a molecule; correct these:", problems)
    return mols


def canonical_smiles(smiles: str, *, stereo: bool = True) -> str:
    """Write a molecule in RDKit's canonical form, the same for every spelling of it.

    Parameters
    ----------
    smiles : str
    stereo : bool
        False drops stereo marks.

    Raises
    ------
    InputError
        If the SMILES cannot be read.

    Examples
    --------
    >>> canonical_smiles("OCC") == canonical_smiles("C(O)C")
    True
    """
    return str(Chem.MolToSmiles(parse_smiles(smiles), isomericSmiles=stereo))


def molecular_formula(smiles: str) -> str:
    """Write the molecular formula in Hill order.

    Examples
    --------
    >>> molecular_formula("CCCCCC=O")
    'C6H12O'
    """
    return str(rdMolDescriptors.CalcMolFormula(parse_smiles(smiles)))


def inchikey_block(smiles: str) -> str:
    """Return the first block (14 letters) of the InChIKey: identity without stereo.

    Raises
    ------
    InputError
        If the SMILES cannot be read, or if no InChI exists for it.

    Examples
    --------
    >>> inchikey_block("O")
    'XLYOFNOQVPJJNP'
    """
    mol = parse_smiles(smiles)
    with rdBase.BlockLogs():
        key = str(Chem.MolToInchiKey(mol))  # type: ignore[no-untyped-call]  # RDKit has no types here
    if not key:
        raise InputError(f"no InChI can be written for {_shown(smiles)}")
    return key.partition("-")[0]


@lru_cache(maxsize=8192)
def _read(smiles: str) -> tuple[Mol | None, str]:
    """Return the molecule, or None and what is wrong."""
    text = smiles.strip()
    problem = _text_problem(text)
    if problem:
        return None, problem
    with rdBase.BlockLogs():
        raw = Chem.MolFromSmiles(text, sanitize=False)
        problem = (
            f"{_shown(text)} is not a SMILES" if raw is None else _chemistry_problem(raw, text)
        )
        if problem:
            return None, problem
        mol = Chem.MolFromSmiles(text)
    return (mol, "") if mol is not None else (None, f"{_shown(text)} is not a molecule")


def _text_problem(text: str) -> str:
    if not text:
        return "the SMILES is empty"
    if len(text) > MAX_CHARACTERS:
        return f"{_shown(text)} has {len(text)} characters, at most {MAX_CHARACTERS} are read"
    if not _ALLOWED.fullmatch(text):
        return f"{_shown(text)} holds characters that no SMILES of one molecule has"
    if text.count(".") >= MAX_FRAGMENTS:
        n_fragments = text.count(".") + 1
        return f"{_shown(text)} has {n_fragments} fragments, at most {MAX_FRAGMENTS} are read"
    return ""


def _chemistry_problem(raw: Mol, text: str) -> str:
    n_heavy = raw.GetNumHeavyAtoms()
    if n_heavy > MAX_HEAVY_ATOMS:
        return f"{_shown(text)} has {n_heavy} heavy atoms, at most {MAX_HEAVY_ATOMS} are read"
    if raw.GetNumAtoms() == 0 or any(a.GetAtomicNum() == 0 for a in raw.GetAtoms()):
        return f"{_shown(text)} holds no complete molecule"
    found = [p.Message() for p in Chem.DetectChemistryProblems(raw)]
    return f"{_shown(text)}: {'; '.join(found)}" if found else ""


def _shown(text: str) -> str:
    return repr(text if len(text) <= _N_SHOWN else f"{text[:_N_SHOWN]}...")


def _not_text(value: object) -> str:
    return f"expected text, got {type(value).__name__} {value!r}"
