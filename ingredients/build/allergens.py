"""Allergens of plant foods by what they are (US 9, EU 14); general food-law knowledge.

US: soy, peanut, tree nuts, wheat, sesame (plant ones of the nine). EU adds cereals containing
gluten (wheat, rye, barley, oats and their hybrids), celery, mustard, lupin, and sulphites, which
are set only where the name tells of them (sulfured fruit, wine): elsewhere they are unknown.
Coconut is not on the US list since 2025 and never was on the EU one.
"""

from __future__ import annotations

import re

TREE_NUTS = (
    r"almond|cashew|hazelnut|filbert|brazilnut|brazil nut|macadamia|pecan|pistachio|walnut|"
    r"pralin|marzipan"
)
"""Nuts of both lists."""
US_ONLY_NUTS = (
    r"beechnut|butternuts|ginkgo nuts|hickory|pine nuts|pilinut|chestnuts|pinyon|pinon|chinquapin"
)
"""Tree nuts of the US lists of earlier years only; flagged on the safe side for the US."""
GLUTEN = (
    r"\bwheat|\bbarley|\brye\b|\boats?\b|triticale|spelt|kamut|khorasan|bulgur|couscous|semolina|"
    r"farina|\bmalt\b|seitan|vital wheat gluten|emmer|einkorn|freekeh|gluten"
)
WHEAT = (
    r"\bwheat|triticale|spelt|kamut|khorasan|bulgur|couscous|semolina|farina|seitan|emmer|"
    r"einkorn|freekeh|gluten"
)
SOY = r"\bsoy|soybean|edamame|\bmiso\b|tofu|natto|tempeh|okara|yuba"
NOT_NUTS = r"butternut squash|squash|waterchestnut|water chestnut|acorn squash"
NOT_WHEAT = r"buckwheat"
RULES_EU: tuple[tuple[str, str], ...] = (
    (r"\bsulfured|\b(red|white) wine$", "sulphites"),
    (r"celery|celeriac", "celery"),
    (r"\bmustard", "mustard"),
    (r"\blupin", "lupin"),
    (r"sesame|tahini", "sesame"),
    (r"peanut|groundnut", "peanut"),
    (SOY, "soy"),
)
RULES_US: tuple[tuple[str, str], ...] = (
    (r"sesame|tahini", "sesame"),
    (r"peanut|groundnut", "peanut"),
    (SOY, "soy"),
)
CROSS: tuple[tuple[str, str], ...] = (
    (r"\bpeas?\b(?!r)|lentil|chickpea|\bbeans?\b|fenugreek|carob|\blupin", "peanut"),
    (r"canola|rapeseed", "mustard"),
    (r"\blupin", "peanut"),
    (r"cashew", "pistachio"),
    (r"pistachio", "cashew"),
    (r"walnut", "pecan"),
    (r"pecan", "walnut"),
    (r"coconut", "tree_nuts"),
    (r"banana|avocado|kiwi|chestnut|papaya", "latex"),
    (r"apple|peach|cherr|pear\b|pears|apricot|plum|hazelnut|carrot|celery|almond", "birch pollen"),
    (r"poppy|sesame", "tree_nuts"),
    (r"sunflower", "mugwort pollen"),
    (r"buckwheat", "rice"),
)


def allergens(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the US and the EU allergens of a plant food.

    Parameters
    ----------
    name : str
        Its English description.

    Returns
    -------
    tuple of (US keys, EU keys)
    """
    text = re.sub(NOT_WHEAT, "", name.lower())
    us = {key for pattern, key in RULES_US if re.search(pattern, text)}
    eu = {key for pattern, key in RULES_EU if re.search(pattern, text)}
    if re.search(WHEAT, text):
        us.add("wheat")
    if re.search(GLUTEN, text):
        eu.add("gluten")
    nuts = re.sub(NOT_NUTS, "", text)
    if re.search(TREE_NUTS, nuts):
        us.add("tree_nuts")
        eu.add("tree_nuts")
    if re.search(US_ONLY_NUTS, nuts):
        us.add("tree_nuts")
    return tuple(sorted(us)), tuple(sorted(eu))


def cross_reactions(name: str) -> tuple[str, ...]:
    """Return allergies that may react to this food although it is not their allergen."""
    text = name.lower()
    own = set(allergens(name)[1])
    return tuple(sorted({k for p, k in CROSS if re.search(p, text)} - own))
