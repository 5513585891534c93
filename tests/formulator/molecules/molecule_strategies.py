"""Molecules for property tests: real food molecules of many kinds."""

from __future__ import annotations

from hypothesis import strategies as st

FOOD_MOLECULES = (
    "O",
    "CCO",
    "CC(=O)O",
    "CC=O",
    "CCCCCC=O",
    "CC(=O)C(C)=O",
    "CCCCCC(O)C=C",
    "CCCCCC1CCCC(=O)O1",
    "CSSSC",
    "COc1cc(C=O)ccc1O",
    "NCC(=O)O",
    "NCCCC[C@H](N)C(=O)O",
    "OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O",
    "OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@H]1O",
    "CCCCCCCC/C=C\\CCCCCCCC(=O)O",
    "CCCCCCCC/C=C/CCCCCCCC(=O)O",
    "CCCCC/C=C\\C/C=C\\CCCCCCCC(=O)O",
    "[Na+].[Cl-]",
    "[Ca+2]",
    "Cn1cnc2c1c(=O)n(C)c(=O)n2C",
)

lists_of_molecules = st.lists(st.sampled_from(FOOD_MOLECULES), min_size=1, max_size=12)
