"""The committed key table: once a food has a key, no later build may change it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

PATH = Path(__file__).parents[1] / "data" / "keys.csv"
HEADER = ("source", "source_id", "key")


def slug(text: str) -> str:
    """Turn words into a key: lower case, ASCII, parts joined by underscores.

    Examples
    --------
    >>> slug("Jalapeño peppers, raw")
    'jalapeno_peppers_raw'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    plain = plain.replace("'", "").replace("%", " percent ")
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


class KeyTable:
    """Keys given so far, by source and the source's id.

    Parameters
    ----------
    path : Path
        The committed table; an empty table when the file does not exist.
    """

    def __init__(self, path: Path = PATH) -> None:
        self.path = path
        self._keys: dict[tuple[str, str], str] = {}
        if path.exists():
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    self._keys[row["source"], row["source_id"]] = row["key"]
        self._owner: dict[str, tuple[str, str]] = {}
        for place, key in self._keys.items():
            self._owner.setdefault(key, place)

    def known(self, source: str, source_id: str) -> str | None:
        """Return the key given earlier, or None."""
        return self._keys.get((source, source_id))

    def keys(self) -> set[str]:
        """All keys given so far."""
        return set(self._owner)

    def share(self, source: str, source_id: str, key: str) -> str:
        """Say that this row is the same food as the one that owns ``key``."""
        return self._keys.setdefault((source, source_id), key)

    def give(self, source: str, source_id: str, candidates: Iterable[str]) -> str:
        """Return the key of a row: the earlier one, else the first candidate still free.

        Parameters
        ----------
        source, source_id : str
            Where the row comes from.
        candidates : iterable of str
            Texts or keys in order of preference; the source's id is appended as a last resort.
        """
        place = (source, source_id)
        if place in self._keys:
            return self._keys[place]
        keys = [slug(text) for text in candidates]
        free = next((k for k in keys if k and k not in self._owner), f"{keys[0]}_{source_id}")
        self._keys[place] = free
        self._owner[free] = place
        return free

    def save(self) -> None:
        """Write the table, sorted."""
        with self.path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(HEADER)
            writer.writerows(sorted((s, i, k) for (s, i), k in self._keys.items()))
