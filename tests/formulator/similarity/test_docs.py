"""The page on similarity says what the code does."""

from __future__ import annotations

import doctest
from pathlib import Path

from formulator.profiles import AXES, BLOCKS
from formulator.similarity.target import BLOCK_WEIGHTS, REACH, SHRINK, WEBER

PAGE = Path(__file__).parents[3] / "docs" / "similarity.md"


def test_the_example_by_hand_is_what_the_code_computes() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.attempted >= 11
    assert result.failed == 0


def test_the_constants_of_the_page_are_those_of_the_code() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"{len(AXES)} declared axes" in text
    assert len(BLOCKS) == 10
    assert f"({WEBER:g} m + {REACH:g} r)" in text
    assert f"n / (n + {SHRINK:g})" in text
    for block, weight in BLOCK_WEIGHTS.items():
        assert f"{block.replace('_', '-' if block == 'taste_active' else ' ')} {weight:g}" in text
