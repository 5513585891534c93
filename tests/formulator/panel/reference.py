"""Development data for reference values; tests skip where it is not on the machine."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.learning.studies import shared_data


def rows(*parts: str) -> list[dict[str, str]]:
    root = shared_data()
    if root is None:
        pytest.skip("the development data are not on this machine")
    with (root / "sensory" / Path(*parts)).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def cube(data: list[dict[str, str]], keys: tuple[str, str, str], value: str) -> np.ndarray:
    """Complete table assessor x product x replicate."""
    levels = [sorted({r[k] for r in data}, key=lambda s: (len(s), s)) for k in keys]
    table = np.full([len(x) for x in levels], np.nan)
    for r in data:
        at = tuple(x.index(r[k]) for x, k in zip(levels, keys, strict=True))
        table[at] = float(r[value])
    return table


def yogurt_table() -> np.ndarray:
    """80 tasters x 9 yogurts A..I, complete."""
    data = rows("yogurt", "liking_long.csv")
    people = sorted({r["Consumer"] for r in data}, key=int)
    table = np.full((len(people), 9), np.nan)
    for r in data:
        row = people.index(r["Consumer"])
        table[row, "ABCDEFGHI".index(r["ProductName"][0])] = float(r["Liking"])
    return table
