"""Words of taste in English and Korean: which attribute, which pole, is a mention a complaint.

Everyday usage, written by hand for this project (evidence: general knowledge). A pattern with
``sign`` -1 names the opposite pole: "watery" is little thickness. ``is_complaint`` marks words
whose mere mention is a wish for less of them: "beany" is never praise, "sweet" may be. English
comparatives ("thicker") are wishes by themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """A pattern of words for one pole of an attribute."""

    pattern: re.Pattern[str]
    attribute: str
    sign: int
    is_complaint: bool = False
    is_wish: bool = False
    """A comparative: the wish is in the word."""


_NOTE: Final = r"(?:\s+(?:taste|flavou?rs?|notes?|smell|odou?r|tone)\b)?"
_MAT: Final = r"(?:은|한)?(?:\s*(?:맛|느낌|향))?"


def _english(attribute: str, sign: int, words: str, *, complaint: bool = False) -> Word:
    return Word(re.compile(rf"\b(?:{words})\b{_NOTE}"), attribute, sign, complaint)


def _comparative(attribute: str, sign: int, words: str) -> Word:
    return Word(re.compile(rf"\b(?:{words})\b"), attribute, sign, is_wish=True)


def _korean(attribute: str, sign: int, words: str, *, complaint: bool = False) -> Word:
    return Word(re.compile(rf"(?:{words}){_MAT}"), attribute, sign, complaint)


ENGLISH: Final[tuple[Word, ...]] = (
    _comparative("sweetness", 1, "sweeter"),
    _comparative("sweetness", 1, "under-?sweet(?:ened)?"),
    _comparative("sweetness", -1, "over-?sweet(?:ened)?"),
    _comparative("saltiness", 1, "saltier|under-?salted|under-?seasoned"),
    _comparative("saltiness", -1, "over-?salt(?:y|ed)|over-?seasoned"),
    _comparative("sourness", 1, "sourer|tangier|sharper|tarter"),
    _comparative("bitterness", 1, "bitterer"),
    _comparative("thickness", 1, "thicker|denser|thicken(?:ed)?"),
    _comparative("thickness", -1, "thinner|runnier|thin (?:it|this)(?: out| down)?"),
    _comparative("creaminess", 1, "creamier"),
    _comparative("firmness", 1, "firmer|harder"),
    _comparative("firmness", -1, "softer"),
    _comparative("smoothness", 1, "smoother|silkier"),
    _comparative("nutty", 1, "nuttier"),
    _comparative("flavour_strength", 1, "richer|tastier"),
    _comparative("flavour_strength", -1, "milder|blander"),
    _comparative("dairy_note", 1, "milkier"),
    _comparative("colour", 1, "darker"),
    _comparative("colour", -1, "whiter|paler"),
    _english(
        "sweetness", 1, "cloying(?:ly)?|syrupy|sugary|sicken(?:ing|ingly) sweet", complaint=True
    ),
    _english("sweetness", 1, "sweet|sweetness|sugar|sweetener"),
    _english("saltiness", 1, "brin[ey]|like (?:sea ?water|the sea)", complaint=True),
    _english("saltiness", 1, "salty|saltiness|salt"),
    _english("sourness", 1, "vinegary?|(?:sour|curdled) like", complaint=True),
    _english("sourness", 1, "sour|sourness|acidic|acidity|acid|tart|tartness|tangy|tang|tanginess"),
    _english("bitterness", 1, "bitter|bitterness", complaint=True),
    _english(
        "thickness",
        -1,
        "watery|watered down|runny|thin|liquidy|like (?:drinking )?water|water-?like",
        complaint=True,
    ),
    _english("thickness", 1, "slimy|gloopy|gluey|gummy|like (?:glue|paste|mud)", complaint=True),
    _english("thickness", -1, "liquid|fluid"),
    _english("thickness", 1, "thick|dense|thickness|body|viscous|viscosity"),
    _english("creaminess", 1, "creamy|creaminess|cream"),
    _english("firmness", 1, "rubbery|like rubber|tough", complaint=True),
    _english("firmness", -1, "mushy|squishy|squidgy|soggy", complaint=True),
    _english("firmness", -1, "soft"),
    _english("firmness", 1, "firm|firmness|hard"),
    _english(
        "smoothness",
        -1,
        "gritty|grittiness|grainy|graininess|chalky|chalkiness|sandy|powdery|lumpy|lumps|particles|"
        "grit|grains|coarse|rough|bits|like sand(?:paper)?",
        complaint=True,
    ),
    _english("smoothness", 1, "smooth|smoothness|silky"),
    _english(
        "beany",
        1,
        "beany|beaniness|(?:raw )?(?:beans?|peas?)|soy|legumes?|grass|grassy|green|earthy|vegetal",
        complaint=True,
    ),
    _english("nutty", 1, "nutty|nuttiness|nuts?|hazelnuts?|almonds?|walnuts?|cashews?"),
    _english(
        "dairy_note", 1, "milky|milkiness|milk|dairy|like (?:real )?milk|buttery", complaint=False
    ),
    _english(
        "astringency",
        1,
        "astringent|astringency|puckering|puckery|(?:mouth )?drying|dry mouthfeel|"
        "dries (?:out )?my mouth|mouth (?:feel(?:s)? )?dry|dry mouth",
        complaint=True,
    ),
    _english("aftertaste", 1, "after-?taste", complaint=True),
    _english("oiliness", 1, "oily|oiliness|grease|greasy|greasiness|waxy|fatty", complaint=True),
    _english("oiliness", 1, "oil|fat"),
    _english("colour", 1, "yellow(?:ish)?|gr[ae]y(?:ish)?|brown(?:ish)?|beige", complaint=True),
    _english("colour", 1, "dark(?! chocolate)"),
    _english("colour", -1, "white|pale"),
    _english(
        "flavour_strength",
        -1,
        "bland|dull|tasteless|flavou?rless|insipid|tastes? of nothing|tastes? like nothing|"
        r"boring|(?:no|zero|without) (?:\w+ )?(?:taste|flavou?r)(?= at all| whatsoever|\s*$)",
        complaint=True,
    ),
    _english("flavour_strength", -1, "mild"),
    _english("flavour_strength", 1, r"rich|flavou?rs?|tast(?:es?|ing)(?! (?:\w+ )?like)|aroma"),
)
"""Longer and more particular words stand before those that they contain."""

KOREAN: Final[tuple[Word, ...]] = (
    _korean("firmness", 1, "단단|딱딱"),
    _korean("firmness", -1, "흐물(?:흐물)?|물컹(?:물컹)?", complaint=True),
    _korean("firmness", -1, "물렁|물러|무르|말랑"),
    _korean(
        "sweetness",
        1,
        r"단맛|당도|설탕|달콤|(?<![가-힣])달(?:아|았|게|고|면|다|지|네|어|기|군|더|던|$)|(?<![가-힣])답니다|(?<![가-힣])단(?=\s|$)",
    ),
    _korean(
        "saltiness", -1, r"간이\s?(?:(?:좀|너무|조금)\s?)?(?:싱겁|싱거|심심|밍밍)", complaint=True
    ),
    _korean(
        "saltiness",
        1,
        r"짠맛|염도|소금|(?<![가-힣])간이|(?<![가-힣])짜(?:요|다|게|고|네|지|서|면|$)|(?<![가-힣])짭",
        complaint=True,
    ),
    _korean(
        "sourness",
        1,
        r"신맛|산미|시큼|새콤|(?<![가-힣])시(?:게|어|다|고|네|군|더|던|$)|(?<![가-힣])십니다|(?<![가-힣])셔(?:요|서|$)",
    ),
    _korean(
        "bitterness",
        1,
        r"쓴맛|씁쓸|(?<![가-힣])쓰(?:다|고|네|게|지|$)|(?<![가-힣])써(?:요|서|$)|(?<![가-힣])쓴",
        complaint=True,
    ),
    _korean("thickness", -1, r"묽|물\s?같|물처럼|물\s?탄", complaint=True),
    _korean("thickness", 1, "찐득|끈적", complaint=True),
    _korean("thickness", 1, "걸쭉|되직|뻑뻑|꾸덕|점도|농도"),
    _korean("creaminess", 1, "크리미|크림"),
    _korean("smoothness", -1, "꺼끌|까끌|까칠|가루|입자|알갱이|거칠|거친", complaint=True),
    _korean("smoothness", 1, "부드럽|부드러|매끄|매끈|곱게"),
    _korean(
        "beany",
        1,
        r"콩\s?비린|비린내|비린|콩\s?맛|콩\s?냄새|콩\s?향|두유\s?(?:맛|냄새|향)|풋내|풀\s?냄새|풀내|날콩",
        complaint=True,
    ),
    _korean("nutty", 1, "고소|견과"),
    _korean("dairy_note", -1, r"우유\s?(?:맛\s?)?같지\s?(?:가\s?)?않", complaint=True),
    _korean("dairy_note", 1, r"우유\s?(?:같은\s)?맛|우유\s?향|우유|유제품"),
    _korean("astringency", 1, r"떫|텁텁|입이\s?마르|입안이\s?마르", complaint=True),
    _korean("aftertaste", 1, r"뒷\s?맛|끝\s?맛|잔맛|뒤끝|끝까지|오래\s?남", complaint=True),
    _korean("oiliness", 1, r"느끼(?=[하해한함합])|기름", complaint=True),
    _korean("colour", 1, "누렇|누래|노랗|노래요|칙칙|회색", complaint=True),
    _korean(
        "colour",
        1,
        r"어두|어둡|색이(?!.{0,8}(?:밝|하[얗얬얘]|희|어두|어둡|누[렇래]|노[랗래]))|색깔|색상|(?<![가-힣])색(?=\s|을|은)",
    ),
    _korean("colour", -1, "하얗|하얬|하얘|희게|밝"),
    _korean("flavour_strength", -1, "밍밍|싱거|싱겁|심심|밋밋", complaint=True),
    _korean("flavour_strength", 1, r"풍미|(?<![가-힣])향이|(?<![가-힣])맛(?=이|은|을|도)"),
)
