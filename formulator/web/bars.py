"""A formula as one thin bar, coloured by what its parts do: HTML without any script.

Everybody hears the same as is seen: the bar is an image with words.
"""

from __future__ import annotations

from html import escape

from formulator.search.candidate import Candidate
from formulator.web.formulas import WATER
from formulator.web.theme import BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILLION

ROLE_COLOURS = {
    "protein source": BLUE,
    "fat source": ORANGE,
    "plant base": GREEN,
    "sweetener": PURPLE,
    "starch": SKY,
    "fibre": SKY,
    "stabiliser": VERMILLION,
    "emulsifier": VERMILLION,
}
"""Role to colour (Okabe-Ito); all other roles are grey."""
LEGEND = (
    ("protein", BLUE),
    ("fat", ORANGE),
    ("plant base", GREEN),
    ("sweetener", PURPLE),
    ("starch, fibre", SKY),
    ("stabiliser, emulsifier", VERMILLION),
    ("salts and others", GREY),
)


def composition_bar(candidate: Candidate) -> str:
    """Return the parts beside added water as a bar, in shares of their sum.

    Parameters
    ----------
    candidate : Candidate

    Returns
    -------
    str
        HTML; names are escaped.
    """
    dry = sorted((p for p in candidate.parts if p.key != WATER), key=lambda p: -p.percent)
    total = sum(p.percent for p in dry)
    if total <= 0:
        return ""
    words = ", ".join(f"{p.name} {p.percent:g} %" for p in dry)
    pieces = "".join(
        f'<span title="{escape(f"{p.name} {p.percent:g} %")}" style="display:block;height:100%;'
        f"width:{100 * p.percent / total:.3f}%;background:{ROLE_COLOURS.get(p.role, GREY)};"
        'border-right:1px solid rgba(255,255,255,.75);box-sizing:border-box"></span>'
        for p in dry
    )
    return (
        f'<div role="img" aria-label="Without added water: {escape(words)}" style="display:flex;'
        f'height:14px;border-radius:4px;overflow:hidden">{pieces}</div>'
    )


def role_legend() -> str:
    """Return what the colours of the bars mean, as HTML."""
    items = "".join(
        '<span style="display:inline-flex;align-items:center;gap:.3rem;margin-right:.8rem">'
        f'<span aria-hidden="true" style="width:.75rem;height:.75rem;border-radius:2px;'
        f'background:{colour}"></span>{escape(words)}</span>'
        for words, colour in LEGEND
    )
    return f'<div style="font-size:.8rem;opacity:.85;line-height:1.6">{items}</div>'
