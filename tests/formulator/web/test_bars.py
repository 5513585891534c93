from __future__ import annotations

import re
from dataclasses import replace

import pytest

from formulator.web.bars import LEGEND, ROLE_COLOURS, composition_bar, role_legend
from tests.formulator.web.examples import candidate


def test_the_bar_holds_every_part_but_water_and_fills_its_width() -> None:
    html = composition_bar(candidate(0))
    widths = [float(w) for w in re.findall(r"width:([\d.]+)%", html)]
    assert len(widths) == 3
    assert sum(widths) == pytest.approx(100, abs=0.01)
    assert 'role="img"' in html
    assert "Pea protein isolate 2.5 %" in html


def test_a_hostile_name_is_text_in_the_bar() -> None:
    parts = (*candidate(0).parts[:1], replace(candidate(0).parts[1], name='"><script>x</script>'))
    html = composition_bar(replace(candidate(0), parts=parts))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_water_alone_has_no_bar() -> None:
    assert composition_bar(replace(candidate(0), parts=candidate(0).parts[:1])) == ""


def test_every_colour_of_a_bar_is_in_the_legend() -> None:
    assert set(ROLE_COLOURS.values()) <= {colour for _, colour in LEGEND}
    assert all(words in role_legend() for words, _ in LEGEND)
