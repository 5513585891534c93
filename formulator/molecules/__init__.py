"""Molecules: parsing, descriptors, fingerprints, similarity kernel, predictors."""

from formulator.molecules.descriptors import DESCRIPTORS, Descriptor, descriptor_matrix
from formulator.molecules.draw import draw_svg
from formulator.molecules.fingerprints import morgan_bits, morgan_counts, tanimoto
from formulator.molecules.kernel import similarity_kernel
from formulator.molecules.parse import (
    canonical_smiles,
    inchikey_block,
    molecular_formula,
    parse_many,
    parse_smiles,
)

__all__ = [
    "DESCRIPTORS",
    "Descriptor",
    "canonical_smiles",
    "descriptor_matrix",
    "draw_svg",
    "inchikey_block",
    "molecular_formula",
    "morgan_bits",
    "morgan_counts",
    "parse_many",
    "parse_smiles",
    "similarity_kernel",
    "tanimoto",
]
