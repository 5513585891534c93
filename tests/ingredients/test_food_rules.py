from __future__ import annotations

import csv
import hashlib
import os
import tomllib
from pathlib import Path

import pytest

import ingredients
from ingredients import food_rules
from ingredients.build.food_science import FOLDER, build

SHARED = Path(
    os.environ.get("FORMULATOR_SHARED_DATA", Path(__file__).parents[2] / "../shared/data")
)


def test_tables_have_rows_and_sources() -> None:
    assert len(food_rules.windows()) >= 80
    assert len(food_rules.legal_limits()) >= 100
    rows = (*food_rules.windows(), *food_rules.coefficients(), *food_rules.proteins().values())
    assert all(r.confidence in {"H", "M", "L"} for r in rows)
    assert all(r.source for r in (*food_rules.windows(), *food_rules.fat_melting()))


def test_windows_are_ordered_and_belong_to_known_categories() -> None:
    categories = food_rules.categories()
    for w in food_rules.windows():
        assert w.category in categories
        ends = [x for x in (w.low, w.aim, w.high) if x is not None]
        assert ends == sorted(ends), w
        assert w.use in {"rule", "advice", "bench"}


def test_categories_point_at_windows_that_exist() -> None:
    held = {w.category for w in food_rules.windows()}
    for category in food_rules.categories().values():
        assert category.windows_of in held | {""}


def test_coefficients_speak_of_ingredients_of_the_catalogue() -> None:
    catalogue = ingredients.load()
    materials = {e.material for e in food_rules.equivalents()}
    for row in food_rules.coefficients():
        assert row.material in catalogue or row.material in materials, row
        assert row.value > 0


def test_legal_rows() -> None:
    kinds = {"limit", "gmp", "blocked", "only there", "limit not held"}
    for row in food_rules.legal_limits():
        assert row.kind in kinds
        assert (row.percent is not None) == (row.kind == "limit")
        assert row.regulation
    edta = [r for r in food_rules.legal_limits() if r.material == "calcium_disodium_edta"]
    assert {r.percent for r in edta} == {0.0075, 0.01}  # 75 and 100 ppm


def test_manifest_tells_rows_and_hash_of_every_table() -> None:
    manifest = tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))
    listed = {t["file"]: t for t in manifest["tables"]}
    assert set(listed) == {p.name for p in FOLDER.glob("*.csv")}
    for name, table in listed.items():
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == table["sha256"], name
        assert len(list(csv.DictReader(data.decode().splitlines()))) == table["rows"], name


@pytest.mark.skipif(not (SHARED / "curated").exists(), reason="the source tables are not here")
def test_legal_table_is_what_the_script_builds(tmp_path: Path) -> None:
    build(SHARED / "curated", tmp_path)
    built = (tmp_path / "legal_limits.csv").read_bytes()
    assert built == (FOLDER / "legal_limits.csv").read_bytes()
