"""Category, form, part and kind of a plant food from its description: rules of thumb, reviewed."""

from __future__ import annotations

import re
from collections.abc import Collection

GROUP_CATEGORY = {
    "0200": "spice", "0400": "fat", "0800": "grain", "0900": "fruit", "1100": "vegetable",
    "1200": "nut_seed", "1400": "beverage", "1600": "legume", "1800": "leavening",
    "1900": "sweetener", "2000": "grain", "3100": "vegetable",
}  # fmt: skip
"""SR28 food group -> category."""

# First rule that matches wins; words are tested on the lower-case description.
_CATEGORY_RULES: tuple[tuple[str, str], ...] = (
    (r"^vinegar", "acid"),
    (r"vanilla extract", "flavour"),
    (r"soybean lecithin", "emulsifier"),
    (r"cream of tartar", "acid"),
    (r"baking soda", "mineral"),
    (r"^salt,", "mineral"),
    (r"leavening agents, yeast", "culture_enzyme"),
    (r"cocoa, dry|baking chocolate|^chocolate", "cocoa"),
    (r"\bpectin\b|seed gums", "hydrocolloid"),
    (r"aspartame|sucralose|saccharin|stevia", "sweetener"),
    (r"protein isolate|protein concentrate|gluten", "protein"),
    (r"cornstarch|tapioca|arrowroot flour|\bstarch\b(?!.* syrup| syrup)", "starch"),
    (r"textured soy protein", "protein"),
    (r"\bmiso\b|soy sauce|doubanjiang|sake lees|mustard, whole-grain", "flavour"),
    (r"\bwine\b(?! vinegar)|^sake\b|\bmirin\b", "beverage"),
    (r"starch syrup|maltitol|^glucose, anhydrous", "sweetener"),
    (r"mushroom|fungi|fungus|truffle|jew's ear|pepeao|cloud ear", "mushroom"),
    (
        r"seaweed|spirulina|kombu|wakame|\bnori\b|laver|sea lettuce|arame|hijiki|^agar, bar|dulse|"
        r"\bwrack\b|gracilaria|irish moss|sea spaghetti|mozuku",
        "seaweed",
    ),
    (r"^oil|vegetable oil|shortening", "fat"),
    (r"^fruit butters", "fruit"),
    (r"^(lemon|lime) juice", "acid"),
)
_ALASKA = (
    (r"\boil\b", "fat"),
    (r"tea,", "beverage"),
    (r"corn|piki", "grain"),
    (r"nuts|hazelnut|pinon", "nut_seed"),
    (r"berr|melon|pears|plums|rose hips|cloud|cherr|rhubarb", "fruit"),
)
_FORMS: tuple[tuple[str, str], ...] = (
    (r"protein isolate", "isolate"),
    (r"protein concentrate", "concentrate"),
    (r"frozen concentrate.*undiluted|juice concentrate", "concentrate"),
    (r"\bjuice\b(?! pack)|nectar|coconut water|drink", "juice"),
    (r"brewed", "brewed"),
    (r"\boil\b(?!.roasted)|^oil|shortening|lecithin", "oil"),
    (r"\bflour\b|\bmeal\b|cornmeal|semolina|farina", "flour"),
    (r"starch|tapioca", "starch"),
    (r"\bbran\b", "bran"),
    (r"\bgerm\b", "germ"),
    (r"\bbutters?\b|\bpaste\b|tahini|puree|creamed", "paste"),
    (r"syrup|molasses", "syrup"),
    (r"pickle|vinegar pack", "pickled"),
    (r"powder|\bground\b|flakes|granules|instant", "powder"),
    (r"oil.roasted|dry.roasted", "roasted"),
    (r"freeze-dried|dehydrated|\bdried\b|sun-dried|desiccated|raisins|prunes|\bdry\b", "dried"),
    (r"\bcanned\b|bottled", "canned"),
    (r"roasted|toasted|sauteed|fried|glazed", "roasted"),
    (r"\bcooked|boiled|steamed|baked|braised|stewed|grilled|microwaved|(?<!un)prepared", "cooked"),
    (r"\bfrozen\b", "frozen"),
    (r"sprouted", "sprouted"),
    (r"mature seeds, raw|split|grain|uncooked|\blentils, (pink|raw)", "whole_dry"),
    (r"\braw\b|fresh", "raw"),
)
_PARTS: tuple[tuple[str, str], ...] = (
    (r"tomato|cucumber|eggplant|pepper|squash|pumpkin, |pumpkin pulp|okra|gourd|chayote|zucchini|"
     r"courgette|pickles|olives|beans, snap|snap beans|french bean|melon", "fruit"),
    (r"caraway|anise|cumin|coriander seed|dill seed|fennel seed|allspice|paprika|cayenne|cardamom",
     "fruit"),
    (r"dill weed|chervil|coriander|marjoram|oregano|rosemary|sage|savory|tarragon|thyme|"
     r"peppermint|spearmint|\bmint\b|bay leaf|perilla leaves", "leaf"),
    (r"turmeric|wasabi|horseradish", "root"),
    (r"cinnamon", "bark"),
    (r"cloves|saffron|capers", "flower"),
    (r"\bleaves\b|greens|lettuce|spinach|cabbage|kale|chard|leafy|basil|parsley|tea", "leaf"),
    (r"\bseeds?\b|beans|lentils|peas\b|nuts|kernels|grain|wheat|rice|oats|corn|flour", "seed"),
    (r"\broot\b|carrot|beet|radish|turnip|potato|cassava|yam|taro|ginger|parsnip", "root"),
    (r"\bpeel\b", "peel"),
    (r"flower|broccoli|cauliflower|artichoke", "flower"),
    (r"mushroom|fungi", "fruiting body"),
    (r"stalk|celery|asparagus|rhubarb|bamboo", "stem"),
    (r"\bonion|garlic|leek|shallot", "bulb"),
)  # fmt: skip
SALTED = re.compile(
    r"\bwith salt\b|with salt added|lightly salted|roasted, salted|, salted$|seeds, salted"
)
"""Same food with salt added: salt is an ingredient of its own, so these are reference foods."""
BRAND = re.compile(
    r"CAMPBELL|V8|\bPACE\b|\bPAM\b|ENOVA|NAKED JUICE|ODWALLA|BOLTHOUSE|OCEAN SPRAY|CONCORD|"
    r"REAL LEMON|HERSHEY|UNCLE BEN|MORI-NU|HOUSE FOODS|EQUAL|SPLENDA|WHEATENA|Natreon|"
    r"HEALTHY REQUEST|KRAFT|SILK"
)
DISH = re.compile(
    r"poultry seasoning|piki bread|au gratin|scalloped|hash brown|o'brien|potato wedges|smoothie|"
    r"fruit cocktail|fruit salad|juice blend|apple and grape|apple, grape|orange-grapefruit|"
    r"meat extender|barbecue|ranch style|mashed, (?!dehydrated)|ready-to-eat, (rice|wheat), puffed|"
    r"self-rising|tortilla mix|chocolate, dark|reduced fat|fortified, smooth|mineral fortified|"
    r"with omega-3|peanut butter, reduced sodium|au jus|tofu|succotash|chowchow|mixed fruit|"
    r"vegetables, mixed|vegetable juice cocktail|tomato and vegetable|peas and (carrots|onions)|"
    r"turnip greens and turnips|restaurant|spiced|artificial sweetener|maraschino|"
    r"prepared, yellow|horseradish, prepared|corn with red|low-sodium, cheddar|pan-fried|"
    r"potato, mashed|candied|in sauce|tomato sauce|with added (calcium|vitamin)|tempeh|natto|miso|"
    r"instant cereal|coffee substitute|mashed|glazed|for frying|icings|tortilla shortening|"
    r"popcorn|frostings|cake mix|bread, |reduced sugar|seasoned|stewed tomatoes|tomatoes.*stewed|"
    r"chili powder mix|partially hydrogenated|\(hydrogenated\)|^shortening|, hydrogenated|"
    r"extra (light|heavy) syrup|"
    r"low sodium|rinsed|low-sodium|harvard|filling fat|mouse nuts|pokeberry|"
    r"nuts, almond paste|tabletop|non-dairy butter|pie mix|with green chilies|"
    r"salt added in processing|"
    r"with sucralose|low saturated fat",
    re.IGNORECASE,
)
"""Finished dishes, blends of several foods and products: reference foods, never ingredients."""


CAUTIONS: tuple[tuple[str, str], ...] = (
    (r"(kidney|lima|scarlet runner|white|navy|pinto|black|pink|flageolet|cranberry|great northern|"
     r"french|yellow|hyacinth|winged) .*beans?.*(raw|dried)|beans, .*mature seeds, raw",
     "lectins: boil before use"),
    (r"cassava, raw|bamboo shoots, raw|lima", "cyanogenic: cook before use"),
    (r"taro.*raw|taro leaves|arrowhead, raw|yautia", "oxalate needles: cook before use"),
    (r"lupins, mature seeds, raw", "bitter alkaloids: sweet varieties or debittered only"),
    (r"ginkgo", "ginkgotoxin: cook, small amounts"),
    (r"elderberr.*raw", "cyanogenic: cook before use"),
    (r"apricot kernel|bitter almond", "amygdalin: refined oil only"),
    (r"bracken|royal fern|fiddlehead|tree fern", "toxins of raw ferns: boil and soak"),
    (r"fava|broad ?beans?", "vicine and convicine: favism"),
    (r"\bhijiki", "inorganic arsenic: food agencies advise against regular use"),
    (r"kelp|kombu|wrack", "iodine: high, dose with care"),
    (r"nutmeg|mace", "myristicin: spice doses only"),
    (r"carambola|star fruit", "oxalate and caramboxin: kidney disease"),
    (r"cottonseed (flour|meal|kernels)", "gossypol: glandless seed only"),
)  # fmt: skip
"""What a food scientist must know before the food goes raw into a formula; general knowledge."""


def caution_of(description: str) -> str:
    """Caution for a food that needs a treatment or a small dose, empty for most."""
    word = first(CAUTIONS, description.lower())
    return f"Caution: {word}. " if word else ""


def first(rules: tuple[tuple[str, str], ...], text: str) -> str | None:
    """Word of the first rule whose pattern is found."""
    return next((word for pattern, word in rules if re.search(pattern, text)), None)


def category_of(group: str, description: str) -> str:
    """Category of a plant food."""
    text = description.lower()
    hit = first(_CATEGORY_RULES, text)
    if hit:
        return hit
    if group == "3500":
        return first(_ALASKA, text) or "vegetable"
    return GROUP_CATEGORY.get(group, "vegetable")


def form_of(description: str) -> str:
    """Form as sold: raw, dried, flour, oil, juice ..."""
    return first(_FORMS, description.lower()) or "whole"


def part_of(category: str, description: str) -> str:
    """Part of the plant, empty when the words do not tell."""
    if category == "fruit":
        return "peel" if "peel, raw" in description.lower() else "fruit"
    if category in ("nut_seed", "grain", "legume"):
        return "seed"
    return first(_PARTS, description.lower()) or ""


SPELLINGS = (
    ("with added ascorbic acid", "without added ascorbic acid"),
    (", enriched", ", unenriched"),
    ("bleached, enriched", "bleached, unenriched"),
)
"""A form and its plainer sister, which stands for both when the table has it."""
REDILUTED = "diluted with 3 volume water"
"""Concentrate and water are ingredients of their own."""


def is_second_spelling(description: str, descriptions: Collection[str]) -> bool:
    """Whether another row of the table is the same ingredient in a plainer form.

    Parameters
    ----------
    description : str
        One food.
    descriptions : collection of str
        All foods of the table.
    """
    if f" {REDILUTED}" in description and "undiluted" not in description:
        return True
    return any(
        fuller in description and description.replace(fuller, plain) in descriptions
        for fuller, plain in SPELLINGS
    )


def is_reference(description: str) -> bool:
    """Whether a plant food is a dish, a branded product or a blend."""
    return any(p.search(description) for p in (BRAND, DISH, SALTED))
