"""The scripts that made the shipped tables make them again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingredients.build import (
    aroma,
    ciqual,
    flavonoids,
    foundation,
    functional,
    japan,
    keytable,
    licences,
    properties,
    sr28,
    targets,
    thresholds,
    usage,
    usda_sr28,
    writing,
)
from ingredients.build.allergens import allergens, cross_reactions
from ingredients.build.botany import botanical_name
from ingredients.build.classify import category_of, form_of, is_reference, part_of
from ingredients.build.functional import in_words
from ingredients.build.naming import key_candidates, plain_name
from ingredients.build.novelty import novelty_of
from ingredients.build.sr28 import by_key, evidence_of
from ingredients.build.writing import Cell
from ingredients.records import Evidence
from ingredients.tables import DATA

BESIDE = Path(__file__).resolve().parents[3].parent / "shared" / "data"
SHARED = Path(os.environ.get("FORMULATOR_SHARED_DATA", BESIDE))
SCRIPTS = (
    functional,
    usda_sr28,
    foundation,
    ciqual,
    japan,
    aroma,
    thresholds,
    flavonoids,
    properties,
)


@pytest.mark.slow
def test_scripts_reproduce_every_committed_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (SHARED / "usda_sr28").exists():
        pytest.skip("the source files are not beside this checkout")
    for module in (writing, properties, aroma, flavonoids, thresholds):
        monkeypatch.setattr(module, "DATA", tmp_path, raising=False)
    for module in SCRIPTS:
        if hasattr(module, "source_folder"):
            monkeypatch.setattr(module, "source_folder", lambda key: tmp_path / key)
    monkeypatch.setattr("ingredients.build.selected.source_folder", lambda key: tmp_path / key)
    path = tmp_path / "keys.csv"
    path.write_bytes((DATA / "keys.csv").read_bytes())
    monkeypatch.setattr(keytable.KeyTable.__init__, "__defaults__", (path,))
    for module in (properties, *SCRIPTS[:-1]):
        module.main(SHARED)
    made = sorted(p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file())
    assert len(made) > 20
    different = [str(p) for p in made if (tmp_path / p).read_bytes() != (DATA / p).read_bytes()]
    assert different == []


def test_licences_file_is_the_generated_one() -> None:
    assert licences.PATH.read_text(encoding="utf-8") == licences.text()


NAMES = {
    "Oil, sunflower, high oleic (70% and over)": "Sunflower oil, high oleic",
    "Beans, navy, mature seeds, raw": "Navy beans, mature seeds, raw",
    "Spices, pepper, black": "Pepper, black",
    "Cabbage, raw": "Cabbage, raw",
    "Nuts, almond butter, plain, without salt added": "Almond butter, plain, without salt added",
    "Cheese, cheddar": "Cheddar cheese",
}


@pytest.mark.parametrize("description", NAMES)
def test_names_read_in_plain_order(description: str) -> None:
    assert plain_name(description) == NAMES[description]


@given(st.text(max_size=60))
def test_slugs_are_keys(text: str) -> None:
    key = keytable.slug(text)
    assert key == keytable.slug(key)
    assert all(c.islower() or c.isdigit() or c == "_" for c in key)


def test_keys_once_given_stay(tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    table = keytable.KeyTable(path)
    assert table.give("a", "1", ["Oats, raw"]) == "oats_raw"
    assert table.give("b", "7", ["Oats, raw"]) == "oats_raw_7", "a taken key gets the id behind it"
    assert table.give("c", "9", ["Oats, raw", "Oats, raw, bran"]) == "oats_raw_bran"
    table.save()
    again = keytable.KeyTable(path)
    assert again.give("a", "1", ["Something else"]) == "oats_raw"
    assert again.keys() == {"oats_raw", "oats_raw_7", "oats_raw_bran"}
    assert again.share("d", "5", "oats_raw") == "oats_raw"


def test_key_candidates_grow_from_short_to_whole() -> None:
    texts = key_candidates("Cabbage, chinese (pak-choi), raw")
    assert texts[0] == "Chinese cabbage, raw"
    assert "pak-choi" in texts[-1]


EVIDENCE = {
    ("1", "A"): Evidence.MEASURED,
    ("1", "NC"): Evidence.CALCULATED,
    ("4", "BFZN"): Evidence.CALCULATED,
    ("7", "Z"): Evidence.ASSUMED_ZERO,
    ("8", "LC"): Evidence.LABEL,
}


@pytest.mark.parametrize("codes", EVIDENCE)
def test_evidence_of_sr28_codes(codes: tuple[str, str]) -> None:
    assert evidence_of(*codes) is EVIDENCE[codes]


def test_isomer_pairs_keep_the_specific_column() -> None:
    cell = {
        n: Cell(float(n), Evidence.MEASURED) for n in ("617", "674", "663", "618", "619", "685")
    }
    found = by_key(cell)
    assert found["fa_18_1"].value == 674
    assert found["fa_18_1_t"].value == 663
    assert found["fa_18_2_n6"].value == 618, "the total stands in where no isomer is told apart"
    assert "fa_18_3_n6" not in found, "it is inside the total of 18:3"


def test_every_sr28_source_code_is_known() -> None:
    assert set(sr28.EVIDENCE) == {"1", "4", "5", "6", "7", "8", "9", "11", "12", "13"}


@pytest.mark.parametrize(
    ("text", "value", "evidence"),
    [
        ("1,81", 1.81, Evidence.CALCULATED),
        ("< 0,5", 0.25, Evidence.ESTIMATED),
        ("traces", 0.0, Evidence.ESTIMATED),
    ],
)
def test_ciqual_cells(text: str, value: float, evidence: Evidence) -> None:
    assert ciqual.cell(text) == Cell(value, evidence)
    assert ciqual.cell("-") is None


def test_japanese_cells() -> None:
    assert japan.cell("(0.5)", "iodine") == Cell(0.5, Evidence.ESTIMATED)
    assert japan.cell("12", "iodine") == Cell(12.0, Evidence.MEASURED)
    assert japan.cell("12", "carbohydrate") == Cell(12.0, Evidence.CALCULATED)
    assert japan.cell("-", "iodine") is None
    with pytest.raises(ValueError, match="not a number"):
        japan.cell("abc", "iodine")


def test_ranges_are_read_as_their_middle() -> None:
    assert functional.mean_of("0.98-1.00") == pytest.approx(0.99)
    assert functional.mean_of(" ") is None


DISHES = ["NAKED JUICE, MIGHTY MANGO smoothie", "Potatoes, au gratin, dry mix, unprepared",
          "Oil, soybean, salad or cooking, (partially hydrogenated)",
          "Beans, adzuki, mature seed, cooked, boiled, with salt"]  # fmt: skip


@pytest.mark.parametrize("text", DISHES)
def test_dishes_brands_and_salted_forms_are_reference_foods(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("RECALL", "unverified"),
        ("RECALL bulk 2022-25", "unverified bulk 2022-25"),
        ("READ Raikos 2020: 15-25 %", "Raikos 2020: 15-25 %"),
        ("DERIVED 8 g protein/240 mL", "inferred 8 g protein/240 mL"),
    ],
)
def test_the_basis_of_a_number_is_told_in_words(basis: str, words: str) -> None:
    assert in_words(basis) == words


def test_rules_of_thumb_for_plants() -> None:
    assert category_of("0400", "Oil, canola") == "fat"
    assert category_of("1100", "Mushrooms, white, raw") == "mushroom"
    assert form_of("Apple juice, frozen concentrate, unsweetened, undiluted") == "concentrate"
    assert form_of("Nuts, almonds, oil roasted, without salt added") == "roasted"
    assert part_of("vegetable", "Carrots, raw") == "root"
    assert botanical_name("Buckwheat flour") == "Fagopyrum esculentum"
    assert botanical_name("Curry powder") == ""
    assert targets.category_of("Cream, sour, cultured") == "cream_sour"
    assert novelty_of("functional", "pea_protein_isolate", "Pea protein") == "established"
    assert allergens("Buckwheat flour") == ((), ())
    assert cross_reactions("Lentils, raw") == ("peanut",)


def test_default_doses_are_ordered_windows() -> None:
    doses = [*usage.BY_CATEGORY.values(), *usage.BY_CATEGORY_AND_FORM.values()]
    doses += [dose for _, dose in usage.SPECIAL]
    assert all(0 <= low <= typical <= high <= 100 for low, typical, high in doses)
    assert usage.default_dose("spice", "powder", "Spices, saffron")[2] == 0.05
    assert usage.default_dose("acid", "whole", "Vinegar, balsamic")[2] == 6.0
