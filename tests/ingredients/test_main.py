from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from ingredients import tables
from ingredients.__main__ import main
from ingredients.citations import licence_table
from ingredients.importers import forget
from ingredients.userdata import VARIABLE, user_tables
from tests.ingredients.importers import excerpts


def test_check_prints_one_line_per_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) >= 16
    assert all(line.startswith("ok") for line in lines)


def test_list_counts_and_searches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--search", "oat flour", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert "oat_flour" in {f["key"] for f in found}
    assert main(["list", "--kind", "target"]) == 0
    assert "milk_whole" in capsys.readouterr().out


def test_cite_tells_value_precision_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "milk_whole", "protein"]) == 0
    out = capsys.readouterr().out
    assert "3.15 +- 0.029 g per 100 g (measured, n = 27)" in out
    assert "Release 28" in out
    assert main(["cite", "milk_whole"]) == 0
    assert "odorants (presence only)" in capsys.readouterr().out


def test_cite_of_a_missing_value_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "pea_protein_isolate", "lysine"]) == 0
    assert "does not report lysine" in capsys.readouterr().out


def test_unknown_key_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cite", "milk_hole"]) == 2
    assert "milk_whole" in capsys.readouterr().err


def test_coverage_counts_what_is_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage"]) == 0
    assert "unverified" in capsys.readouterr().out


def test_sources_state_every_licence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "--markdown"]) == 0
    table = capsys.readouterr().out.splitlines()
    assert table == licence_table()
    assert all(row.rstrip(" |").split("|")[-1].strip() for row in table[2:])
    assert main(["sources"]) == 0
    assert "usda_sr28 (trust 2)" in capsys.readouterr().out


def test_template_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.csv"
    assert main(["template", str(path)]) == 0
    with path.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert "protein [g]" in header
    assert main(["template", str(path)]) == 2
    assert "exists" in capsys.readouterr().err


@pytest.mark.slow
def test_import_prints_the_licence_and_joins_the_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "user"))
    assert user_tables() == tmp_path / "user"
    assert main(["import", "own", str(excerpts.own(tmp_path / "mine.csv"))]) == 0
    assert "not for redistribution" in capsys.readouterr().out
    assert "own_marama_bean_flour" in tables.load(), "seen without a restart"
    monkeypatch.delenv(VARIABLE)
    forget()
    assert "own_marama_bean_flour" not in tables.load()


def test_bad_import_is_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "user"))
    path = excerpts.own(tmp_path / "mine.csv", ["", *excerpts.OWN_ROW[1:]])
    assert main(["import", "own", str(path)]) == 2
    assert "row 2: name is empty" in capsys.readouterr().err
