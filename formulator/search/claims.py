"""Nutrition claims as linear limits, with thresholds and law.

Thresholds are those of the acts as generally known (evidence: general knowledge; the texts were
not opened for this table): a person verifies them against the current edition before use.
US claims hold per reference amount customarily consumed (21 CFR 101.12), EU claims per 100 g,
or per 100 ml for drinks; drinks are taken at 1.03 g/ml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formulator.errors import InputError
from formulator.profiles import ProfileTable
from formulator.search.constraints import Linear, Origin
from formulator.search.quantities import quantity
from ingredients import Catalogue, UnknownKeyError

DENSITY_OF_DRINKS = 1.03
"""[g/ml], whole milk near 20 C (general knowledge)."""
LIQUIDS = ("milk", "milk_barista", "fermented_drink")
"""Categories sold by volume."""
REFERENCE_AMOUNT_G: Mapping[str, float] = {
    "milk": 247.0,  # 240 ml
    "milk_barista": 247.0,
    "fermented_drink": 247.0,
    "cream": 15.0,  # 15 ml
    "cream_cooking": 15.0,
    "cream_whipping": 15.0,
    "yogurt": 170.0,
    "yogurt_greek": 170.0,
    "fresh_cheese": 30.0,
    "hard_cheese": 30.0,
    "mozzarella": 30.0,
    "butter": 14.0,  # 1 tablespoon
    "mayonnaise": 15.0,  # 1 tablespoon
    "ice_cream": 88.0,  # 2/3 cup, near 100 % overrun
}
"""US reference amounts, [g] (21 CFR 101.12(b), Table 2)."""
SMALL_REFERENCE_AMOUNT_G = 30.0
"""At or below this reference amount the US fat and sodium limits hold per 50 g."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: bounds on quantities per reference amount."""

    key: str
    jurisdiction: str
    words: str
    quantity: str
    relation: str
    solid: float
    """Threshold per 100 g (EU) or per reference amount (US)."""
    liquid: float
    """Threshold per 100 ml (EU) or per reference amount (US)."""
    law: str
    per_energy: float = 0.0
    """Alternatively or in addition: share of energy from ``quantity`` (0 to 1), 0 when none."""
    kcal_per_unit: float = 0.0


_EU = "Regulation (EC) 1924/2006, Annex"
_NRV = f"{_EU}; reference values of Regulation (EU) 1169/2011, Annex XIII"

CLAIMS: tuple[Claim, ...] = (
    Claim("low_fat", "EU", "low fat", "fat", "<=", 3.0, 1.5, _EU),
    Claim("fat_free", "EU", "fat-free", "fat", "<=", 0.5, 0.5, _EU),
    Claim(
        "low_saturated_fat", "EU", "low saturated fat", "saturated_fat", "<=", 1.5, 0.75, _EU,
        per_energy=0.10, kcal_per_unit=9.0,
    ),
    Claim("low_sugar", "EU", "low sugars", "sugars", "<=", 5.0, 2.5, _EU),
    Claim("sugar_free", "EU", "sugars-free", "sugars", "<=", 0.5, 0.5, _EU),
    Claim("low_energy", "EU", "low energy", "energy_kcal", "<=", 40.0, 20.0, _EU),
    Claim("low_salt", "EU", "low sodium/salt", "sodium", "<=", 120.0, 120.0, _EU),
    Claim("source_of_fibre", "EU", "source of fibre", "fibre", ">=", 3.0, 3.09, _EU),
    Claim("high_fibre", "EU", "high fibre", "fibre", ">=", 6.0, 6.18, _EU),
    Claim(
        "source_of_protein", "EU", "source of protein", "protein", ">=", 0.0, 0.0, _EU,
        per_energy=0.12, kcal_per_unit=4.0,
    ),
    Claim(
        "high_protein", "EU", "high protein", "protein", ">=", 0.0, 0.0, _EU,
        per_energy=0.20, kcal_per_unit=4.0,
    ),
    Claim("source_of_calcium", "EU", "source of calcium", "calcium", ">=", 120.0, 60.0, _NRV),
    Claim("low_fat", "US", "low fat", "fat", "<=", 3.0, 3.0, "21 CFR 101.62(b)(2)"),
    Claim("fat_free", "US", "fat free", "fat", "<=", 0.49, 0.49, "21 CFR 101.62(b)(1)"),
    Claim(
        "low_saturated_fat", "US", "low in saturated fat", "saturated_fat", "<=", 1.0, 1.0,
        "21 CFR 101.62(c)(2)", per_energy=0.15, kcal_per_unit=9.0,
    ),
    Claim("sugar_free", "US", "sugar free", "sugars", "<=", 0.49, 0.49, "21 CFR 101.60(c)(1)"),
    Claim("low_salt", "US", "low sodium", "sodium", "<=", 140.0, 140.0, "21 CFR 101.61(b)(4)"),
    Claim("low_energy", "US", "low calorie", "energy_kcal", "<=", 40.0, 40.0,
          "21 CFR 101.60(b)(2)"),
    Claim("source_of_fibre", "US", "good source of fiber", "fibre", ">=", 2.8, 2.8,
          "21 CFR 101.54(c), daily value 28 g"),
    Claim("high_fibre", "US", "high in fiber", "fibre", ">=", 5.6, 5.6,
          "21 CFR 101.54(b), daily value 28 g"),
    Claim("source_of_calcium", "US", "good source of calcium", "calcium", ">=", 130.0, 130.0,
          "21 CFR 101.54(c), daily value 1,300 mg"),
)  # fmt: skip
"""US protein claims need the amino-acid-corrected share (21 CFR 101.9(c)(7)), which is not
linear, and the US defines no "low sugar" claim (21 CFR 101.60(c)): neither is listed."""


def claim_limits(
    key: str,
    catalogue: Catalogue,
    table: ProfileTable,
    keys: Sequence[str],
    *,
    category: str,
    jurisdiction: str,
) -> tuple[Linear, ...]:
    """Return the limits that a product must meet to carry a claim.

    Parameters
    ----------
    key : str
        Key of the claim, e.g. ``low_sugar``.
    catalogue : Catalogue
    table : ProfileTable
    keys : sequence of str
        Ingredient keys, in the order of the columns.
    category : str
        Category of the target: it decides between solid and drink, and the reference amount.
    jurisdiction : str
        US or EU.

    Returns
    -------
    tuple of Linear

    Raises
    ------
    UnknownKeyError
        If no jurisdiction defines the claim.
    InputError
        If this jurisdiction does not define it.
    """
    claim = _find(key, jurisdiction)
    q = quantity(claim.quantity, catalogue, table, keys)
    limits = []
    threshold = _per_100_g(claim, category)
    if threshold > 0:
        text = (
            f'"{claim.words}" ({jurisdiction}): {q.name.lower()} {claim.relation} '
            f"{threshold:.3g} {q.unit} per 100 g ({claim.law})"
        )
        limits.append(
            Linear(f"claim:{key}", Origin.CLAIM, text, q.values, claim.relation, threshold, q.unit)
        )
    if claim.per_energy:
        energy = quantity("energy_kcal", catalogue, table, keys)
        share = claim.kcal_per_unit * q.values - claim.per_energy * energy.values
        text = (
            f'"{claim.words}" ({jurisdiction}): {q.name.lower()} gives {claim.relation} '
            f"{100 * claim.per_energy:g} % of the energy ({claim.law})"
        )
        limits.append(
            Linear(f"claim:{key}:energy", Origin.CLAIM, text, share, claim.relation, 0.0, "kcal")
        )
    return tuple(limits)


def _find(key: str, jurisdiction: str) -> Claim:
    known = {c.key for c in CLAIMS}
    if key not in known:
        raise UnknownKeyError("claim", key, known)
    for claim in CLAIMS:
        if (claim.key, claim.jurisdiction) == (key, jurisdiction):
            return claim
    defined = sorted(c.jurisdiction for c in CLAIMS if c.key == key)
    raise InputError(
        f"claim {key!r} is not held for {jurisdiction}; it is held for {', '.join(defined)}"
    )


def _per_100_g(claim: Claim, category: str) -> float:
    is_liquid = category in LIQUIDS
    threshold = claim.liquid if is_liquid else claim.solid
    if claim.jurisdiction == "EU":
        return threshold / DENSITY_OF_DRINKS if is_liquid else threshold
    amount = REFERENCE_AMOUNT_G.get(category, 100.0)
    if claim.relation == "<=" and amount <= SMALL_REFERENCE_AMOUNT_G:
        amount = 50.0
    return 100 * threshold / amount
