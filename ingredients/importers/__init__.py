"""Importers for files that users download themselves; rows stay out of the shipped tables.

Each reads its file row by row with bounded memory, names every bad row, and stores all or
nothing in the user's folder of tables (:mod:`ingredients.userdata`), with its licence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from ingredients import aroma, tables
from ingredients.errors import UnknownKeyError
from ingredients.importers import duke, fdc, flavordb, foodb, lotus, own, sr_ascii
from ingredients.importers.staging import ImportReport, Progress, Staging
from ingredients.userdata import user_tables

__all__ = ["FORMATS", "ImportReport", "import_file"]

Importer = Callable[[Path, Staging], ImportReport]

FORMATS: Mapping[str, tuple[str, Importer, str]] = MappingProxyType(
    {
        "duke": (duke.SOURCE, duke.run, "Duke-Source-CSV.zip, amounts in ppm (CC0)"),
        "fdc": (fdc.SOURCE, fdc.run, "FoodData Central CSV release, zip or folder (CC0)"),
        "flavordb": (flavordb.SOURCE, flavordb.run, "FlavorDB JSON files (CC BY-NC-SA 3.0)"),
        "foodb": (foodb.SOURCE, foodb.run, "FooDB Content.csv, Food.csv, Compound.csv (CC BY-NC)"),
        "lotus": (lotus.SOURCE, lotus.run, "LOTUS frozen metadata, .csv or .csv.gz (CC0)"),
        "own": (own.SOURCE, own.run, "your own ingredients, our template as CSV or XLSX"),
        "sr-ascii": (sr_ascii.SOURCE, sr_ascii.run, "USDA SR ASCII release, zip or folder (CC0)"),
    }
)
"""Format name -> (folder of the import, function, words)."""


def import_file(
    name: str,
    path: Path,
    *,
    folder: Path | None = None,
    skip_bad: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import one download into the user's tables.

    Parameters
    ----------
    name : str
        One of :data:`FORMATS`.
    path : Path
        File, archive or folder.
    folder : Path, optional
        Folder of imported tables; the user's data directory by default.
    skip_bad : bool
        Store the good rows although some are bad.
    progress : callable, optional
        ``progress(n_rows, what)``, every few thousand rows.

    Returns
    -------
    ImportReport
        What was stored, and under which licence.

    Raises
    ------
    UnknownKeyError
        For an unknown format.
    DataError
        Naming every bad row; nothing is stored then.
    """
    if name not in FORMATS:
        raise UnknownKeyError("format", name, FORMATS)
    source, run, _ = FORMATS[name]
    base = user_tables() if folder is None else folder
    with Staging(base, source, skip_bad=skip_bad, progress=progress) as staging:
        report = run(path, staging)
    forget()
    return report


def forget() -> None:
    """Let the next look-up in this process see what was imported."""
    for reader in (tables.load, aroma.molecules, aroma.presences):
        reader.cache_clear()
    aroma.forget()
