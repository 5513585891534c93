"""The questions of the ballot and their words: data of a questionnaire version, not screen text.

Changing a word changes what tasters answer, so a change here is a new ``VERSION``, which the log
keeps with each round that is opened.

Sources: the nine hedonic words are those of Peryam & Pilgrim (1957), Food Technology 11, 9-14;
the five just-about-right levels and the order of the questions follow ASTM MNL63 (2009).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from formulator.panel.scales import (
    HEDONIC_ATTRIBUTES,
    HEDONIC_QUESTIONS,
    HEDONIC_WORDS,
    JAR_ATTRIBUTES,
)
from formulator.panel.wishes import DIRECTIVES

VERSION = "3"

Words = Mapping[str, str]
"""Language code to text."""
LANGUAGES: Words = {"en": "English", "ko": "한국어"}


class QuestionKind(StrEnum):
    """How a question is answered."""

    HEDONIC = "hedonic"
    JAR = "jar"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Question:
    """One question about one cup."""

    key: str
    kind: QuestionKind
    is_required: bool
    text: Words
    anchors: tuple[Words, ...]
    """Words of the answers, lowest first: nine (hedonic), five (just about right), eleven."""
    first: int = 1
    """Number of the lowest answer."""

    @property
    def choices(self) -> range:
        """The permitted answers: 1 to 9, 1 to 5 or 0 to 10."""
        return range(self.first, self.first + len(self.anchors))


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


LIKING: tuple[Question, ...] = tuple(_hedonic(key) for key in HEDONIC_ATTRIBUTES)
"""Overall first, then its parts."""

_JAR: tuple[Question, ...] = (
    _jar(
        "sweetness",
        {"en": "How is the sweetness?", "ko": "단맛은 어떻습니까?"},
        (
            {"en": "not nearly sweet enough", "ko": "단맛이 너무 약하다"},
            {"en": "not quite sweet enough", "ko": "단맛이 약간 약하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too sweet", "ko": "단맛이 약간 강하다"},
            {"en": "much too sweet", "ko": "단맛이 너무 강하다"},
        ),
    ),
    _jar(
        "thickness",
        {"en": "How is the thickness?", "ko": "걸쭉한 정도는 어떻습니까?"},
        (
            {"en": "much too thin", "ko": "너무 묽다"},
            {"en": "a little too thin", "ko": "약간 묽다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too thick", "ko": "약간 걸쭉하다"},
            {"en": "much too thick", "ko": "너무 걸쭉하다"},
        ),
    ),
    _jar(
        "flavour_strength",
        {"en": "How strong is the flavour?", "ko": "풍미의 세기는 어떻습니까?"},
        (
            {"en": "much too weak", "ko": "너무 약하다"},
            {"en": "a little too weak", "ko": "약간 약하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too strong", "ko": "약간 강하다"},
            {"en": "much too strong", "ko": "너무 강하다"},
        ),
    ),
    _jar(
        "saltiness",
        {"en": "How is the saltiness?", "ko": "짠맛은 어떻습니까?"},
        (
            {"en": "not nearly salty enough", "ko": "짠맛이 너무 약하다"},
            {"en": "not quite salty enough", "ko": "짠맛이 약간 약하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too salty", "ko": "짠맛이 약간 강하다"},
            {"en": "much too salty", "ko": "짠맛이 너무 강하다"},
        ),
    ),
    _jar(
        "sourness",
        {"en": "How is the sourness?", "ko": "신맛은 어떻습니까?"},
        (
            {"en": "not nearly sour enough", "ko": "신맛이 너무 약하다"},
            {"en": "not quite sour enough", "ko": "신맛이 약간 약하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too sour", "ko": "신맛이 약간 강하다"},
            {"en": "much too sour", "ko": "신맛이 너무 강하다"},
        ),
    ),
    _jar(
        "bitterness",
        {"en": "How is the bitterness?", "ko": "쓴맛은 어떻습니까?"},
        (
            {"en": "not nearly bitter enough", "ko": "쓴맛이 너무 약하다"},
            {"en": "not quite bitter enough", "ko": "쓴맛이 약간 약하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too bitter", "ko": "쓴맛이 약간 강하다"},
            {"en": "much too bitter", "ko": "쓴맛이 너무 강하다"},
        ),
    ),
    _jar(
        "creaminess",
        {"en": "How is the creaminess?", "ko": "크리미한 정도는 어떻습니까?"},
        (
            {"en": "not nearly creamy enough", "ko": "크리미함이 너무 부족하다"},
            {"en": "not quite creamy enough", "ko": "크리미함이 약간 부족하다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too creamy", "ko": "약간 지나치게 크리미하다"},
            {"en": "much too creamy", "ko": "너무 크리미하다"},
        ),
    ),
    _jar(
        "firmness",
        {"en": "How is the firmness?", "ko": "단단한 정도는 어떻습니까?"},
        (
            {"en": "much too soft", "ko": "너무 무르다"},
            {"en": "a little too soft", "ko": "약간 무르다"},
            {"en": "just about right", "ko": "딱 적당하다"},
            {"en": "a little too firm", "ko": "약간 단단하다"},
            {"en": "much too firm", "ko": "너무 단단하다"},
        ),
    ),
)
JAR_QUESTIONS: Mapping[str, Question] = {question.key: question for question in _JAR}
"""Just-about-right questions that a round may ask, by attribute."""

_NUMBERS: tuple[Words, ...] = tuple({"en": str(n), "ko": str(n)} for n in range(1, 10))
DIFFERENCE = Question(
    "difference",
    QuestionKind.DIFFERENCE,
    True,
    {
        "en": "How different is it from the cup marked CONTROL?",
        "ko": "CONTROL이라고 적힌 컵과 얼마나 다릅니까?",
    },
    (
        {"en": "no difference", "ko": "차이 없음"},
        *_NUMBERS,
        {"en": "extremely different", "ko": "매우 다름"},
    ),
    first=0,
)
"""Asked where every taster also has an open cup of the control."""

TERMS: Mapping[str, Words] = {
    "beany": {"en": "beany", "ko": "콩 비린내"},
    "grassy": {"en": "grassy, green", "ko": "풀 냄새"},
    "nutty": {"en": "nutty", "ko": "고소한 맛"},
    "cereal": {"en": "like cereal", "ko": "곡물 맛"},
    "milky": {"en": "milky", "ko": "우유 맛"},
    "creamy": {"en": "creamy", "ko": "크리미한 느낌"},
    "sweet": {"en": "sweet", "ko": "단맛"},
    "salty": {"en": "salty", "ko": "짠맛"},
    "sour": {"en": "sour", "ko": "신맛"},
    "bitter": {"en": "bitter", "ko": "쓴맛"},
    "astringent": {"en": "drying, astringent", "ko": "떫은맛"},
    "fatty": {"en": "fatty, oily", "ko": "기름진 느낌"},
    "watery": {"en": "watery", "ko": "묽은 느낌"},
    "thick": {"en": "thick", "ko": "걸쭉한 느낌"},
    "smooth": {"en": "smooth", "ko": "부드러운 느낌"},
    "gritty": {"en": "chalky, gritty", "ko": "가루 느낌"},
    "cooked": {"en": "cooked", "ko": "익힌 냄새"},
    "vanilla": {"en": "vanilla", "ko": "바닐라 향"},
    "cardboard": {"en": "like cardboard", "ko": "종이 냄새"},
    "aftertaste": {"en": "long aftertaste", "ko": "오래 남는 뒷맛"},
}
"""Words that a round may offer to tick; the keys are what is kept."""

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


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one round asks of each cup."""

    jar: tuple[str, ...] = JAR_ATTRIBUTES
    """Just-about-right attributes, in order."""
    cata: tuple[str, ...] = ()
    """Words to tick; empty when the list is not asked."""
    difference: bool = False
    """Whether the difference from an open control is asked."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions with one answer, in the order of the page: overall liking first."""
        jar = tuple(JAR_QUESTIONS[key] for key in self.jar if key in JAR_QUESTIONS)
        return (*LIKING, *((DIFFERENCE,) if self.difference else ()), *jar)

    def terms(self, seed: str) -> tuple[Chip, ...]:
        """Return the words to tick in an order of each taster's own, so that none gains by place.

        Parameters
        ----------
        seed : str
            Id of the seat: the order stays the same for one taster in one round.
        """
        known = [key for key in self.cata if key in TERMS]
        known.sort(key=lambda key: sha256(f"{seed} {key}".encode()).hexdigest())
        return tuple(Chip(key, TERMS[key]) for key in known)

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Questionnaire:
        """Read what a round asks from its settings; rounds of before ask the standard questions."""
        asked = settings.get("questions") or {}
        return cls(
            jar=tuple(asked.get("jar", JAR_ATTRIBUTES)),
            cata=tuple(asked.get("cata", ())),
            difference=bool(asked.get("difference", False)),
        )


STANDARD = Questionnaire()
QUESTIONS: tuple[Question, ...] = STANDARD.questions
"""What a round asks when nobody chose otherwise."""
