"""Wishes: the directives a taster can give, e.g. "less sweet"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Direction = Literal[-1, 1]


@dataclass(frozen=True, slots=True)
class Directive:
    """A wish: one attribute and a direction."""

    key: str
    """For example ``less_sweet``."""
    attribute: str
    """For example ``sweetness``."""
    direction: Direction
    """1 more, -1 less."""
    en: str
    """Words on the chip, English."""
    ko: str
    """Words on the chip, Korean."""


_ROWS: Final = (
    # attribute, key of more, English, Korean, key of less, English, Korean
    ("sweetness", "sweeter", "sweeter", "더 달게", "less_sweet", "less sweet", "덜 달게"),
    ("saltiness", "saltier", "saltier", "더 짜게", "less_salty", "less salty", "덜 짜게"),
    ("sourness", "more_sour", "more sour", "더 시게", "less_sour", "less sour", "덜 시게"),
    (
        "bitterness",
        "more_bitter",
        "more bitter",
        "더 쓰게",
        "less_bitter",
        "less bitter",
        "덜 쓰게",
    ),
    ("thickness", "thicker", "thicker", "더 걸쭉하게", "thinner", "thinner", "더 묽게"),
    (
        "creaminess",
        "creamier",
        "creamier",
        "더 크리미하게",
        "less_creamy",
        "less creamy",
        "덜 크리미하게",
    ),
    ("firmness", "firmer", "firmer", "더 단단하게", "softer", "softer", "덜 단단하게"),
    (
        "smoothness",
        "smoother",
        "smoother, less gritty",
        "더 부드럽게",
        "less_smooth",
        "more grainy",
        "더 거칠게",
    ),
    ("beany", "more_beany", "more beany", "콩맛 더", "less_beany", "less beany", "콩비린내 덜"),
    ("nutty", "nuttier", "nuttier", "더 고소하게", "less_nutty", "less nutty", "덜 고소하게"),
    (
        "flavour_strength",
        "more_flavour",
        "more flavour",
        "풍미 더 강하게",
        "less_flavour",
        "milder flavour",
        "풍미 더 약하게",
    ),
    (
        "dairy_note",
        "more_milky",
        "more milky",
        "우유 맛 더",
        "less_milky",
        "less milky",
        "우유 맛 덜",
    ),
    (
        "astringency",
        "more_astringent",
        "more astringent",
        "더 떫게",
        "less_astringent",
        "less astringent",
        "덜 떫게",
    ),
    (
        "aftertaste",
        "more_aftertaste",
        "longer aftertaste",
        "뒷맛 더",
        "less_aftertaste",
        "less aftertaste",
        "뒷맛 덜",
    ),
    (
        "oiliness",
        "more_oily",
        "richer in oil",
        "더 기름지게",
        "less_oily",
        "less oily",
        "덜 느끼하게",
    ),
    ("colour", "darker", "darker", "더 진한 색", "whiter", "whiter", "더 하얗게"),
)


def _directives() -> dict[str, Directive]:
    found: dict[str, Directive] = {}
    for attribute, more, more_en, more_ko, less, less_en, less_ko in _ROWS:
        found[more] = Directive(more, attribute, 1, more_en, more_ko)
        found[less] = Directive(less, attribute, -1, less_en, less_ko)
    return found


DIRECTIVES: Final[dict[str, Directive]] = _directives()
"""All wishes by key."""

ATTRIBUTES: Final[tuple[str, ...]] = tuple(row[0] for row in _ROWS)
"""Attributes that a wish can name."""


def directive_for(attribute: str, direction: int) -> Directive | None:
    """Find the wish for an attribute and a direction (any positive or negative number).

    Examples
    --------
    >>> directive_for("sweetness", -1).key
    'less_sweet'
    """
    sign = 1 if direction > 0 else -1
    matches = (d for d in DIRECTIVES.values() if d.attribute == attribute and d.direction == sign)
    return next(matches, None)
