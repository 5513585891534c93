"""Numbers in sentences, and numbers in the cells of tables."""

from __future__ import annotations

import math


def counted(n: int, noun: str) -> str:
    """Return a number with its noun, regular in the plural.

    Examples
    --------
    >>> counted(1, "round"), counted(3, "closed round")
    ('1 round', '3 closed rounds')
    """
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def finite_number(text: str) -> float | None:
    """Return the finite number that a text is, None when it is none.

    Examples
    --------
    >>> finite_number("2.5"), finite_number("nan"), finite_number("two")
    (2.5, None, None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
