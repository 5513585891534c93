"""A tasting by command: open, score from paper, close, print the results."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from formulator.cli.main import BAD_INPUT, OK, main
from formulator.store import open_store
from tests.formulator.store.candidates import proposal

EVIL = "=HYPERLINK(1)"


def test_a_slip_of_the_finger_seats_no_town(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    store = open_store()
    kept = proposal()
    store.add_iteration(store.create_project("Milk").id, kept.brief.to_dict(), kept.to_dict())
    store.close()
    assert main(["round", "open", "Milk", "--tasters", "100000"]) == BAD_INPUT
    assert "at most 1000 tasters, got 100000" in capsys.readouterr().err


def test_a_round_runs_by_command_and_its_csv_stays_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'formulator.db'}")
    store = open_store()
    kept = proposal()
    store.add_iteration(store.create_project("Milk").id, kept.brief.to_dict(), kept.to_dict())
    store.close()
    assert main(["round", "open", "Milk", "--tasters", "2", "--json"]) == OK
    opened = json.loads(capsys.readouterr().out)
    sheet = tmp_path / "scores.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["taster", "code", "overall", "comment"])
        writer.writerows(
            [t["taster"], code, 5, EVIL] for t in opened["tasters"] for code in t["order"]
        )
    assert main(["round", "score", "Milk", str(sheet)]) == OK
    assert main(["round", "results", "Milk"]) == BAD_INPUT
    assert "sealed" in capsys.readouterr().err
    assert main(["round", "close", "Milk"]) == OK
    capsys.readouterr()
    assert main(["round", "results", "Milk"]) == OK
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert len(rows) == 12
    assert {r["comment"] for r in rows} == {f"'{EVIL}"}
    assert {r["overall"] for r in rows} == {"5"}
