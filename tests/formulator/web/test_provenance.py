"""Rows of the Data page, and the import of own tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import ingredients
from formulator.web import provenance
from formulator.web.auth import OWNER, AccessError, Viewer
from ingredients import DataError
from ingredients.importers import forget, own
from ingredients.userdata import VARIABLE


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def test_odorants_carry_role_threshold_and_evidence() -> None:
    rows = provenance.odorant_rows("pea_protein_isolate")
    hexanal = next(r for r in rows if r["odorant"].lower() == "hexanal")
    assert hexanal["threshold in water"] != "–"
    assert all(r["evidence"] and r["source"] for r in rows)
    assert provenance.odorant_rows("salt") == []


def test_coverage_and_checks_are_listed() -> None:
    catalogue = ingredients.load()
    assert {"macro", "amino acids"} <= {r["block"] for r in provenance.coverage_rows(catalogue)}
    checks = provenance.check_rows(catalogue)
    assert len(checks) >= 10
    assert {r["result"] for r in checks} == {"holds"}


def test_an_own_table_is_stored_whole_or_not_at_all(own_folder: Path) -> None:
    header = own.template().splitlines()[0]
    columns = header.split(",")
    row = dict.fromkeys(columns, "")
    row |= {"name": "Tigernut paste", "category": "nut_seed", "use_max": "20"}
    row |= {"evidence": "measured"}
    with pytest.raises(DataError):
        bad = ",".join((row | {"use_max": "a lot"})[c] for c in columns)
        provenance.import_own(OWNER, "own.csv", f"{header}\n{bad}\n".encode())
    assert "tigernut_paste" not in ingredients.load()
    good = ",".join(row[c] for c in columns)
    said = provenance.import_own(OWNER, "own.csv", f"{header}\n{good}\n".encode())
    assert said.startswith("1 foods")


def test_tasters_import_nothing() -> None:
    with pytest.raises(AccessError):
        provenance.import_own(Viewer("eve", "product"), "own.csv", b"")
