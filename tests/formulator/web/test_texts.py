"""Words and colours that tasters read."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from formulator.web import theme
from formulator.web.questionnaire import LANGUAGES
from formulator.web.texts import TEXTS, choose_language, translate

PAGE = Path(theme.__file__).parent / "templates" / "page.html"


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_is_there_in_every_language_with_the_same_fields(key: str) -> None:
    words = TEXTS[key]
    assert set(words) == set(LANGUAGES)
    fields = [{name for _, name, _, _ in Formatter().parse(w) if name} for w in words.values()]
    assert all(f == fields[0] for f in fields)


def test_an_unknown_language_reads_english() -> None:
    assert translate("send", "xx") == "Send"


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [("ko-KR,ko;q=0.9", "ko"), ("fr,ko;q=0.5", "ko"), ("fr", "en"), ("", "en"), ("KO_kr", "ko")],
)
def test_the_browser_s_language_is_followed(wanted: str, chosen: str) -> None:
    assert choose_language(wanted) == chosen


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_ballot_s_colours_are_told_apart(scheme: int) -> None:
    """Text at 4.5 to 1, borders of answers at 3 to 1 (WCAG 2.2 AA)."""
    block = re.findall(r":root \{([^}]*)\}", PAGE.read_text(encoding="utf-8"))[scheme]
    colour = dict(re.findall(r"--(\w+): (#[0-9a-f]+);", block))
    for text in ("ink", "soft", "bad"):
        assert contrast(colour[text], colour["paper"]) >= 4.5, text
    assert contrast(colour["on"], colour["key"]) >= 4.5
    assert contrast(colour["line"], colour["paper"]) >= 3


@pytest.mark.parametrize("table", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_app_s_colours_are_told_apart(table: dict[str, str]) -> None:
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(table["textColor"], table[ground]) >= 4.5
    assert contrast("#ffffff", table["primaryColor"]) >= 4.5
    assert contrast(table["primaryColor"], table["backgroundColor"]) >= 3
