"""Rows that people type or upload: read whole, or every fault is named at once."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ingredients
from formulator.errors import InputError, TableError
from formulator.report.workbook import Table, workbook
from formulator.web import own_formula
from formulator.web.own_formula import make_formula, read_parts, table_rows, upload_rows

CATALOGUE = ingredients.load()
CSV = b"ingredient,percent\nwater,90\npea_protein_isolate,3.5\nsucrose,6.5\n"


def parts(data: bytes, name: str = "formula.csv") -> dict[str, float]:
    return read_parts(upload_rows(name, data), CATALOGUE)


WANTED = {"water": 90.0, "pea_protein_isolate": 3.5, "sucrose": 6.5}


@pytest.mark.parametrize(
    "data",
    [
        CSV,
        b"\xef\xbb\xbf" + CSV,
        b"\n\nKey;Grams\nwater;90,0\npea_protein_isolate;3,5\nsucrose;6,5\n",
        b"name\t%\twhy\nwater\t90\tbase\npea_protein_isolate\t3.5 %\t\nsucrose\t6.5\t\n\n",
    ],
    ids=["plain", "byte-order mark", "semicolons and commas", "tabs and percent signs"],
)
def test_tables_of_many_kinds_are_one_formula(data: bytes) -> None:
    assert parts(data) == WANTED


@pytest.mark.parametrize(
    ("head", "unit"),
    [("ingredient,percent", "percent"), ("\n\nName;Grams", "grams"), ("key\tg", "grams"),
     ("key\tg/100 g", "percent"), ("key,amount", "")],
)  # fmt: skip
def test_the_first_line_says_the_unit(head: str, unit: str) -> None:
    separator = next(s for s in ";\t," if s in head)
    data = f"{head}\nwater{separator}90\n".encode()
    assert own_formula.upload_unit("formula.csv", data) == unit


def test_a_workbook_is_read_like_a_text_table() -> None:
    rows = (("water", 90), ("pea_protein_isolate", 3.5), ("sucrose", 6.5), (None, None))
    data = workbook([Table("Formula", ("ingredient", "percent"), rows)])
    assert parts(data, "formula.XLSX") == WANTED


def test_an_ingredient_may_be_called_by_its_name() -> None:
    food = CATALOGUE.food("sucrose")
    data = f"ingredient,percent\nWATER,90\n{food.name},10\n".encode()
    assert parts(data) == {"water": 90.0, "sucrose": 10.0}


def test_all_bad_rows_are_named_at_once() -> None:
    data = (
        b"ingredient,percent\nwater,much\nsugarr,5\n,3\nsucrose,-2\nwater,90\nwater,1\n"
        b"pea_protein_isolate,=1+1\ninulin,inf\n"
    )
    with pytest.raises(TableError) as caught:
        parts(data)
    told = caught.value.problems
    assert [p.split(":")[0] for p in told] == [
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 7",
        "line 8",
        "line 9",
    ]
    assert "nearest" in told[1]
    assert "no ingredient beside" in told[2]
    assert "negative" in told[3]
    assert "stands twice" in told[4]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("f.csv", b"", "empty"),
        ("f.csv", b"a,b\n1,2\n", "first line must name"),
        ("f.csv", "größe,%\n".encode("latin-1"), "not UTF-8"),
        ("f.csv", b"key,percent\nwater\0,1\n", "NUL"),
        ("f.csv", b"key,percent\n" + b"x" * 1_000_001, "at most 1,000,000 bytes"),
        ("f.csv", b"," * 400_000, "at most 2000 rows of 100 columns"),
        ("f.csv", b"key,percent\n" + b"a,1\n" * 3_000, "at most 2000 rows"),
        ("f.csv", b"key,percent\n" + b'"' + b"x" * 300_000, "no table that can be read"),
        ("../../f.exe", b"", "not from .exe"),
        ("f.xlsx", b"no zip", "zip archive"),
    ],
)
def test_files_that_are_no_table_are_refused_in_words(name: str, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        upload_rows(name, data)


def test_a_workbook_that_unpacks_large_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InputError, match="unpacks to more than"):
        upload_rows("bomb.xlsx", out.getvalue())


def test_empty_rows_of_the_table_are_no_parts() -> None:
    rows = table_rows(
        [
            {"ingredient": None, "amount": None},
            {"ingredient": "sucrose", "amount": float("nan")},
            {"ingredient": None, "amount": float("nan")},
        ]
    )
    assert rows == [("row 2", "sucrose", None)]
    with pytest.raises(TableError, match="an empty cell is no amount"):
        read_parts(rows, CATALOGUE)


def test_percents_must_sum_to_a_hundred_and_grams_need_not() -> None:
    with pytest.raises(InputError, match=r"sum to 95, not 100"):
        make_formula({"water": 90, "sucrose": 5})
    assert make_formula({"water": 90, "sucrose": 5}, unit="grams").fraction(
        "sucrose"
    ) == pytest.approx(5 / 95)
    filled = make_formula({"water": 80, "sucrose": 5}, fill_with_water=True)
    assert filled.percents() == pytest.approx({"water": 95, "sucrose": 5})
    with pytest.raises(InputError, match="sum to 105"):
        make_formula({"water": 100, "sucrose": 5}, fill_with_water=True)
    with pytest.raises(InputError, match="at least one part"):
        make_formula({})


def test_too_many_parts_are_refused() -> None:
    rows = [(f"row {i}", "sucrose", 1.0) for i in range(own_formula.MAX_PARTS + 1)]
    with pytest.raises(InputError, match="at most 60 parts"):
        read_parts(rows, CATALOGUE)


def test_every_label_leads_back_to_its_ingredient() -> None:
    labels = own_formula.ingredient_labels(CATALOGUE)
    assert len(set(labels.values())) == len(labels)
    sample = list(labels)[::37]
    read = read_parts([(label, label, 1.0) for label in sample], CATALOGUE)
    assert list(read) == [labels[label] for label in sample]


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(["water", "sucrose", "inulin"]), st.floats(0.01, 50)))
def test_a_formula_comes_back_from_the_table_as_it_was(amounts: dict[str, float]) -> None:
    if not amounts:
        return
    formula = make_formula(amounts, unit="grams")
    rows = own_formula.editor_rows(formula, CATALOGUE)
    again = make_formula(read_parts(table_rows(rows), CATALOGUE))
    assert again.percents() == pytest.approx(formula.percents(), abs=1e-5)
