from __future__ import annotations

import csv
import importlib
import os
from pathlib import Path

import pytest

from ingredients.errors import DataError
from ingredients.records import Evidence
from ingredients.sweetness import SOURCE, SweetMolecule, sweetness
from ingredients.tables import DATA

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data"
ORIGINAL = (
    Path(os.environ.get("FORMULATOR_SHARED_DATA", BESIDE))
    / "sweetenersdb"
    / "SweetenersDB_v2.0.csv"
)


def test_table_is_complete_and_sorted() -> None:
    rows = sweetness()
    names = [r.name for r in rows]
    assert len(rows) == 316
    assert names == sorted(set(names))
    assert all(-1 < r.log_sweetness < 6 and r.smiles for r in rows)


def test_sum_of_the_column_is_that_of_the_source() -> None:
    if not ORIGINAL.exists():
        pytest.skip("the source file is not beside this checkout")
    with ORIGINAL.open(encoding="utf-8", newline="") as lines:
        source = {row["Name"].strip(): row for row in csv.DictReader(lines)}
    ours = {r.name: r for r in sweetness()}
    assert set(ours) == set(source)
    for name, row in source.items():
        assert ours[name].log_sweetness == pytest.approx(float(row["logSw"]), rel=1e-5)
        assert ours[name].smiles == row["Smiles"].strip()


def test_provenance_and_notice() -> None:
    assert {(r.source, r.evidence) for r in sweetness()} == {("sweetenersdb", Evidence.MEASURED)}
    notices = [p.read_text(encoding="utf-8") for p in (DATA / SOURCE).glob("LICENSE*")]
    assert any("Copyright (c) 2019 ChEmoSim Lab" in text for text in notices)


def test_known_sugars() -> None:
    by_name: dict[str, SweetMolecule] = {r.name: r for r in sweetness()}
    assert by_name["lactose"].log_sweetness < by_name["glycerol"].log_sweetness + 0.5
    assert by_name["lactose"].log_sweetness < 0


def test_bad_rows_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "sweetenersdb"
    folder.mkdir()
    text = "name,log_sweetness,smiles\nA,1,\nB,high,CCO\nC,1,CCO\n"
    (folder / "sweetness.csv").write_text(text, encoding="utf-8")
    # The package may re-export the function under the module's name: ask for the module itself.
    monkeypatch.setattr(importlib.import_module("ingredients.sweetness"), "DATA", tmp_path)
    with pytest.raises(DataError, match="'A'") as caught:
        sweetness.__wrapped__()
    assert len(caught.value.problems) == 2
