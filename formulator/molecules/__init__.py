"""Molecules: parsing, descriptors, fingerprints, similarity kernel, predictors.

The predictors (``predict``, ``sweetness``) are imported by their own names: they bring in
scikit-learn, which takes seconds to load and is not needed for anything else here.
"""

from formulator.molecules.descriptors import (
    DESCRIPTORS,
    Descriptor,
    autocorrelation_matrix,
    descriptor_matrix,
    surface_matrix,
)
from formulator.molecules.draw import draw_svg
from formulator.molecules.fingerprints import morgan_bits, morgan_counts, tanimoto
from formulator.molecules.kernel import exchange_covariance, similarity_kernel
from formulator.molecules.mixtures import (
    covered,
    mixture_similarity,
    odorant_similarity,
)
from formulator.molecules.parse import (
    canonical_smiles,
    inchikey_block,
    molecular_formula,
    parse_many,
    parse_smiles,
)
from formulator.molecules.scaffolds import scaffold_groups

__all__ = [
    "DESCRIPTORS",
    "Descriptor",
    "autocorrelation_matrix",
    "canonical_smiles",
    "covered",
    "descriptor_matrix",
    "draw_svg",
    "exchange_covariance",
    "inchikey_block",
    "mixture_similarity",
    "molecular_formula",
    "morgan_bits",
    "morgan_counts",
    "odorant_similarity",
    "parse_many",
    "parse_smiles",
    "scaffold_groups",
    "similarity_kernel",
    "surface_matrix",
    "tanimoto",
]
