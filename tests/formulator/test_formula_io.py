from __future__ import annotations

from pathlib import Path

import pytest

import ingredients
from formulator.errors import InputError, TableError
from formulator.formula_io import read_formula_csv, read_percents_csv

GOOD = "key,percent\nwater,95\nsucrose,5\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "formula.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        "key;percent\nwater;95,0\nsucrose;5,0\n",
        "key\tpercent\nwater\t95\nsucrose\t5",
        "\n Percent , KEY ,note\n95, water ,\n\n5,sucrose,sweet\n",
    ],
    ids=["plain", "windows", "bom", "semicolon", "tab", "spaces and other columns"],
)
def test_reads_what_spreadsheets_write(tmp_path: Path, text: str) -> None:
    assert read_percents_csv(written(tmp_path, text)) == {"water": 95.0, "sucrose": 5.0}


def test_a_formula_is_named_after_its_file_and_normalised(tmp_path: Path) -> None:
    path = written(tmp_path, "key,percent\nwater,95.04\nsucrose,5\n")
    formula = read_formula_csv(path, ingredients.load())
    assert formula.name == "formula"
    assert sum(f for _, f in formula.parts) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("key,percent\n", "has no ingredient"),
        ("name,amount\nwater,100\n", "needs the columns key,percent"),
        (b"key,percent\nw\xe4sser,100\n", "not UTF-8"),
        (b"\xff\xfek\x00e\x00y\x00", "not UTF-8"),
        (b"PK\x03\x04" + b"\x00" * 2_000_000, "bytes"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_percents_csv(written(tmp_path, text))


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*absent\.csv"):
        read_percents_csv(tmp_path / "absent.csv")


def test_every_bad_row_is_reported_at_once(tmp_path: Path) -> None:
    text = "key,percent\nwater,ninety\nsucrose,\n,3\nsalt,nan\nguar,1\nguar,2\ncanola_oil,inf\n"
    with pytest.raises(TableError) as caught:
        read_percents_csv(written(tmp_path, text))
    message = str(caught.value)
    for part in ("line 2", "line 3", "line 4", "line 5", "line 7", "line 8", "stands twice"):
        assert part in message


def test_wrong_sums_negatives_and_unknown_keys_are_left_to_the_judge(tmp_path: Path) -> None:
    text = "key,percent\nwater,90\nsucros,-1\n"
    assert read_percents_csv(written(tmp_path, text)) == {"water": 90.0, "sucros": -1.0}
    with pytest.raises(TableError) as caught:
        read_formula_csv(written(tmp_path, text), ingredients.load())
    message = str(caught.value)
    for part in ("'sucros': -1 % is negative", "nearest known: sucrose", "sum to 89"):
        assert part in message


def test_targets_are_no_ingredients(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="unknown ingredient 'milk_whole'"):
        read_formula_csv(written(tmp_path, "key,percent\nmilk_whole,100\n"), ingredients.load())


def test_percent_signs_and_decimal_commas_are_read(tmp_path: Path) -> None:
    text = "key;percent\n\nwater;98,5%\nsalt;1,5\n;\n"
    assert read_percents_csv(written(tmp_path, text)) == {"water": 98.5, "salt": 1.5}


def test_a_decimal_comma_in_a_comma_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comma.csv"
    path.write_text("key,percent\nwater,89,5\nsucrose,10,5\n", "utf-8")
    with pytest.raises(TableError, match=r"line 2: 3 cells, the header has 2; a decimal comma"):
        read_percents_csv(path)


def test_endless_cells_are_shown_cut(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"key,percent\nwater,{'9' * 400_000}\n{'k' * 200_000},x\n", "utf-8")
    with pytest.raises(TableError, match="no finite number") as raised:
        read_percents_csv(path)
    assert len(str(raised.value)) < 500
