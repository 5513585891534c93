"""The data dictionary: our property keys and the columns of each source they come from.

``python -m ingredients.build.properties SHARED_DIR`` writes ``data/columns.csv``.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[1] / "data"
HEADER = (
    "key", "name", "unit", "block", "smiles", "formula", "is_molecule", "infoods",
    "sr28_number", "fdc_id",
)  # fmt: skip


class Spec(NamedTuple):
    """One property: its key, its words, its unit and its USDA nutrient numbers."""

    key: str
    name: str
    unit: str
    block: str
    numbers: tuple[str, ...]
    """USDA nutrient numbers, the preferred one first."""


# key | name | unit | block | USDA numbers, preferred first
_TABLE = """
water|Water|g|macro|255
protein|Protein|g|macro|203
fat|Total fat|g|macro|204
carbohydrate|Carbohydrate by difference, with fibre|g|macro|205
ash|Ash|g|macro|207
alcohol|Ethanol|g|macro|221
other|Acids, salts of acids and carriers outside the six macros|g|macro|
fibre|Dietary fibre|g|macro|291
starch|Starch|g|macro|209
energy_kcal|Energy|kcal|macro|208
saturated_fat|Saturated fatty acids|g|macro|606
monounsaturated_fat|Monounsaturated fatty acids|g|macro|645
polyunsaturated_fat|Polyunsaturated fatty acids|g|macro|646
trans_fat|Trans fatty acids|g|macro|605
cholesterol|Cholesterol|mg|other|601
sugars|Total sugars|g|sugars|269
sucrose|Sucrose|g|sugars|210
glucose|Glucose|g|sugars|211
fructose|Fructose|g|sugars|212
lactose|Lactose|g|sugars|213
maltose|Maltose|g|sugars|214
galactose|Galactose|g|sugars|287
raffinose|Raffinose|g|sugars|288
stachyose|Stachyose|g|sugars|289
verbascose|Verbascose|g|sugars|fdc:2063
pod|Relative sweetness, sucrose = 100|1|sugars|
pac|Freezing-point power, sucrose = 100|1|texture|
acetic_acid|Acetic acid|g|acids|
lactic_acid|Lactic acid|g|acids|
citric_acid|Citric acid|g|acids|236
malic_acid|Malic acid|g|acids|243
oxalic_acid|Oxalic acid|mg|acids|245
quinic_acid|Quinic acid|mg|acids|248
pyruvic_acid|Pyruvic acid|mg|acids|247
organic_acids|Organic acids, total|g|acids|
calcium|Calcium|mg|minerals|301
iron|Iron|mg|minerals|303
magnesium|Magnesium|mg|minerals|304
phosphorus|Phosphorus|mg|minerals|305
potassium|Potassium|mg|minerals|306
sodium|Sodium|mg|minerals|307
zinc|Zinc|mg|minerals|309
copper|Copper|mg|minerals|312
manganese|Manganese|mg|minerals|315
selenium|Selenium|ug|minerals|317
fluoride|Fluoride|ug|minerals|313
iodine|Iodine|ug|minerals|314
chloride|Chloride|mg|minerals|
chromium|Chromium|ug|minerals|
molybdenum|Molybdenum|ug|minerals|
tryptophan|Tryptophan|g|amino_acids|501
threonine|Threonine|g|amino_acids|502
isoleucine|Isoleucine|g|amino_acids|503
leucine|Leucine|g|amino_acids|504
lysine|Lysine|g|amino_acids|505
methionine|Methionine|g|amino_acids|506
cystine|Cystine and cysteine|g|amino_acids|507
phenylalanine|Phenylalanine|g|amino_acids|508
tyrosine|Tyrosine|g|amino_acids|509
valine|Valine|g|amino_acids|510
arginine|Arginine|g|amino_acids|511
histidine|Histidine|g|amino_acids|512
alanine|Alanine|g|amino_acids|513
aspartic_acid|Aspartic acid with asparagine|g|amino_acids|514
glutamic_acid|Glutamic acid with glutamine|g|amino_acids|515
glycine|Glycine|g|amino_acids|516
proline|Proline|g|amino_acids|517
serine|Serine|g|amino_acids|518
hydroxyproline|Hydroxyproline|g|amino_acids|521
pdcaas|Protein digestibility-corrected amino acid score|1|amino_acids|
diaas|Digestible indispensable amino acid score|1|amino_acids|
fa_4_0|Butyric acid 4:0|g|fatty_acids|607
fa_6_0|Caproic acid 6:0|g|fatty_acids|608
fa_8_0|Caprylic acid 8:0|g|fatty_acids|609
fa_10_0|Capric acid 10:0|g|fatty_acids|610
fa_12_0|Lauric acid 12:0|g|fatty_acids|611
fa_13_0|Tridecanoic acid 13:0|g|fatty_acids|696
fa_14_0|Myristic acid 14:0|g|fatty_acids|612
fa_15_0|Pentadecanoic acid 15:0|g|fatty_acids|652
fa_16_0|Palmitic acid 16:0|g|fatty_acids|613
fa_17_0|Margaric acid 17:0|g|fatty_acids|653
fa_18_0|Stearic acid 18:0|g|fatty_acids|614
fa_20_0|Arachidic acid 20:0|g|fatty_acids|615
fa_22_0|Behenic acid 22:0|g|fatty_acids|624
fa_24_0|Lignoceric acid 24:0|g|fatty_acids|654
fa_14_1|Tetradecenoic acid 14:1|g|fatty_acids|625
fa_15_1|Pentadecenoic acid 15:1|g|fatty_acids|697
fa_16_1|Hexadecenoic acid 16:1, cis where told apart|g|fatty_acids|673,626
fa_17_1|Heptadecenoic acid 17:1|g|fatty_acids|687
fa_18_1|Octadecenoic acid 18:1, cis where told apart|g|fatty_acids|674,617
fa_20_1|Eicosenoic acid 20:1|g|fatty_acids|628
fa_22_1|Docosenoic acid 22:1, cis where told apart|g|fatty_acids|676,630
fa_24_1|Nervonic acid 24:1|g|fatty_acids|671
fa_16_1_t|Hexadecenoic acid 16:1 trans|g|fatty_acids|662
fa_18_1_t|Octadecenoic acid 18:1 trans|g|fatty_acids|663
fa_22_1_t|Docosenoic acid 22:1 trans|g|fatty_acids|664
fa_18_2_n6|Linoleic acid 18:2 n-6, or 18:2 not told apart|g|fatty_acids|675,618
fa_18_2_tt|Octadecadienoic acid 18:2 trans,trans|g|fatty_acids|669
fa_18_2_cla|Conjugated linoleic acids|g|fatty_acids|670
fa_18_3_n3|alpha-Linolenic acid 18:3 n-3, or 18:3 not told apart|g|fatty_acids|851,619
fa_18_3_n6|gamma-Linolenic acid 18:3 n-6|g|fatty_acids|685
fa_18_4|Octadecatetraenoic acid 18:4|g|fatty_acids|627
fa_20_2_n6|Eicosadienoic acid 20:2 n-6|g|fatty_acids|672
fa_20_3|Eicosatrienoic acid 20:3, not told apart|g|fatty_acids|689
fa_20_3_n3|Eicosatrienoic acid 20:3 n-3|g|fatty_acids|852
fa_20_3_n6|Eicosatrienoic acid 20:3 n-6|g|fatty_acids|853
fa_20_4_n6|Arachidonic acid 20:4 n-6, or 20:4 not told apart|g|fatty_acids|855,620
fa_20_5_n3|Eicosapentaenoic acid 20:5 n-3|g|fatty_acids|629
fa_22_4|Docosatetraenoic acid 22:4|g|fatty_acids|858
fa_22_5_n3|Docosapentaenoic acid 22:5 n-3|g|fatty_acids|631
fa_22_6_n3|Docosahexaenoic acid 22:6 n-3|g|fatty_acids|621
sfc_10|Solid fat at 10 C, share of the fat|%|texture|
sfc_20|Solid fat at 20 C, share of the fat|%|texture|
sfc_35|Solid fat at 35 C, share of the fat|%|texture|
vitamin_a_rae|Vitamin A, retinol activity equivalents|ug|vitamins|320
retinol|Retinol|ug|vitamins|319
vitamin_c|Vitamin C|mg|vitamins|401
vitamin_d|Vitamin D (D2 + D3)|ug|vitamins|328
vitamin_d2|Ergocalciferol|ug|vitamins|325
vitamin_d3|Cholecalciferol|ug|vitamins|326
vitamin_e|alpha-Tocopherol|mg|vitamins|323
beta_tocopherol|beta-Tocopherol|mg|vitamins|341
gamma_tocopherol|gamma-Tocopherol|mg|vitamins|342
delta_tocopherol|delta-Tocopherol|mg|vitamins|343
vitamin_k|Phylloquinone|ug|vitamins|430
menaquinone_4|Menaquinone-4|ug|vitamins|428
thiamin|Thiamin|mg|vitamins|404
riboflavin|Riboflavin|mg|vitamins|405
niacin|Niacin|mg|vitamins|406
pantothenic_acid|Pantothenic acid|mg|vitamins|410
vitamin_b6|Vitamin B6|mg|vitamins|415
folate|Folate, total|ug|vitamins|417
vitamin_b12|Vitamin B12|ug|vitamins|418
biotin|Biotin|ug|vitamins|416
choline|Choline, total|mg|vitamins|421
betaine|Betaine|mg|taste_active|454
caffeine|Caffeine|mg|taste_active|262
theobromine|Theobromine|mg|taste_active|263
beta_carotene|beta-Carotene|ug|colour|321
alpha_carotene|alpha-Carotene|ug|colour|322
beta_cryptoxanthin|beta-Cryptoxanthin|ug|colour|334
lycopene|Lycopene|ug|colour|337
lutein_zeaxanthin|Lutein and zeaxanthin|ug|colour|338
phytosterols|Phytosterols, total|mg|other|636
stigmasterol|Stigmasterol|mg|other|638
campesterol|Campesterol|mg|other|639
beta_sitosterol|beta-Sitosterol|mg|other|641
daidzein|Daidzein|mg|taste_active|710
genistein|Genistein|mg|taste_active|711
glycitein|Glycitein|mg|taste_active|
catechin|(+)-Catechin|mg|taste_active|
gallocatechin|(+)-Gallocatechin|mg|taste_active|
epicatechin|(-)-Epicatechin|mg|taste_active|
epigallocatechin|(-)-Epigallocatechin|mg|taste_active|
epicatechin_gallate|(-)-Epicatechin 3-gallate|mg|taste_active|
epigallocatechin_gallate|(-)-Epigallocatechin 3-gallate|mg|taste_active|
theaflavin|Theaflavin|mg|taste_active|
eriodictyol|Eriodictyol|mg|taste_active|
hesperetin|Hesperetin|mg|taste_active|
naringenin|Naringenin|mg|taste_active|
apigenin|Apigenin|mg|taste_active|
luteolin|Luteolin|mg|taste_active|
isorhamnetin|Isorhamnetin|mg|taste_active|
kaempferol|Kaempferol|mg|taste_active|
myricetin|Myricetin|mg|taste_active|
quercetin|Quercetin|mg|taste_active|
cyanidin|Cyanidin|mg|colour|
delphinidin|Delphinidin|mg|colour|
malvidin|Malvidin|mg|colour|
pelargonidin|Pelargonidin|mg|colour|
peonidin|Peonidin|mg|colour|
petunidin|Petunidin|mg|colour|
"""

OWN_STRUCTURES: dict[str, tuple[str, str]] = {
    "acetic_acid": ("CC(=O)O", "C2H4O2"),
    "lactic_acid": ("C[C@H](O)C(=O)O", "C3H6O3"),
}
"""Structures of molecules that no USDA table numbers: (SMILES, formula)."""


def specs() -> tuple[Spec, ...]:
    """Return all properties in the order of the data dictionary."""
    rows = (line.split("|") for line in _TABLE.strip().splitlines())
    return tuple(Spec(k, n, u, b, tuple(filter(None, s.split(",")))) for k, n, u, b, s in rows)


def by_number() -> dict[str, Spec]:
    """Return the property of each USDA nutrient number that we keep."""
    return {number: spec for spec in specs() for number in spec.numbers}


def molecules(shared: Path) -> dict[str, dict[str, str]]:
    """Structures by nutrient number and by lower-case name."""
    found: dict[str, dict[str, str]] = {}
    path = shared / "curated" / "nutrient_molecules.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for name in (row["nutrient_nbr"], row["nutrient_name"].lower()):
                if name:
                    found.setdefault(name, row)
    return found


def rows(shared: Path) -> Iterator[tuple[str, ...]]:
    """Rows of the data dictionary, with structures from the table of nutrient molecules."""
    known = molecules(shared)
    for spec in specs():
        hit = next((known[n] for n in (*spec.numbers, spec.name.lower()) if n in known), {})
        smiles, formula = OWN_STRUCTURES.get(
            spec.key, (hit.get("smiles", ""), hit.get("formula", ""))
        )
        is_molecule = spec.key in OWN_STRUCTURES or hit.get("definite") == "yes"
        numbers = [n for n in spec.numbers if not n.startswith("fdc:")]
        yield (
            spec.key, spec.name, spec.unit, spec.block, smiles, formula if smiles else "",
            "yes" if is_molecule and smiles else "", hit.get("infoods_tag", ""),
            ";".join(numbers), hit.get("fdc_nutrient_id", ""),
        )  # fmt: skip


def main(shared: Path) -> None:
    """Write the data dictionary."""
    with (DATA / "columns.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows(shared))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
