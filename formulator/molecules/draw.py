"""Draw one molecule as SVG, safely: sizes are bounded before anything is drawn."""

from __future__ import annotations

import html
import re
from typing import Any

from rdkit.Chem.Draw import rdMolDraw2D

from formulator.errors import InputError
from formulator.molecules.parse import parse_smiles

MIN_PIXELS, MAX_PIXELS = 50, 2000
"""Smallest and largest side of a drawing, [px]."""
_PROLOGUE = re.compile(r"<\?xml[^>]*\?>\s*")
_SVG_TAG = re.compile(r"<svg[^>]*>")


def draw_svg(smiles: str, *, title: str = "", width: int = 220, height: int = 160) -> str:
    """Draw a molecule.

    Parameters
    ----------
    smiles : str
        At most 500 characters, 150 heavy atoms and 10 fragments.
    title : str
        Text for screen readers and the tooltip; it is escaped.
    width, height : int
        Size, [px].

    Returns
    -------
    str
        One ``<svg>`` element on a transparent ground, fit to stand inside HTML.

    Raises
    ------
    InputError
        If the SMILES cannot be read or is too large, or if a side is not 50 to 2000 px.
    """
    if not (MIN_PIXELS <= width <= MAX_PIXELS and MIN_PIXELS <= height <= MAX_PIXELS):
        raise InputError(
            f"a drawing's sides must be {MIN_PIXELS} to {MAX_PIXELS} px, got {width} x {height}"
        )
    mol = parse_smiles(smiles)
    drawer = rdMolDraw2D.MolDraw2DSVG(width, height)
    options: Any = drawer.drawOptions()
    options.clearBackground = False
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, mol)
    drawer.FinishDrawing()
    svg = _PROLOGUE.sub("", str(drawer.GetDrawingText())).strip()
    if title:
        label = f"<title>{html.escape(title)}</title>"
        svg = _SVG_TAG.sub(lambda tag: tag[0] + label, svg, count=1)
    return svg
