from __future__ import annotations

from pathlib import Path

import pytest

from ingredients import (
    Evidence,
    Kind,
    UnknownKeyError,
    load,
    molecule,
    molecules,
    odorants,
    presences,
    threshold,
    thresholds,
)
from ingredients.build.aroma import binomial, is_odorant, part_group, tidy
from ingredients.gaps import aroma_coverage, coverage

EIGHT = ("milk", "cream", "yogurt", "fresh_cheese", "hard_cheese", "butter", "ice_cream",
         "fermented_drink")  # fmt: skip


@pytest.mark.slow
def test_at_least_300_ingredients_have_odorants() -> None:
    assert aroma_coverage(load()).n_ingredients_with_odorants >= 1_000


def test_eight_target_categories_have_key_odorants() -> None:
    catalogue = load()
    with_keys = {catalogue.food(p.food).category for p in presences() if p.role == "key"}
    assert set(EIGHT) <= with_keys


def test_sixty_base_ingredients_have_curated_odorants() -> None:
    catalogue = load()
    curated = {p.food for p in presences() if p.source == "key_odorants"}
    base = {f.key for f in catalogue.of_kind(Kind.INGREDIENT)} & curated
    assert len(base) >= 60
    assert {"pea_protein_isolate", "oat_base_enzymatic", "coconut_oil_rbd", "cashew"} <= base


@pytest.mark.parametrize("key", ["hexanal", "1_octen_3_ol", "2_pentylfuran"])
def test_beany_notes_are_told_where_the_lists_are_silent(key: str) -> None:
    found = {p.molecule: p for p in odorants("pea_protein_isolate")}
    assert found[key].role == "off_note"


def test_presence_amount_and_threshold_are_different_records() -> None:
    presence = odorants("milk_whole")[0]
    assert not hasattr(presence, "value")
    assert {type(t).__name__ for t in thresholds()} == {"Threshold"}


def test_unverified_rows_have_no_reference() -> None:
    for row in thresholds():
        assert row.is_verified == (row.evidence is Evidence.MEASURED)
        assert "doi" not in row.reference.lower()
    for presence in presences():
        assert (presence.source == "key_odorants") == (
            presence.evidence is Evidence.GENERAL_KNOWLEDGE
        )


def test_thresholds_are_in_water_and_in_one_unit_of_mass() -> None:
    assert {t.medium for t in thresholds()} == {"water"}
    assert {t.unit for t in thresholds()} == {"ug/L", "ug/kg"}
    found = threshold("hexanal")
    assert found is not None and found.value == 10
    assert threshold("hexanal", "air") is None


def test_every_molecule_named_is_in_the_table() -> None:
    known = {m.key for m in molecules()}
    assert {p.molecule for p in presences()} <= known
    assert {t.molecule for t in thresholds()} <= known
    assert len({m.inchikey14 for m in molecules()}) == len(molecules())
    with pytest.raises(UnknownKeyError, match="hexanal"):
        molecule("hexanall")


def test_foods_named_are_in_the_catalogue() -> None:
    catalogue = load()
    assert all(p.food in catalogue for p in presences())


def test_unknown_is_not_odourless() -> None:
    assert odorants("calcium_carbonate") == ()


def test_structures_parse_and_match_their_identity() -> None:
    chem = pytest.importorskip("rdkit.Chem")
    inchi = pytest.importorskip("rdkit.Chem.inchi")
    for each in molecules():
        parsed = chem.MolFromSmiles(each.smiles)
        assert parsed is not None, each.key
        assert inchi.MolToInchiKey(parsed)[:14] == each.inchikey14, each.key


def test_property_structures_match_their_formula() -> None:
    chem = pytest.importorskip("rdkit.Chem")
    formulas = pytest.importorskip("rdkit.Chem.rdMolDescriptors")
    import csv

    from ingredients.tables import DATA

    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["smiles"]]
    assert len(rows) >= 130
    for row in rows:
        parsed = chem.MolFromSmiles(row["smiles"])
        assert parsed is not None, row["key"]
        assert formulas.CalcMolFormula(parsed).rstrip("+-") == row["formula"].rstrip("+-"), row


@pytest.mark.parametrize("smiles", ["CCCCCC=O", "CC(=O)C(C)=O", "COc1nccnc1CC(C)C", "CSSSC"])
def test_odorants_pass_the_rule(smiles: str) -> None:
    assert is_odorant(smiles)


@pytest.mark.parametrize(
    "smiles",
    ["O", "NCC(=O)O", "OCC1OC(O)C(O)C(O)C1O", "Cn1c(=O)c2c(ncn2C)n(C)c1=O", "CCCCCCCCCCCC", "C#N"],
)
def test_other_molecules_do_not(smiles: str) -> None:
    assert not is_odorant(smiles)


def test_names_of_plants_are_matched() -> None:
    assert binomial("Solanum lycopersicum L.") == "lycopersicon esculentum"
    assert binomial("Mentha x piperita") == "mentha x piperita"
    assert tidy("2 Methyl Butanal") == "2-methyl butanal"


def test_refined_materials_take_no_aroma_from_the_plant() -> None:
    catalogue = load()
    for key in ("canola_oil", "pea_starch", "sucrose", "soy_protein_isolate"):
        assert part_group(catalogue.food(key)) is None
    assert part_group(catalogue.food("strawberries_raw")) == "fruit"


def test_coverage_is_between_nothing_and_all() -> None:
    rows = coverage(load())
    assert {r.block for r in rows} >= {"macro", "amino_acids", "fatty_acids", "minerals"}
    assert all(0 <= r.share_known <= 1 and 0 <= r.share_measured <= 1 for r in rows)
    macro = next(r for r in rows if r.block == "macro")
    assert macro.share_known > 0.6


WHY = [
    ("milk_whole", "protein", "has protein 3.15 g"),
    ("oats_raw", "sfc_10", "solid share of a fat"),
    ("matcha_green_tea_powder", "lysine", "does not report lysine for any food"),
    ("abiyuch_raw", "lysine", "reports lysine for other foods"),
    ("sucrose", "chromium", "does not report chromium"),
]


@pytest.mark.parametrize("case", WHY, ids=lambda c: f"{c[0]}-{c[1]}")
def test_why_missing(case: tuple[str, str, str]) -> None:
    key, prop, words = case
    assert words in load().why_missing(key, prop)


def test_tables_are_small_enough_for_the_wheel() -> None:
    from ingredients.tables import DATA

    total = sum(p.stat().st_size for p in Path(DATA).rglob("*") if p.is_file())
    assert total < 25_000_000, "even uncompressed"
