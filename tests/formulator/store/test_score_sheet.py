"""Paper ballots go in whole or not at all, and come out for statistics programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from formulator.errors import TableError
from formulator.store import ConflictError, Receipt, Round, SqlStore
from formulator.store.score_sheet import enter_score_sheet, read_score_sheet, score_rows
from tests.formulator.store.test_tasting import start


def sheet(store: SqlStore, round_: Round) -> list[dict[str, str]]:
    return [
        {"taster": seat.taster, "code": code, "overall": str(1 + i % 9), "jar_sweetness": "-1"}
        for seat in store.seats(round_.id)
        for i, (_, code, _) in enumerate(store.ballot_servings(seat.id))
    ]


def test_a_sheet_is_stored_once(store: SqlStore) -> None:
    _, opened = start(store, duplicate="F2")
    rows = sheet(store, opened.round)
    assert set(enter_score_sheet(store, opened.round, rows)) == {Receipt.STORED}
    assert set(enter_score_sheet(store, opened.round, rows)) == {Receipt.SAME}
    with pytest.raises(ConflictError, match="sealed"):
        score_rows(store, opened.round)
    exported = score_rows(store, store.close_round(opened.round.id))
    assert len(exported) == len(rows) == 56
    first = exported[0]
    assert list(first)[:6] == ["Assessor", "Product", "Session", "Replica", "Sequence", "Code"]
    assert [r["Replica"] for r in exported].count(2) == 8
    assert first["jar_sweetness"] == -1


def test_one_bad_row_stores_nothing_and_all_are_named(store: SqlStore) -> None:
    _, opened = start(store)
    rows = sheet(store, opened.round)
    rows[0]["overall"] = "10"
    rows[1]["overall"] = "good"
    rows[2]["code"] = "999"
    rows[3]["directives"] = "tastier"
    rows[4]["jar_sweetness"] = "3"
    with pytest.raises(TableError, match="not stored") as caught:
        enter_score_sheet(store, opened.round, rows)
    text = str(caught.value)
    assert all(f"row {n}:" in text for n in (2, 3, 4, 5, 6))
    assert store.judgements(round_id=opened.round.id) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "columns taster, code, overall"),
        (b"taster,code,overall\n", "no row"),
        (b"taster,code\nT1,123\n", "missing: overall"),
        (b"taster,code,overall,colour\nT1,123,5,red\n", "unknown: colour"),
        (b"taster,code,overall\nT\xe9,123,5\n", "not UTF-8"),
    ],
    ids=["empty", "header only", "column missing", "column unknown", "latin-1"],
)
def test_unreadable_sheets_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "scores.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=message):
        read_score_sheet(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_usual_delimiters_are_understood(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "sheet.csv"
    text = 'taster,code,overall,directives\nT1,123,5,"less_sweet;thicker"\n'
    path.write_text(text.replace(",", delimiter), encoding="utf-8")
    (row,) = read_score_sheet(path)
    assert row == {"taster": "T1", "code": "123", "overall": "5",
                   "directives": "less_sweet;thicker"}  # fmt: skip


def test_another_answer_for_an_answered_cup_is_named_by_its_row(store: SqlStore) -> None:
    _, opened = start(store)
    rows = sheet(store, opened.round)
    enter_score_sheet(store, opened.round, rows[:3])
    other = {**rows[2], "overall": str(1 + int(rows[2]["overall"]) % 9)}
    place = rf"row 4 \(taster '{other['taster']}', cup '{other['code']}'\): .*answered already"
    with pytest.raises(ConflictError, match=place):
        enter_score_sheet(store, opened.round, [*rows[:2], other, *rows[3:]])
    twice = [rows[3], {**rows[3], "comment": "no"}]
    with pytest.raises(ConflictError, match=r"row 3 .* nothing of the sheet was stored"):
        enter_score_sheet(store, opened.round, twice)
    assert set(enter_score_sheet(store, opened.round, rows[3:])) == {Receipt.STORED}


def test_spaces_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("\ufefftaster, code,overall\n T1 ,123, 5\n", encoding="utf-8")
    assert read_score_sheet(path) == [{"taster": "T1", "code": "123", "overall": "5"}]
