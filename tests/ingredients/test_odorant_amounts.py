from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import ingredients
from ingredients.errors import DataError
from ingredients.odorant_amounts import odorant_amounts
from ingredients.records import Evidence


def test_rows_name_known_foods_and_molecules_and_are_marked_as_unverified() -> None:
    rows = odorant_amounts()
    catalogue = ingredients.load()
    known = {m.key for m in ingredients.molecules()}
    assert len(rows) == 13
    assert len({(r.food, r.molecule) for r in rows}) == 13
    for row in rows:
        assert row.food in catalogue
        assert row.molecule in known
        assert row.evidence is Evidence.GENERAL_KNOWLEDGE or row.reference


def test_bad_rows_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odorant_amounts").mkdir()
    head = "food,molecule,low,high,unit,evidence,reference,note\n"
    rows = "pea,hexanal,5,1,ug/kg,measured,x,\npea,nonanal,1,2,mg/kg,measured,x,\n"
    (tmp_path / "odorant_amounts" / "amounts.csv").write_text(head + rows, encoding="utf-8")
    module = importlib.import_module("ingredients.odorant_amounts")
    monkeypatch.setattr(module, "DATA", tmp_path)
    with pytest.raises(DataError, match="hexanal in pea: 5 to 1") as caught:
        odorant_amounts.__wrapped__()
    assert len(caught.value.problems) == 2
