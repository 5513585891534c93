"""Reading the shipped tables into a catalogue, with the trust order between sources."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingredients.catalogue import EVIDENCE_ORDER, Catalogue
from ingredients.errors import DataError
from ingredients.records import Evidence, Food, Kind, Price, Property, Source, Usage
from ingredients.userdata import user_tables

DATA = Path(__file__).parent / "data"
LETTERS: dict[str, Evidence] = {
    "m": Evidence.MEASURED,
    "c": Evidence.CALCULATED,
    "z": Evidence.ASSUMED_ZERO,
    "l": Evidence.LABEL,
    "s": Evidence.SPECIFICATION,
    "e": Evidence.ESTIMATED,
    "g": Evidence.GENERAL_KNOWLEDGE,
}
"""Letter after each value of a composition table -> kind of evidence."""
_CODE = {letter: EVIDENCE_ORDER.index(kind) for letter, kind in LETTERS.items()}
PROXIMATES = ("water", "protein", "fat", "carbohydrate", "ash", "alcohol", "other")
"""Taken whole from one source, so that they still sum to 100."""

Row = dict[str, str]


class Arrays(NamedTuple):
    """The five arrays of a catalogue, being filled."""

    values: npt.NDArray[np.float64]
    evidence: npt.NDArray[np.int8]
    source_index: npt.NDArray[np.int8]
    standard_errors: npt.NDArray[np.float32]
    n_samples: npt.NDArray[np.int32]


@cache
def load() -> Catalogue:
    """Return the shipped catalogue with the user's imported tables (read once per process).

    Returns
    -------
    Catalogue
        All foods, sorted by key; of several sources the most trusted one's value.
    """
    return read(DATA, user_tables())


@cache
def load_shipped() -> Catalogue:
    """Return the catalogue as it is shipped, without imported tables."""
    return read(DATA)


def read(*folders: Path) -> Catalogue:
    """Read folders of tables into one catalogue.

    Parameters
    ----------
    *folders : Path
        The first holds ``columns.csv``; each has a sub-folder per source with ``manifest.toml``.

    Raises
    ------
    DataError
        Naming every row that breaks a rule.
    """
    properties = tuple(_properties(folders[0] / "columns.csv"))
    places = read_places(*folders)
    sources = tuple(source for source, _ in places)
    foods = tuple(sorted(_foods(places), key=lambda f: f.key))
    arrays = _empty(len(foods), len(properties))
    rows = {f.key: i for i, f in enumerate(foods)}
    columns = {p.key: j for j, p in enumerate(properties)}
    for index, (_, place) in enumerate(places):
        _fill(arrays, place, rows, columns, index)
    return Catalogue(foods, properties, sources, *arrays)


def rows_of(path: Path) -> Iterator[Row]:
    """Rows of a CSV file; none when it does not exist."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def read_places(*folders: Path) -> tuple[tuple[Source, Path], ...]:
    """Return the sources with their folders, most trusted first."""
    manifests = (path for folder in folders for path in folder.glob("[!.]*/manifest.toml"))
    found = [(_source(path), path.parent) for path in manifests]
    return tuple(sorted(found, key=lambda place: (place[0].trust, place[0].key)))


def _source(path: Path) -> Source:
    m = tomllib.loads(path.read_text(encoding="utf-8"))
    return Source(
        key=path.parent.name,
        title=m["title"],
        authors=m["authors"],
        year=m["year"],
        licence=m["licence"],
        url=m.get("url", ""),
        doi=m.get("doi", ""),
        trust=m.get("trust", 90),
    )


def _properties(path: Path) -> Iterator[Property]:
    for row in rows_of(path):
        yield Property(
            key=row["key"],
            name=row["name"],
            unit=row["unit"],
            block=row["block"],
            smiles=row["smiles"],
            is_molecule=row["is_molecule"] == "yes",
            infoods=row["infoods"],
            sr28_number=row["sr28_number"],
            fdc_id=row["fdc_id"],
        )


def _foods(places: tuple[tuple[Source, Path], ...]) -> Iterator[Food]:
    problems: list[str] = []
    seen: set[str] = set()
    korean = {row["key"]: row["name_ko"] for row in rows_of(DATA / "names_ko.csv")}
    for source, place in places:
        for row in rows_of(place / "foods.csv"):
            if row["key"] in seen:
                problems.append(f"{source.key}: key {row['key']!r} is used twice")
                continue
            seen.add(row["key"])
            try:
                yield _food(row, source.key, korean.get(row["key"], ""))
            except ValueError as error:
                problems.append(f"{source.key}: {row['key']!r}: {error}")
    if problems:
        raise DataError("rows of foods.csv must be complete and keys unique", problems)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _food(row: Mapping[str, str], source: str, name_ko: str) -> Food:
    return Food(
        key=row["key"],
        name=row["name"],
        kind=Kind(row["kind"]),
        category=row["category"],
        source=source,
        declaration_name=row["declaration_name"],
        botanical_name=row["botanical_name"],
        part=row["part"],
        form=row["form"],
        roles=_words(row["roles"]),
        usage=_usage(row),
        allergens_us=_words(row["allergens_us"]),
        allergens_eu=_words(row["allergens_eu"]),
        cross_reactions=_words(row["cross_reactions"]),
        dietary=_words(row["dietary"]),
        price=_price(row),
        novelty=row["novelty"],
        name_ko=name_ko,
        off_notes=row["off_notes"],
        notes=row["notes"],
        aliases=tuple((a, b) for a, _, b in (w.partition(":") for w in _words(row["aliases"]))),
    )


def _usage(row: Mapping[str, str]) -> Usage | None:
    if not row["use_max"]:
        return None
    return Usage(
        float(row["use_min"]),
        float(row["use_typical"]),
        float(row["use_max"]),
        by_product=tuple(product_windows(row["use_products"])),
        products=tuple(product_words(row["use_products"])),
        evidence=Evidence(row["use_evidence"]),
        basis=row["use_basis"],
    )


def product_windows(text: str) -> Iterator[tuple[str, float, float]]:
    """Windows of single products, from words such as ``"milk 1-4.5;yogurt 3-5;meat"``.

    Examples
    --------
    >>> list(product_windows("milk 1-4.5;cream cheese 15-35;meat"))
    [('milk', 1.0, 4.5), ('cream cheese', 15.0, 35.0)]
    """
    for part in text.split(";"):
        words, window = _product(part)
        if window is not None:
            yield words, *window


def product_words(text: str) -> Iterator[str]:
    """Names of the products alone, with or without a window.

    Examples
    --------
    >>> list(product_words("milk 1-4.5;cream cheese 15-35;meat"))
    ['milk', 'cream cheese', 'meat']
    """
    for part in text.split(";"):
        if part.strip():
            yield _product(part)[0]


def _product(part: str) -> tuple[str, tuple[float, float] | None]:
    words, _, window = part.strip().rpartition(" ")
    low, dash, high = window.partition("-")
    if dash and _is_number(low) and _is_number(high):
        return words, (float(low), float(high))
    return part.strip(), None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _price(row: Mapping[str, str]) -> Price | None:
    if not row["price_low"]:
        return None
    return Price(
        float(row["price_low"]),
        float(row["price_high"]),
        date=row["price_date"],
        confidence=row["price_confidence"],
        basis=row["price_basis"],
    )


def _empty(n: int, m: int) -> Arrays:
    return Arrays(
        np.full((n, m), np.nan),
        np.full((n, m), -1, dtype=np.int8),
        np.full((n, m), -1, dtype=np.int8),
        np.full((n, m), np.nan, dtype=np.float32),
        np.zeros((n, m), dtype=np.int32),
    )


def _fill(
    arrays: Arrays, folder: Path, rows: Mapping[str, int], columns: Mapping[str, int], index: int
) -> None:
    """Add one source's values where no more trusted source has one."""
    path = folder / "composition.csv"
    if not path.exists():
        return
    where, texts = _cells(path, rows, columns)
    whole = np.array([columns[p] for p in PROXIMATES])
    closed: npt.NDArray[np.bool_] = np.all(arrays.evidence[:, whole[:3]] >= 0, axis=1)
    is_new = arrays.evidence[where[0], where[1]] < 0
    is_new &= ~(closed[where[0]] & np.isin(where[1], whole))
    i, j = where[:, is_new]
    kept = [text for text, keep in zip(texts, is_new.tolist(), strict=True) if keep]
    arrays.values[i, j] = [float(text[:-1]) for text in kept]
    arrays.evidence[i, j] = [_CODE[text[-1]] for text in kept]
    arrays.source_index[i, j] = index
    _fill_precision(arrays, folder / "precision.csv", rows, columns, index)


def _cells(
    path: Path, rows: Mapping[str, int], columns: Mapping[str, int]
) -> tuple[npt.NDArray[np.intp], list[str]]:
    """Places (2, n_values) and texts of all filled cells of a composition table."""
    i: list[int] = []
    j: list[int] = []
    texts: list[str] = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        targets = [columns[name] for name in next(reader)[1:]]
        for key, *cells in reader:
            filled = [(t, c) for t, c in zip(targets, cells, strict=True) if c]
            i += [rows[key]] * len(filled)
            j += [t for t, _ in filled]
            texts += [c for _, c in filled]
    return np.array([i, j], dtype=np.intp).reshape(2, -1), texts


def _fill_precision(
    arrays: Arrays, path: Path, rows: Mapping[str, int], columns: Mapping[str, int], index: int
) -> None:
    """Add standard errors and sample counts to the values that came from this source."""
    if not path.exists():
        return
    where, texts = _cells(path, rows, columns)
    own = np.flatnonzero(arrays.source_index[where[0], where[1]] == index)
    i, j = where[:, own]
    pairs = [texts[k].split("/") for k in own.tolist()]
    arrays.standard_errors[i, j] = [float(error or "nan") for error, _ in pairs]
    arrays.n_samples[i, j] = [int(n or 0) for _, n in pairs]
