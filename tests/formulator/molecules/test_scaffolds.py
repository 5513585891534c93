from __future__ import annotations

import pytest

from formulator.errors import TableError
from formulator.molecules.scaffolds import scaffold_groups


def test_side_chains_and_stereo_do_not_matter() -> None:
    pyranoses = ["OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O", "OCC1OC(O)C(O)C(O)C1O", "CC1CCCCO1"]
    assert len(set(scaffold_groups(pyranoses))) == 1


def test_rings_part_and_chains_stay_together() -> None:
    groups = scaffold_groups(["c1ccccc1", "C1CCCCC1", "CCO", "NCC(=O)O"])
    assert len(set(groups)) == 3
    assert groups[2] == groups[3]


def test_bad_rows_are_listed() -> None:
    with pytest.raises(TableError, match="row 2"):
        scaffold_groups(["C", "C1"])
