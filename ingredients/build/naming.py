"""Plain names and readable keys from the inverted descriptions of food tables."""

from __future__ import annotations

import re

DROPPED_HEADS = (
    "Spices, ", "Nuts, ", "Seeds, ", "Beverages, ", "Cereals, ", "Cereals ready-to-eat, ",
    "Sweeteners, tabletop, ", "Leavening agents, ", "USDA Commodity Food, ", "USDA Commodity, ",
    "USDA Commodity ", "Seaweed, ", "Sweetener, ", "Gums, ", "Fungi, ",
)  # fmt: skip
"""Group words that stand before the food itself."""
KEPT_FOR_SENSE = {"Seaweed, ": "seaweed", "Gums, ": ""}
HEADS = {
    "Oil": "oil", "Beans": "beans", "Vinegar": "vinegar", "Cabbage": "cabbage",
    "Lettuce": "lettuce", "Squash": "squash", "Peppers": "peppers", "Pepper": "pepper",
    "Mushrooms": "mushrooms", "Onions": "onions", "Potatoes": "potatoes", "Peas": "peas",
    "Lentils": "lentils", "Cherries": "cherries", "Currants": "currants", "Dates": "dates",
    "Grapes": "grapes", "Melons": "melons", "Rice": "rice", "Wheat": "wheat",
    "Sugars": "sugar", "Syrups": "syrup", "Syrup": "syrup", "Tomatoes": "tomatoes",
    "Radishes": "radishes", "Chestnuts": "chestnuts", "Walnuts": "walnuts", "Corn": "corn",
    "Peanuts": "peanuts", "Raisins": "raisins", "Guavas": "guavas", "Persimmons": "persimmons",
    "Oranges": "oranges", "Cheese": "cheese", "Cream": "cream", "Milk": "milk",
    "Yogurt": "yogurt", "Butter": "butter", "Shortening": "shortening", "Tea": "tea",
    "Wheat flour": "wheat flour", "Rice flour": "rice flour", "Corn flour": "corn flour",
    "Cauliflower": "cauliflower", "Pears": "pears", "Kiwifruit": "kiwifruit",
    "Tea herb": "tea", "Egg": "egg", "Pickles": "pickles", "Fruit butters": "butter",
    "Chicory": "chicory", "Cress": "cress", "Gourd": "gourd", "Chard": "chard",
    "Chocolate": "chocolate", "Cowpeas": "cowpeas", "Kefir": "kefir", "Whey": "whey",
    "Ice creams": "ice cream", "Ice cream": "ice cream", "Frozen yogurts": "frozen yogurt",
    "Sherbet": "sherbet", "Endive": "endive", "Grapefruit": "grapefruit",
}  # fmt: skip
"""Heads that read better after the word that follows them."""
FORM = re.compile(
    r"^(raw|cooked|canned|frozen|dried|dehydrated|fresh|boiled|dry|uncooked|baked|roasted|"
    r"drained|solids|sprouted|ground|powder|juice|unsweetened|sweetened|with|without|plain|fluid|"
    r"immature|mature|bulb|spring|young|leaves|edible|hash|mashed|au |o'brien|peel|paste|meat|"
    r"bottled|brewed|instant|unprepared|pickled|granulated seeds|liquid|flesh|skin|packed|"
    r"imitation|salted|sections|in pod|flour|butter|cream style|broiled|herbal|dry mix)\b",
    re.IGNORECASE,
)
FILLERS = (
    r"\bsalad or cooking\b", r"\ball types\b", r"\ball commercial varieties\b",
    r"\ball varieties\b", r"\ball areas\b", r"\bunprepared\b", r"\bwithout salt added\b",
    r"\bno salt added\b", r"\bwithout salt\b", r"\bmature seeds\b(?=, raw|, dry|, sprouted)",
    r"\bregular and quick\b", r"\bprepared with tap water\b", r"\bready-to-drink\b",
    r"\bindustrial and retail\b", r"\ball purpose\b", r"\bplain\b", r"\bregular pack\b",
    r"\bpowder, dry\b", r"\bunheated\b", r"\bfluid\b", r"\bregular\b", r"\bunthawed\b",
    r"\bsolids and liquids\b", r"\bflesh and skin\b", r"\buncooked\b", r"\bsulfured\b",
    r"\bincludes from concentrate\b",
    r"\byear round average\b", r"\bincludes skin\b", r"\bnot fortified\b", r"\bunsalted\b",
)  # fmt: skip


def parts_of(description: str) -> list[str]:
    """Split a description at its commas, brackets and group words removed."""
    text = description
    for head in DROPPED_HEADS:
        if text.startswith(head) and len(text) > len(head):
            tail = KEPT_FOR_SENSE.get(head, "")
            text = text.removeprefix(head)
            text = re.sub(r"^([^,]+)", rf"\1 {tail}", text, count=1) if tail else text
            break
    text = re.sub(r"\s*\([^)]*\)", "", text)
    return [p.strip() for p in text.split(",") if p.strip()]


def plain_name(description: str) -> str:
    """Name in reading order: ``"Oil, rice bran"`` -> ``"Rice bran oil"``.

    Examples
    --------
    >>> plain_name("Spices, allspice, ground")
    'Allspice, ground'
    >>> plain_name("Beans, navy, mature seeds, raw")
    'Navy beans, mature seeds, raw'
    >>> plain_name("Cabbage, raw")
    'Cabbage, raw'
    """
    parts = parts_of(description)
    head = HEADS.get(parts[0])
    if head and len(parts) > 1 and not FORM.match(parts[1]):
        word = parts[1] if parts[1].lower().endswith(head) else f"{parts[1]} {head}"
        parts = [word, *parts[2:]]
    name = ", ".join(parts)
    return name[:1].upper() + name[1:]


def key_candidates(description: str) -> tuple[str, ...]:
    """Texts for a key, the shortest first; later ones keep more of the description."""
    name = plain_name(description)
    short = name
    for filler in FILLERS:
        short = re.sub(filler, "", short, flags=re.IGNORECASE)
    short = re.sub(r"(\s*,\s*)+", ", ", short).strip(" ,")
    brackets = " ".join(re.findall(r"\(([^)]*)\)", description))
    texts = (short, name, f"{name} {brackets}".strip(), description)
    return tuple(dict.fromkeys(t for t in texts if t))


DRIED = re.compile(r"\b(dried|dehydrated|desiccated|freeze-dried|sun-dried|powder|flakes)\b")

MARKED = re.compile(r"\bimitation\b|(?<!un)\bsweetened\b|\bsalted\b")
"""Words that a statement must not hide."""


def declaration_name(name: str) -> str:
    """Words for an ingredient statement from a plain name: the food, and "dried" where it is.

    Examples
    --------
    >>> declaration_name("Apples, dried, sulfured, uncooked"), declaration_name("Oat flour, whole")
    ('dried apples', 'oat flour')
    """
    words = re.sub(r"\s*[(\[].*?[)\]]", "", name).split(",")
    first = words[0].strip().lower()
    rest = ",".join(words[1:]).lower()
    if DRIED.search(rest) and not DRIED.search(first):
        first = f"{'powdered' if 'powder' in rest else 'dried'} {first}"
    if "undiluted" in rest and "concentrate" not in first:
        first = f"{first} concentrate"
    if "syrup" in rest and "syrup" not in first:
        return f"{first} in syrup"
    marked = MARKED.search(rest)
    return f"{marked[0]} {first}" if marked else first
