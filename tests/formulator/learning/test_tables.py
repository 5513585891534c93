"""Reading mixture studies: every bad row at once, with its place."""

import pytest

from formulator.errors import InputError, TableError
from formulator.learning.tables import Rating, read_mixture_csv, read_ratings_csv


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_amounts_are_read_as_written(tmp_path):
    path = write(tmp_path / "f.csv", "\ufeffFormula,oat,sugar\n a ,90,10\n\nb,8.5e1,15\n")
    assert read_mixture_csv(path) == {
        "a": {"oat": 90.0, "sugar": 10.0},
        "b": {"oat": 85.0, "sugar": 15.0},
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_usual_delimiters_are_understood(tmp_path, delimiter):
    path = write(tmp_path / "f.csv", "formula,x,y\na,1,2\n".replace(",", delimiter))
    assert read_mixture_csv(path) == {"a": {"x": 1.0, "y": 2.0}}


def test_every_bad_amount_is_reported_with_its_line(tmp_path):
    path = write(tmp_path / "f.csv", "formula,x,y\na,1,-2\nb,lots,\na,1,1\nc,1\n,1,1\nd,inf,nan\n")
    with pytest.raises(TableError) as error:
        read_mixture_csv(path)
    assert len(error.value.problems) == 8
    text = str(error.value)
    for part in (
        "line 2: y = -2 is negative",
        "line 3: x = 'lots' is not a number",
        "line 3: y is missing; write 0",
        "line 4: the formula 'a' stands there twice",
        "line 5: 2 cells, the header has 3",
        "line 6: the formula has no name",
        "line 7: x = 'inf' is not a number",
        "line 7: y = 'nan' is not a number",
    ):
        assert part in text


def test_ratings_are_read_with_position_and_attribute(tmp_path):
    path = write(
        tmp_path / "r.csv",
        "formula,taster,score,position,attribute,note\n"
        "a,t1,7,1,overall,x\na,t2,,2,overall,\nb,t1,NA,,,\nb,t2,6.5,,taste,\n",
    )
    assert read_ratings_csv(path) == (
        Rating("a", "t1", 7.0, 1, "overall"),
        Rating("b", "t2", 6.5, None, "taste"),
    )


def test_every_bad_rating_is_reported_with_its_line(tmp_path):
    path = write(
        tmp_path / "r.csv",
        "formula,taster,score,position\nz,t1,5,1\na,,12,0\na,t1,good,1.5\n,t1,5,1\na,t1\n",
    )
    with pytest.raises(TableError) as error:
        read_ratings_csv(path, formulas={"a": 1}, scale=(1, 9))
    text = str(error.value)
    for part in (
        "line 2: unknown formula 'z'",
        "line 3: the taster is missing",
        "line 3: score 12 is outside the scale 1 to 9",
        "line 3: position '0' is not a whole number",
        "line 4: score 'good' is not a number",
        "line 4: position '1.5'",
        "line 5: the formula is missing",
        "line 6: 2 cells, the header has 4",
    ):
        assert part in text


@pytest.mark.parametrize("read", [read_mixture_csv, read_ratings_csv])
@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is empty"),
        (b" \n \n", "is empty"),
        ("formula,taster,score,x\na,t,5,1\n".encode("utf-16"), "must be UTF-8"),
        ("formula,taster,score,x\nd\xe4,t,5,1\n".encode("latin-1"), "line 2 is not; save it"),
        ("formula,taster,score,x\n우유,t,5,1\n".encode("cp949"), "must be UTF-8"),
        (b"formula,taster,score,x\n\x00,t,5,1\n", "zero bytes"),
        (b"product,taster,mark\na,t,5\n", "missing formula"),
        (b"formula,formula,taster,score\na,a,t,5\n", "columns of the same name"),
        (b"formula,taster,score,x\n", "below its header"),
        (b'formula,taster,score,x\n"a,t,5,1\n', "not a readable CSV"),
    ],
)
def test_unreadable_files_say_what_and_how(tmp_path, read, raw, message):
    path = tmp_path / "file.csv"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=message):
        read(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot read"):
        read_mixture_csv(tmp_path / "none.csv")


def test_formulas_need_a_component(tmp_path):
    with pytest.raises(InputError, match="at least one component column"):
        read_mixture_csv(write(tmp_path / "f.csv", "formula\na\n"))


KNOWN = {"A": {"oat": 9.0}, "B": {"oat": 8.0}}
WIDE = {
    Rating("A", "민지", 5.0),
    Rating("B", "민지", 7.0),
    Rating("B", "Zoë", 6.5),
}


@pytest.mark.parametrize(
    "text", ["taster,A,B\n민지,5,7\nZoë,NA,6.5\n", "Formula;민지;Zoë\nA;5;\nB;7;6,5\n"]
)
def test_wide_tables_of_scores(tmp_path, text):
    found = read_ratings_csv(write(tmp_path / "r.csv", text), formulas=KNOWN, scale=(1, 9))
    assert set(found) == WIDE
    assert len(found) == 3


def test_bad_scores_of_wide_tables_have_their_column(tmp_path):
    path = write(tmp_path / "r.csv", "taster,A,C\nt1,12,5\n,x,1\nt3,5\n")
    with pytest.raises(TableError) as error:
        read_ratings_csv(path, formulas=KNOWN, scale=(1, 9))
    text = str(error.value)
    for part in (
        "line 2, column 'A': score 12 is outside the scale 1 to 9",
        "line 2, column 'C': unknown formula 'C'",
        "line 3, column 'A': the taster is missing",
        "line 3, column 'A': score 'x' is not a number",
        "line 4: 2 cells, the header has 3",
    ):
        assert part in text


@pytest.mark.parametrize(
    "text", ["formula,oat\nA,9\nB,8\n", "formula,who\nA,Bob\n", "taster,C\nt1,5\n", "formula\nA\n"]
)
def test_what_is_no_table_of_scores_is_refused(tmp_path, text):
    """Among them the table of compositions itself: its amounts are not scores."""
    with pytest.raises(InputError, match="missing"):
        read_ratings_csv(write(tmp_path / "r.csv", text), formulas=KNOWN)


@pytest.mark.parametrize("mark", ["", "NA", "n/a", "#N/A", "NaN", "NULL", "-", "."])
def test_what_programs_write_for_a_missing_score(tmp_path, mark):
    path = write(tmp_path / "r.csv", f"formula,taster,score\nA,t1,{mark}\nB,t1,3\n")
    assert read_ratings_csv(path, formulas=KNOWN) == (Rating("B", "t1", 3.0),)


def test_an_unknown_formula_is_told_its_nearest_name(tmp_path):
    path = write(tmp_path / "r.csv", "formula,taster,score\na,t1,3\nzz,t1,3\n")
    with pytest.raises(TableError) as error:
        read_ratings_csv(path, formulas=KNOWN)
    assert "unknown formula 'a'; did you mean 'A'?" in str(error.value)
    assert str(error.value).endswith("unknown formula 'zz'")
