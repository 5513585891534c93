"""Row counts and column sums of every table; ``python -m tests.ingredients.pins`` writes them.

A build that changes a number must change ``pins.csv`` too, so that it is seen in the review.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ingredients.tables import DATA

PATH = Path(__file__).parent / "pins.csv"
OWN_TABLES = (
    "duke", "functional", "usda_sr28", "usda_fdc_foundation", "ciqual_2020", "japan_stfcj_2020",
    "usda_flavonoid", "key_odorants", "thresholds", "sweetenersdb",
)  # fmt: skip


def number(text: str) -> float | None:
    """Value of a cell, the evidence letter behind it left away."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float(text[:-1])
    except ValueError:
        return None


def sums(path: Path) -> Iterator[tuple[str, str, int, str]]:
    """Table, column, filled cells and sum of the numbers in it."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader)
        columns = list(zip(*reader, strict=True)) or [()] * len(header)
    name = path.relative_to(DATA).as_posix()
    for label, column in zip(header, columns, strict=True):
        filled = [c for c in column if c]
        values = [v for c in filled if (v := number(c)) is not None]
        yield name, label, len(filled), f"{sum(values):.6g}"


def all_sums() -> list[tuple[str, str, int, str]]:
    """Pins of every table of this package."""
    paths = [DATA / "columns.csv", DATA / "molecules.csv", DATA / "keys.csv"]
    for folder in OWN_TABLES:
        paths += sorted((DATA / folder).glob("*.csv"))
    return [row for path in paths for row in sums(path)]


if __name__ == "__main__":
    with PATH.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["table", "column", "filled", "sum"])
        writer.writerows(all_sums())
