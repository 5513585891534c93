from __future__ import annotations

import json
from pathlib import Path

import pytest

from formulator.cli.main import main
from formulator.report import formula_csv
from tests.formulator.report.formulas import known


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "soy_yogurt.csv"
    file.write_text(formula_csv(known("soy_yogurt")), encoding="utf-8")
    return file


def test_json_for_programs(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(path), "--target", "yogurt", "--jurisdiction", "eu", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["jurisdiction"] == "EU"
    assert data["allergens"]["present"][0]["allergen"] == "soy"


def test_words_for_people_and_a_workbook(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "bench.xlsx"
    arguments = ["report", str(path), "--target", "yogurt_whole", "--batch", "5"]
    assert main([*arguments, "--workbook", str(book)]) == 0
    text = capsys.readouterr().out
    for part in (
        "Total Fat",
        "Contains: soybeans.",
        "PDCAAS",
        "5000 g to weigh",
        "Dose the culture",
    ):
        assert part in text
    assert book.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        (["--target", "yoghurt"], "unknown target"),
        (["--target", "yogurt", "--step", "0"], "more than 0 g"),
        (["--target", "yogurt", "--jurisdiction", "Mars"], "US, EU or Codex"),
    ],
)
def test_bad_input_is_exit_2(
    path: Path, rest: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(path), *rest]) == 2
    assert message in capsys.readouterr().err
