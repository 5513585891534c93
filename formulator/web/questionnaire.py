"""The questions of the ballot and their words: data of a questionnaire version, not screen text.

Changing a word changes what tasters answer, so a change here is a new ``VERSION``, which is
kept with each round.

Sources: the nine hedonic words are those of Peryam & Pilgrim (1957), Food Technology 11, 9-14;
the five just-about-right levels and the order of the questions follow ASTM MNL63 (2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formulator.panel.scales import HEDONIC_ATTRIBUTES, HEDONIC_QUESTIONS, HEDONIC_WORDS
from formulator.panel.wishes import DIRECTIVES

VERSION = "1"

Words = Mapping[str, str]
"""Language code to text."""
LANGUAGES: Words = {"en": "English", "ko": "한국어"}


class QuestionKind(StrEnum):
    """How a question is answered."""

    HEDONIC = "hedonic"
    JAR = "jar"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one cup."""

    key: str
    kind: QuestionKind
    is_required: bool
    text: Words
    anchors: tuple[Words, ...]
    """Words of the answers, lowest first: nine (hedonic) or five (just about right)."""

    @property
    def choices(self) -> range:
        """The permitted answers: 1 to 9 or 1 to 5."""
        return range(1, len(self.anchors) + 1)


@dataclass(frozen=True, slots=True)
class Chip:
    """A wish that a taster may tick."""

    key: str
    text: Words


HEDONIC: tuple[Words, ...] = tuple(
    {"en": en, "ko": ko} for en, ko in zip(HEDONIC_WORDS["en"], HEDONIC_WORDS["ko"], strict=True)
)


def _hedonic(key: str) -> Question:
    text = {"en": HEDONIC_QUESTIONS["en"][key], "ko": HEDONIC_QUESTIONS["ko"][key]}
    return Question(key, QuestionKind.HEDONIC, True, text, HEDONIC)


def _jar(key: str, text: Words, levels: tuple[Words, ...]) -> Question:
    return Question(key, QuestionKind.JAR, False, text, levels)


QUESTIONS: tuple[Question, ...] = (
    *(_hedonic(key) for key in HEDONIC_ATTRIBUTES),
    _jar(
        "sweetness",
        {"en": "How is the sweetness?", "ko": "단맛은 어떻습니까?"},
        (
            {"en": "much too little sweet", "ko": "전혀 달지 않다"},
            {"en": "a little too little sweet", "ko": "약간 덜 달다"},
            {"en": "just about right", "ko": "딱 좋다"},
            {"en": "a little too sweet", "ko": "약간 너무 달다"},
            {"en": "much too sweet", "ko": "매우 너무 달다"},
        ),
    ),
    _jar(
        "thickness",
        {"en": "How is the thickness?", "ko": "걸쭉한 정도는 어떻습니까?"},
        (
            {"en": "much too thin", "ko": "매우 너무 묽다"},
            {"en": "a little too thin", "ko": "약간 너무 묽다"},
            {"en": "just about right", "ko": "딱 좋다"},
            {"en": "a little too thick", "ko": "약간 너무 걸쭉하다"},
            {"en": "much too thick", "ko": "매우 너무 걸쭉하다"},
        ),
    ),
    _jar(
        "flavour_strength",
        {"en": "How strong is the flavour?", "ko": "향미의 강도는 어떻습니까?"},
        (
            {"en": "much too weak", "ko": "매우 너무 약하다"},
            {"en": "a little too weak", "ko": "약간 너무 약하다"},
            {"en": "just about right", "ko": "딱 좋다"},
            {"en": "a little too strong", "ko": "약간 너무 강하다"},
            {"en": "much too strong", "ko": "매우 너무 강하다"},
        ),
    ),
)
"""In the order of the page: overall liking first, then parts, then just-about-right."""

_CHIP_KEYS = (
    "less_sweet",
    "sweeter",
    "less_salty",
    "saltier",
    "less_sour",
    "more_sour",
    "less_bitter",
    "thicker",
    "thinner",
    "creamier",
    "smoother",
    "less_oily",
    "less_beany",
    "less_aftertaste",
    "more_flavour",
    "less_flavour",
    "more_milky",
)
CHIPS: tuple[Chip, ...] = tuple(
    Chip(key, {"en": DIRECTIVES[key].en, "ko": DIRECTIVES[key].ko}) for key in _CHIP_KEYS
)
"""Wishes that are offered; the keys are what the learning step understands."""
