from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from ingredients import tables
from ingredients.errors import DataError, UnknownKeyError
from ingredients.importers import FORMATS, import_file, own
from ingredients.records import Evidence, Kind
from tests.ingredients.importers import excerpts


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_fdc_adds_values_and_reference_foods(tmp_path: Path) -> None:
    report = import_file("fdc", excerpts.fdc(tmp_path / "in"), folder=tmp_path / "user")
    assert (report.n_foods, report.n_values, report.n_skipped) == (1, 3, 1)
    food = rows(report.folder / "foods.csv")[0]
    assert food["kind"] == "reference", "nobody has looked at an imported row"
    values = {r["key"]: r for r in rows(report.folder / "composition.csv")}
    assert values["milk_whole"]["protein"] == "3.2m", "a known id adds to the shipped food"
    assert values[food["key"]] == {"key": food["key"], "protein": "3.4m", "calcium": "120c"}


def test_imported_values_never_beat_shipped_ones(tmp_path: Path) -> None:
    import_file("fdc", excerpts.fdc(tmp_path / "in"), folder=tmp_path / "user")
    catalogue = tables.read(tables.DATA, tmp_path / "user")
    shipped = tables.load_shipped()
    key = "fdc_import_marama_beans_raw"
    assert catalogue.food(key).kind is Kind.REFERENCE
    assert catalogue.value(key, "protein") is not None
    assert catalogue.value("milk_whole", "protein") == shipped.value("milk_whole", "protein")
    assert len(catalogue) == len(shipped) + 1


def test_sr_ascii_reads_the_official_layout(tmp_path: Path) -> None:
    report = import_file("sr-ascii", excerpts.sr_ascii(tmp_path / "in"), folder=tmp_path / "user")
    value = rows(report.folder / "composition.csv")[0]
    assert value["protein"] == "20.1m"
    assert value["fa_18_2_n6"] == "5.5c", "18:2 not told apart stands in for the n-6 isomer"


def test_foodb_converts_units_and_keeps_presence_apart(tmp_path: Path) -> None:
    report = import_file("foodb", excerpts.foodb(tmp_path / "in"), folder=tmp_path / "user")
    present = {(r["food"], r["molecule"]) for r in rows(report.folder / "food_presences.csv")}
    assert {("pineapple_raw", "hexanal"), ("pineapple_raw", "vanillin")} <= present
    amounts = rows(report.folder / "amounts.csv")
    assert {r["molecule"] for r in amounts} == {"hexanal"}, "no amount is reported for vanillin"
    assert {(r["low"], r["unit"], r["reference"]) for r in amounts} == {
        ("1.25", "mg/100 g", "Paper A")
    }
    assert "NC" in report.licence
    manifest = tomllib.loads((report.folder / "manifest.toml").read_text(encoding="utf-8"))
    assert manifest["licence"] == report.licence


def test_flavordb_drops_the_block_only_where_it_is_whole(tmp_path: Path) -> None:
    report = import_file("flavordb", excerpts.flavordb(tmp_path / "in"), folder=tmp_path / "user")
    found: dict[str, set[str]] = {}
    for r in rows(report.folder / "food_presences.csv"):
        found.setdefault(r["food"], set()).add(r["molecule"])
    assert found["pineapple_raw"] == {"furaneol"}
    assert len(found["cabbage"]) == 95 // 3 + 1, "a part of the block is kept"


def test_flavordb_keeps_everything_when_the_files_show_no_block(tmp_path: Path) -> None:
    folder = excerpts.flavordb(tmp_path / "in", n_foods=3)
    report = import_file("flavordb", folder, folder=tmp_path / "user")
    present = {r["molecule"] for r in rows(report.folder / "food_presences.csv")}
    assert len(present) == 96


def test_lotus_keeps_odorants_of_our_plants(tmp_path: Path) -> None:
    path = excerpts.lotus(tmp_path / "220101_frozen_metadata.csv.gz")
    report = import_file("lotus", path, folder=tmp_path / "user")
    present = rows(report.folder / "food_presences.csv")
    assert {r["molecule"] for r in present} == {"hexanal"}
    assert "pineapple_raw" in {r["food"] for r in present}
    assert report.n_skipped == 2


def test_duke_keeps_ppm_and_the_part(tmp_path: Path) -> None:
    path = excerpts.duke(tmp_path / "Duke-Source-CSV.zip")
    report = import_file("duke", path, folder=tmp_path / "user")
    amounts = rows(report.folder / "amounts.csv")
    assert {(r["molecule"], r["low"], r["high"], r["unit"]) for r in amounts} == {
        ("ethyl_butyrate", "1", "12", "ppm")
    }
    molecules = {r["molecule"] for r in rows(report.folder / "food_presences.csv")}
    assert molecules == {"ethyl_butyrate"}, "the leaf of pineapple is not what we eat"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_own_ingredients_join_the_catalogue(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"mine.{suffix}"
    if suffix == "csv":
        excerpts.own(path)
    else:
        excerpts.xlsx(path, [excerpts.OWN_HEADER, excerpts.OWN_ROW])
    import_file("own", path, folder=tmp_path / "user")
    catalogue = tables.read(tables.DATA, tmp_path / "user")
    food = catalogue.food("own_marama_bean_flour")
    assert food.kind is Kind.INGREDIENT
    assert food.usage is not None and food.usage.maximum == 10
    value = catalogue.value(food.key, "protein")
    assert value is not None
    assert (value.value, value.evidence) == (34.0, Evidence.SPECIFICATION)


def test_template_can_be_filled_and_imported(tmp_path: Path) -> None:
    header = next(csv.reader([own.template()]))
    row = dict.fromkeys(header, "")
    row |= {"name": "Test gum", "category": "hydrocolloid", "use_max": "0.5", "evidence": "label"}
    row |= {"water [g]": "10", "fibre [g]": "80"}
    path = excerpts.write_csv(tmp_path / "mine.csv", [header, [row[h] for h in header]])
    report = import_file("own", path, folder=tmp_path / "user")
    assert (report.n_foods, report.n_values) == (1, 2)


BAD_OWN_ROWS: dict[str, tuple[dict[int, object], str]] = {
    "no name": ({0: ""}, "name is empty"),
    "animal": ({0: "Cow milk powder"}, "names an animal food"),
    "formula": ({0: '=HYPERLINK("http://x")'}, "spreadsheet formula"),
    "category": ({1: "magic"}, "category must be one of"),
    "usage order": ({2: 9, 3: 5}, "use_min <= use_typical"),
    "negative": ({8: -3}, "not negative"),
    "not a number": ({8: "much"}, "not a number"),
    "infinite": ({8: "inf"}, "finite"),
    "mass balance": ({7: 60}, "must be 100"),
    "saturated": ({12: 60}, "saturated_fat exceeds fat"),
    "allergen": ({5: "nutz"}, "unknown \\['nutz'\\]"),
    "evidence": ({6: "gut feeling"}, "evidence must be one of"),
}


@pytest.mark.parametrize("case", BAD_OWN_ROWS)
def test_each_rule_of_own_rows_is_told(tmp_path: Path, case: str) -> None:
    changes, words = BAD_OWN_ROWS[case]
    row = [changes.get(i, v) for i, v in enumerate(excerpts.OWN_ROW)]
    path = excerpts.own(tmp_path / "mine.csv", row)
    with pytest.raises(DataError, match=words) as caught:
        import_file("own", path, folder=tmp_path / "user")
    assert "row 2" in str(caught.value)


def test_all_bad_rows_are_named_and_nothing_is_stored(tmp_path: Path) -> None:
    bad = [[*excerpts.OWN_ROW[:8], "x", *excerpts.OWN_ROW[9:]] for _ in range(3)]
    path = excerpts.own(tmp_path / "mine.csv", excerpts.OWN_ROW, *bad)
    with pytest.raises(DataError, match="3 of 4 rows are bad") as caught:
        import_file("own", path, folder=tmp_path / "user")
    assert [p.split(":")[0] for p in caught.value.problems] == ["row 3", "row 4", "row 5"]
    assert list((tmp_path / "user").iterdir()) == []


def test_skip_bad_stores_the_good_rows_and_still_reports(tmp_path: Path) -> None:
    bad = ["", *excerpts.OWN_ROW[1:]]
    path = excerpts.own(tmp_path / "mine.csv", excerpts.OWN_ROW, bad)
    report = import_file("own", path, folder=tmp_path / "user", skip_bad=True)
    assert report.n_foods == 1
    assert report.problems == ("row 3: name is empty",)


def test_a_failed_import_leaves_the_earlier_one(tmp_path: Path) -> None:
    user = tmp_path / "user"
    import_file("own", excerpts.own(tmp_path / "good.csv"), folder=user)
    before = {p.name: p.read_bytes() for p in (user / "own").iterdir()}
    with pytest.raises(DataError):
        import_file(
            "own", excerpts.own(tmp_path / "bad.csv", ["", *excerpts.OWN_ROW[1:]]), folder=user
        )
    assert {p.name: p.read_bytes() for p in (user / "own").iterdir()} == before
    assert [p.name for p in user.iterdir()] == ["own"]


def test_progress_is_told(tmp_path: Path) -> None:
    lines = [[*excerpts.OWN_ROW] for _ in range(5_000)]
    for i, row in enumerate(lines):
        row[0] = f"Bean flour {i}"
    told: list[tuple[int, str]] = []
    import_file(
        "own",
        excerpts.own(tmp_path / "mine.csv", *lines),
        folder=tmp_path / "user",
        progress=lambda n, what: told.append((n, what)),
    )
    assert told == [(5_000, "mine.csv")]


def test_bad_values_in_public_files_are_named(tmp_path: Path) -> None:
    cases: dict[str, Callable[[], Path]] = {
        "fdc": lambda: excerpts.fdc(tmp_path / "fdc", amount="lots"),
        "sr-ascii": lambda: excerpts.sr_ascii(tmp_path / "sr", value="n/a"),
        "foodb": lambda: excerpts.foodb(tmp_path / "foodb", content="-1"),
        "duke": lambda: excerpts.duke(tmp_path / "duke.zip", amount="many"),
        "lotus": lambda: excerpts.lotus(tmp_path / "lotus.csv.gz", smiles="not a SMILES!"),
    }
    for name, make in cases.items():
        with pytest.raises(DataError, match="row") as caught:
            import_file(name, make(), folder=tmp_path / "user")
        assert caught.value.problems, name


def test_unknown_format_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownKeyError, match="foodb"):
        import_file("fooddb", tmp_path)


def test_missing_files_and_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        import_file("fdc", tmp_path / "nowhere", folder=tmp_path / "user")
    excerpts.write_csv(tmp_path / "in" / "food.csv", [["fdc_id"], [1]])
    with pytest.raises(DataError, match="data_type"):
        import_file("fdc", tmp_path / "in", folder=tmp_path / "user")
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="empty"):
        import_file("own", tmp_path / "empty.csv", folder=tmp_path / "user")


def test_formats_of_the_command_line_are_those_of_the_package() -> None:
    from ingredients.__main__ import FORMATS as offered

    assert tuple(sorted(FORMATS)) == offered


BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data"
SHARED = Path(os.environ.get("FORMULATOR_SHARED_DATA", BESIDE))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "folder", "n_rows"),
    [("sr-ascii", "usda_sr28", 687_834), ("fdc", "usda_fdc_foundation_2024_10", 14_614)],
)
def test_whole_official_files_are_read(tmp_path: Path, name: str, folder: str, n_rows: int) -> None:
    if not (SHARED / folder).exists():
        pytest.skip("the official files are not beside this checkout")
    report = import_file(name, SHARED / folder, folder=tmp_path / "user")
    assert report.n_rows == n_rows
    assert report.problems == ()
    catalogue = tables.read(tables.DATA, tmp_path / "user")
    shipped = tables.load_shipped()
    assert catalogue.of_kind(Kind.INGREDIENT) == shipped.of_kind(Kind.INGREDIENT)
    assert len(catalogue) > len(shipped)
