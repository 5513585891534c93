"""Scales in words: 9-point hedonic and just-about-right, English and Korean."""

from __future__ import annotations

from typing import Final, Literal

Language = Literal["en", "ko"]

HEDONIC_ATTRIBUTES: Final = ("overall", "taste", "texture", "appearance")
"""Liking questions in the order in which they are asked: overall always first."""

HEDONIC_RANGE: Final = (1, 9)

HEDONIC_WORDS: Final[dict[Language, tuple[str, ...]]] = {
    # Peryam & Pilgrim 1957, Food Technology 11(9) 9-14; Korean wording: general knowledge.
    "en": (
        "dislike extremely",
        "dislike very much",
        "dislike moderately",
        "dislike slightly",
        "neither like nor dislike",
        "like slightly",
        "like moderately",
        "like very much",
        "like extremely",
    ),
    "ko": (
        "대단히 싫다",
        "아주 싫다",
        "보통으로 싫다",
        "약간 싫다",
        "좋지도 싫지도 않다",
        "약간 좋다",
        "보통으로 좋다",
        "아주 좋다",
        "대단히 좋다",
    ),
}
"""Words of the steps 1 to 9. The steps are not equal in size and people avoid the ends."""

HEDONIC_QUESTIONS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "overall": "Overall, how much do you like this sample?",
        "taste": "How much do you like its taste?",
        "texture": "How much do you like its texture?",
        "appearance": "How much do you like its appearance?",
    },
    "ko": {
        "overall": "이 시료를 전반적으로 얼마나 좋아하십니까?",
        "taste": "맛은 얼마나 좋습니까?",
        "texture": "질감은 얼마나 좋습니까?",
        "appearance": "외관은 얼마나 좋습니까?",
    },
}

JAR_ATTRIBUTES: Final = ("sweetness", "thickness", "flavour_strength")
"""Just-about-right questions of the standard ballot."""

JAR_RANGE: Final = (-2, 2)
"""-2 much too little, 0 just about right, 2 much too much."""

MAX_JAR: Final = 5
"""More than five just-about-right items tire a taster (handbook, section 6)."""

JAR_WORDS: Final[dict[Language, tuple[str, ...]]] = {
    "en": (
        "much too little",
        "too little",
        "just about right",
        "too much",
        "much too much",
    ),
    "ko": ("너무 약하다", "약간 약하다", "딱 알맞다", "약간 강하다", "너무 강하다"),
}
"""Words of the steps -2 to 2."""

JAR_NAMES: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "sweetness": "sweetness",
        "thickness": "thickness",
        "flavour_strength": "flavour strength",
        "saltiness": "saltiness",
        "sourness": "sourness",
        "bitterness": "bitterness",
        "creaminess": "creaminess",
        "firmness": "firmness",
    },
    "ko": {
        "sweetness": "단맛",
        "thickness": "걸쭉한 정도",
        "flavour_strength": "풍미의 세기",
        "saltiness": "짠맛",
        "sourness": "신맛",
        "bitterness": "쓴맛",
        "creaminess": "크리미한 정도",
        "firmness": "단단한 정도",
    },
}

DIFFERENCE_RANGE: Final = (0, 10)
"""Difference from the labelled control: 0 no difference, 10 extremely different."""
