"""How unusual an ingredient is in plant-based dairy: four classes, general knowledge.

``established`` is used in such products; ``familiar`` is an everyday food; ``unusual`` is eaten
in few places or hardly traded; ``novel_food`` needs or had an authorisation as a novel food in
the EU, whatever its use. The classes say nothing about safety.
"""

from __future__ import annotations

import re

NOVEL_FOODS = {
    "mung_protein_isolate", "canola_protein_isolate", "rubisco_protein", "allulose",
    "algal_dha_oil", "monk_fruit", "potato_protein_isolate", "yeast_protein",
    "chia_seeds_dried",
}  # fmt: skip
UNUSUAL = re.compile(
    r"abiyuch|rowal|oheloberr|carissa|agave, (raw|dried|cooked)|wocas|mashu|willow|fireweed|"
    r"pokeberry|eppaw|cattail|prairie turnip|cloudberr|salmonberr|sourdock|tundra|butterbur|"
    r"sesbania|skunk|pitanga|mammy|nance|naranjilla|sapote|sapodilla|soursop|cherimoya|"
    r"java-plum|jujube|pepeao|breadnut|sisymbrium|beechnut|butternuts|hickory|pilinut|ucuhuba|"
    r"cupu assu|babassu|teaseed|tree fern|lambsquarters|purslane|arrowhead|emi-tsunomata|"
    r"cardoon|celtuce|acorn|yautia|winged bean|hyacinth|mothbean|jute|vinespinach|epazote|"
    r"borage|drumstick|chokecherr|piki|mouse|rose-apples|roselle|feijoa|horned melon|irishmoss|"
    r"argan|martinique",
    re.IGNORECASE,
)
EVERYDAY_JAPANESE = re.compile(
    r"rice|wheat|barley|soybean|soy |starch|syrup|sugar|glucose|maltitol|peas|kidney|okara|"
    r"walnut|pine nuts|coconut|carrot|peanut|prune|plums|mango|muskmelon|watermelon|blueberr|"
    r"strawberr|mandarin|orange|nori|wakame|kombu|tea|wine|vinegar|miso|ginger|garlic|mustard",
    re.IGNORECASE,
)


def novelty_of(source: str, key: str, name: str, group: str = "") -> str:
    """Class of an ingredient.

    Parameters
    ----------
    source : str
        Source that lists the food.
    key, name : str
        The food.
    group : str
        SR28 food group; 3500 holds foods of native North American kitchens.
    """
    if key in NOVEL_FOODS:
        return "novel_food"
    if source == "functional":
        return "established"
    is_regional = source == "japan_stfcj_2020" and not EVERYDAY_JAPANESE.search(name)
    return "unusual" if group == "3500" or is_regional or UNUSUAL.search(name) else "familiar"
