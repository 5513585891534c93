"""The axes of a profile: each declared once, with unit, block and the source of its method."""

from __future__ import annotations

from dataclasses import dataclass

SR28 = "USDA SR28 documentation (2016), Composition of Foods: Raw, Processed, Prepared"
"""Analytical methods of the composition axes."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One number of a profile, linear in the mass fractions of a formula."""

    key: str
    """Key of the axis; also the key of the property it is read from."""
    name: str
    unit: str
    """Unit per 100 g of food, e.g. ``g/100 g``."""
    block: str
    base: str = ""
    """What a gap estimate is a share of: an axis key, ``dry_matter`` or, when empty, the food."""
    method: str = SR28
    """Source of the method by which the number comes about."""


BLOCKS: tuple[str, ...] = (
    "macro",
    "sugars",
    "acids",
    "minerals",
    "fatty_acids",
    "amino_acids",
    "vitamins",
    "taste_active",
    "colour",
    "other",
)
"""Blocks of linear axes, in the order in which they are shown."""


def _axes(block: str, unit: str, base: str, names: str) -> tuple[Axis, ...]:
    """Declare several axes of one block from ``key=name`` pairs separated by semicolons."""
    pairs = (item.partition("=") for item in names.split(";"))
    return tuple(
        Axis(key=key.strip(), name=name.strip(), unit=unit, block=block, base=base)
        for key, _, name in pairs
    )


_FATTY_ACIDS = (
    "saturated_fat=Saturated fatty acids;monounsaturated_fat=Monounsaturated fatty acids;"
    "polyunsaturated_fat=Polyunsaturated fatty acids;trans_fat=Trans fatty acids;"
    "fa_4_0=Butyric acid 4:0;fa_6_0=Caproic acid 6:0;fa_8_0=Caprylic acid 8:0;"
    "fa_10_0=Capric acid 10:0;fa_12_0=Lauric acid 12:0;fa_14_0=Myristic acid 14:0;"
    "fa_16_0=Palmitic acid 16:0;fa_16_1=Palmitoleic acid 16:1;fa_18_0=Stearic acid 18:0;"
    "fa_18_1=Oleic acid 18:1;fa_18_2_n6=Linoleic acid 18:2;fa_18_3_n3=alpha-Linolenic acid 18:3;"
    "fa_20_4_n6=Arachidonic acid 20:4;fa_20_5_n3=Eicosapentaenoic acid 20:5 n-3;"
    "fa_22_6_n3=Docosahexaenoic acid 22:6 n-3"
)
_AMINO_ACIDS = (
    "tryptophan=Tryptophan;threonine=Threonine;isoleucine=Isoleucine;leucine=Leucine;"
    "lysine=Lysine;methionine=Methionine;cystine=Cystine;phenylalanine=Phenylalanine;"
    "tyrosine=Tyrosine;valine=Valine;arginine=Arginine;histidine=Histidine;alanine=Alanine;"
    "aspartic_acid=Aspartic acid with asparagine;glutamic_acid=Glutamic acid with glutamine;"
    "glycine=Glycine;proline=Proline;serine=Serine"
)

AXES: tuple[Axis, ...] = (
    *_axes("macro", "g/100 g", "", "water=Water;protein=Protein;fat=Fat"),
    *_axes("macro", "g/100 g", "", "carbohydrate=Carbohydrate by difference, with fibre"),
    *_axes("macro", "g/100 g", "carbohydrate", "fibre=Dietary fibre"),
    *_axes("macro", "g/100 g", "dry_matter", "ash=Ash;alcohol=Ethanol"),
    *_axes(
        "sugars",
        "g/100 g",
        "carbohydrate",
        "sugars=Sugars, total;sucrose=Sucrose;glucose=Glucose;fructose=Fructose;"
        "lactose=Lactose;maltose=Maltose;galactose=Galactose;starch=Starch",
    ),
    *_axes(
        "acids",
        "g/100 g",
        "carbohydrate",
        "acetic_acid=Acetic acid;citric_acid=Citric acid;lactic_acid=Lactic acid;"
        "malic_acid=Malic acid",
    ),
    *_axes(
        "minerals",
        "mg/100 g",
        "dry_matter",
        "calcium=Calcium;iron=Iron;magnesium=Magnesium;phosphorus=Phosphorus;"
        "potassium=Potassium;sodium=Sodium;zinc=Zinc;copper=Copper;manganese=Manganese",
    ),
    *_axes("minerals", "ug/100 g", "dry_matter", "selenium=Selenium"),
    *_axes("fatty_acids", "g/100 g", "fat", _FATTY_ACIDS),
    *_axes("amino_acids", "g/100 g", "protein", _AMINO_ACIDS),
    *_axes(
        "vitamins",
        "ug/100 g",
        "dry_matter",
        "vitamin_a_rae=Vitamin A, retinol activity;vitamin_d=Vitamin D;"
        "vitamin_k=Vitamin K, phylloquinone;folate=Folate;vitamin_b12=Vitamin B12",
    ),
    *_axes(
        "vitamins",
        "mg/100 g",
        "dry_matter",
        "vitamin_c=Vitamin C;vitamin_e=Vitamin E, alpha-tocopherol;thiamin=Thiamin;"
        "riboflavin=Riboflavin;niacin=Niacin;pantothenic_acid=Pantothenic acid;"
        "vitamin_b6=Vitamin B6;choline=Choline",
    ),
    *_axes(
        "taste_active",
        "mg/100 g",
        "dry_matter",
        "betaine=Betaine;caffeine=Caffeine;theobromine=Theobromine",
    ),
    *_axes(
        "colour",
        "ug/100 g",
        "dry_matter",
        "beta_carotene=beta-Carotene;alpha_carotene=alpha-Carotene;lycopene=Lycopene;"
        "lutein_zeaxanthin=Lutein and zeaxanthin",
    ),
    *_axes("other", "mg/100 g", "dry_matter", "cholesterol=Cholesterol"),
)
"""All linear axes; keys are unique and blocks stand together."""


def axis(key: str) -> Axis:
    """Return the axis of this key (KeyError when there is none)."""
    return _BY_KEY[key]


_BY_KEY: dict[str, Axis] = {a.key: a for a in AXES}
