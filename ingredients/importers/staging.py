"""An import is stored whole or not at all."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from ingredients.errors import DataError
from ingredients.importers import limits

Progress = Callable[[int, str], None]
"""Called with the number of rows read so far and a word on what is read."""
EVERY = 5_000
"""Rows between two calls of the progress function."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import stored."""

    source: str
    folder: Path
    licence: str
    n_rows: int
    n_foods: int
    n_values: int
    n_presences: int
    n_skipped: int
    problems: tuple[str, ...] = ()


@dataclass
class Problems:
    """Bad rows, listed up to a limit and counted beyond it."""

    lines: list[str] = field(default_factory=list)
    n: int = 0

    def add(self, place: str, text: str) -> None:
        """Note one bad row."""
        self.n += 1
        if len(self.lines) < limits.MAX_REPORTED:
            self.lines.append(f"{place}: {text[:200]}")

    def listed(self) -> tuple[str, ...]:
        """All lines, with a last one for those not listed."""
        more = self.n - len(self.lines)
        return (*self.lines, *([f"and {more:,} more"] if more else []))


class Staging:
    """Writes an import beside its place and moves it there when everything was good.

    Parameters
    ----------
    base : Path
        Folder of imported tables.
    source : str
        Sub-folder of this import.
    skip_bad : bool
        Store the good rows although some are bad (they are still reported).
    progress : callable, optional
        Called every few thousand rows.
    """

    def __init__(
        self, base: Path, source: str, *, skip_bad: bool = False, progress: Progress | None = None
    ) -> None:
        self.base, self.source, self.skip_bad = base, source, skip_bad
        self.progress = progress
        self.problems = Problems()
        self.n_rows = 0
        self.n_skipped = 0
        self._counts: dict[str, int] = {}

    def __enter__(self) -> Staging:
        self.base.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{self.source}-", dir=self.base))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def row(self, what: str) -> None:
        """Count one row read."""
        self.n_rows += 1
        if self.progress and self.n_rows % EVERY == 0:
            self.progress(self.n_rows, what)

    def write(self, name: str, rows: Sequence[Sequence[str]]) -> None:
        """Write one table of the import."""
        with (self.folder / name).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
        self._counts[name] = len(rows) - 1

    def commit(self, manifest: Mapping[str, str | int], *, n_values: int = 0) -> ImportReport:
        """Move the import to its place.

        Raises
        ------
        DataError
            When rows were bad: all of them are named and nothing is stored.
        """
        if self.problems.n and not self.skip_bad:
            raise DataError(
                f"{self.problems.n:,} of {self.n_rows:,} rows are bad; nothing was imported "
                "(--skip-bad stores the good ones)",
                self.problems.listed(),
            )
        if not any(self._counts.values()):
            raise DataError("no usable row was found; nothing was imported", self.problems.listed())
        self._write_manifest(manifest)
        place = self.base / self.source
        old = self.base / f".{self.source}-old"
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        self.folder.rename(place)
        shutil.rmtree(old, ignore_errors=True)
        return ImportReport(
            source=self.source,
            folder=place,
            licence=str(manifest["licence"]),
            n_rows=self.n_rows,
            n_foods=self._counts.get("foods.csv", 0),
            n_values=n_values,
            n_presences=self._counts.get("food_presences.csv", 0),
            n_skipped=self.n_skipped,
            problems=self.problems.listed(),
        )

    def _write_manifest(self, manifest: Mapping[str, str | int]) -> None:
        lines = [
            f"{k} = {v}" if isinstance(v, int) else f"{k} = {_quoted(v)}"
            for k, v in manifest.items()
        ]
        lines += ["", "[rows]", *(f"{_quoted(n)} = {c}" for n, c in sorted(self._counts.items()))]
        (self.folder / "manifest.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    plain = "".join(c for c in text if c.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
