"""Cells of tables as spreadsheets and statistics programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulator.errors import InputError, TableError
from formulator.learning import read_mixture_csv, read_ratings_csv
from formulator.learning.cells import read_cells
from formulator.learning.tables import Rating

PLAIN = {"a": {"x": 1.5, "y": 2.0}}


def write(folder: Path, text: str) -> Path:
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "formula;x;y\r\na;1,5;2\r\n",
        "formula;x;y\r\na;1.5;2,0\r\n",
        "\ufeffsep=;\r\nformula;x;y\r\na;1,5;2,00\r\n",
        '"formula";"x";"y"\r\n"a";"1,5";"2"\r\n',
        "formula,x,y,,\r\na,1.5,2,,\r\n,,,,\r\n",
        "formula,x,y\r\na,1.5,2,,,\r\n",
        "formula\tx\ty\r\na\t1.5\t2\r\n",
    ],
)
def test_exports_are_read_alike(tmp_path: Path, text: str) -> None:
    assert read_mixture_csv(write(tmp_path, text)) == PLAIN


@pytest.mark.parametrize("text", ['formula,x\na,"1,5"\n', "formula\tx\na\t1,500\n"])
def test_a_comma_that_may_part_thousands_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(TableError, match="is not a number"):
        read_mixture_csv(write(tmp_path, text))


def test_commas_inside_quoted_names_do_not_part(tmp_path: Path) -> None:
    path = write(tmp_path, '"formula";"oat, rolled, fine"\na;2,5\n')
    assert read_mixture_csv(path) == {"a": {"oat, rolled, fine": 2.5}}


def test_a_column_of_row_numbers_is_no_ingredient(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="column 1"):
        read_mixture_csv(write(tmp_path, ",formula,x\n0,a,1\n1,b,2\n"))


def test_row_numbers_do_no_harm_beside_ratings(tmp_path: Path) -> None:
    found = read_ratings_csv(write(tmp_path, ",formula,taster,score\n0,a,t,5\n"))
    assert found == (Rating("a", "t", 5.0),)


def test_lines_count_the_line_that_names_the_delimiter(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"t\.csv line 3: x = 'z' is not a number"):
        read_mixture_csv(write(tmp_path, "sep=;\nformula;x\na;z\n"))


def test_a_delimiter_line_alone_is_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is empty; it needs a header line with formula"):
        read_cells(write(tmp_path, "sep=;\n"), needs=("formula",))


def test_one_row_for_each_part(tmp_path: Path) -> None:
    text = "Formula,Ingredient,Percent\na,x,1.5\nb,y,3\na,y,2\n"
    assert read_mixture_csv(write(tmp_path, text)) == {**PLAIN, "b": {"y": 3.0}}


def test_every_bad_part_is_reported(tmp_path: Path) -> None:
    text = "formula,percent,key\na,1,x\na,2,x\na,z,y\n,1,x\nb,-1,x\nb,1,\n"
    with pytest.raises(TableError) as error:
        read_mixture_csv(write(tmp_path, text))
    assert [p.partition(": ")[2] for p in error.value.problems] == [
        "x stands twice in formula 'a'",
        "y = 'z' is not a number",
        "a part needs formula, percent, key",
        "x = -1 is negative",
        "a part needs formula, percent, key",
    ]
