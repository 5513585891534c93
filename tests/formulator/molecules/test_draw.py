from __future__ import annotations

import xml.etree.ElementTree as ET  # parses our own drawing, not foreign input

import pytest

from formulator.errors import InputError
from formulator.molecules.draw import draw_svg


def test_is_one_well_formed_svg_of_the_size_asked_for() -> None:
    root = ET.fromstring(draw_svg("COc1cc(C=O)ccc1O", width=300, height=200))  # noqa: S314  # as above
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert (root.get("width"), root.get("height")) == ("300px", "200px")
    assert len(root) > 5


def test_title_is_escaped() -> None:
    svg = draw_svg("CC=O", title="<script>alert('x')</script>")
    assert "<script>" not in svg
    root = ET.fromstring(svg)  # noqa: S314  # as above
    assert root[0].text == "<script>alert('x')</script>"


def test_same_input_same_drawing() -> None:
    assert draw_svg("CCO") == draw_svg("CCO")


@pytest.mark.parametrize(
    ("smiles", "message"),
    [
        ("C" * 151, "151 heavy atoms"),
        ("C" * 501, "501 characters"),
        (".".join("O" * 11), "11 fragments"),
        ("C1CC", "not a SMILES"),
    ],
    ids=["heavy atoms", "characters", "fragments", "syntax"],
)
def test_refuses_what_is_too_large_or_wrong(smiles: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw_svg(smiles)


def test_refuses_absurd_sizes() -> None:
    with pytest.raises(InputError, match="50 to 2000 px, got 9999 x 160"):
        draw_svg("CCO", width=9999)
