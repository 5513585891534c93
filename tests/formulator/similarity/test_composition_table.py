from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formulator.errors import InputError, TableError
from formulator.profiles import AXES
from formulator.similarity import CompositionTable, read_composition

COLUMN = {a.key: j for j, a in enumerate(AXES)}


def read(folder: Path, text: str, *, encoding: str = "utf-8") -> CompositionTable:
    path = folder / "foods.csv"
    path.write_bytes(text.encode(encoding))
    return read_composition(path)


def test_cells_land_on_their_axes_and_missing_ones_stay_missing(tmp_path: Path) -> None:
    table = read(tmp_path, "key,name,fat,protein,colour\nx,Food X,3.5,,red\ny,,NA,0,-\n")
    assert table.keys == ("x", "y")
    assert table.names == ("Food X", "y")
    assert table.values[0, COLUMN["fat"]] == 3.5
    assert table.values[1, COLUMN["protein"]] == 0
    assert np.isnan(table.values[:, COLUMN["water"]]).all()
    assert np.isnan(table.values[0, COLUMN["protein"]])
    assert table.ignored == ("colour",)


def test_byte_order_mark_blank_lines_and_short_rows_are_fine(tmp_path: Path) -> None:
    table = read(tmp_path, "key,name,fat\n\nx,Food X\n", encoding="utf-8-sig")
    assert np.isnan(table.values).all()


def test_categories_are_kept(tmp_path: Path) -> None:
    assert read(tmp_path, "key,category,fat\nx,egg,1\n").categories == ("egg",)


def test_every_bad_row_is_reported_at_once(tmp_path: Path) -> None:
    text = "key,fat,calcium\na,abc,1\n,1,1\na,1,1\nb,-1,1\nc,101000,inf\nd,1,2,3\n"
    with pytest.raises(TableError) as raised:
        read(tmp_path, text)
    said = "\n".join(raised.value.problems)
    for words in (
        "line 2, column fat: 'abc' is no number",
        "line 3: the key is empty",
        "line 4: the key 'a' stands on line 2 already",
        "line 5, column fat: -1 is not within",
        "line 6, column fat: 101000",
        "line 6, column calcium: inf",
        "line 7: 4 cells, the header has 3",
    ):
        assert words in said


@pytest.mark.parametrize("text", ["", "key,fat\n", "\n\n"], ids=["empty", "header", "blank"])
def test_an_empty_file_is_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="needs a header and at least one row"):
        read(tmp_path, text)


def test_a_header_without_axes_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nearest known: .*protein"):
        read(tmp_path, "key,protien\nx,1\n")


def test_a_missing_key_column_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="needs the column 'key'"):
        read(tmp_path, "food,protein\nx,1\n")


def test_wrong_encoding_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="must be UTF-8 text, byte"):
        read(tmp_path, "key,name,fat\nx,Käse,1\n", encoding="latin-1")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_composition(tmp_path / "none.csv")


def test_a_broken_quote_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no comma-separated table"):
        read(tmp_path, 'key,name,fat\nx,"a"b,1\n')
