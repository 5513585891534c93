"""Who said it: sources, licences and the provenance of single values, in words."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ingredients.aroma import odorants
from ingredients.catalogue import Catalogue
from ingredients.records import Source, Value
from ingredients.tables import DATA


def cite_lines(catalogue: Catalogue, key: str, prop: str | None = None) -> Iterator[str]:
    """Provenance of one value, or of all values of a food by source.

    Raises
    ------
    UnknownKeyError
        Naming the nearest known keys.
    """
    food = catalogue.food(key)
    sources = {s.key: s for s in catalogue.sources}
    if prop is not None:
        value = catalogue.value(key, prop)
        if value is None:
            yield catalogue.why_missing(key, prop)
        else:
            yield value_line(value)
            yield reference(sources[value.source])
        return
    yield f"{food.name} [{food.key}], {food.kind}, {food.category}; listed by {food.source}"
    yield from _ids(food.aliases)
    row = catalogue.source_index[catalogue.index(key)]
    for index in sorted(set(row[row >= 0].tolist())):
        n = int((row == index).sum())
        yield f"{n} values: {reference(catalogue.sources[index])}"
    if food.usage:
        yield f"dose: {food.usage.evidence}; {food.usage.basis}"
    named = Counter(p.source for p in odorants(key))
    for source, n in sorted(named.items()):
        yield f"{n} odorants (presence only): {reference(sources[source])}"


def _ids(aliases: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if aliases:
        yield "also known as " + ", ".join(f"{source} {number}" for source, number in aliases)


def value_line(value: Value) -> str:
    """One value with its precision and evidence."""
    error = f" +- {value.standard_error:.3g}" if value.standard_error else ""
    n = f", n = {value.n_samples}" if value.n_samples else ""
    return (
        f"{value.property} of {value.food}: {value.value:g}{error} {value.unit} per 100 g "
        f"({value.evidence}{n})"
    )


def reference(source: Source) -> str:
    """One source as a reference."""
    place = f" https://doi.org/{source.doi}" if source.doi else f" {source.url}".rstrip()
    return f"{source.authors}. {source.year}. {source.title}.{place} [{source.licence}]"


def source_lines(catalogue: Catalogue) -> Iterator[str]:
    """Yield the sources in their order of trust, with the number of values of each."""
    for index, source in enumerate(catalogue.sources):
        n = int(np.sum(catalogue.source_index == index))
        yield f"{source.key} (trust {source.trust}): {n:,} values. {reference(source)}"


def licence_table(folder: Path = DATA) -> list[str]:
    """Return sources and licences of the shipped tables as Markdown, from the manifests."""
    rows = ["| folder | source | year | rows | licence |", "|---|---|---|---|---|"]
    for path in sorted(folder.glob("*/manifest.toml")):
        m = tomllib.loads(path.read_text(encoding="utf-8"))
        link = f"https://doi.org/{m['doi']}" if m.get("doi") else m.get("url", "")
        title = f"[{m['title']}]({link})" if link else m["title"]
        counts = m.get("rows") or {t["file"]: t["rows"] for t in m.get("tables", [])}
        rows.append(
            f"| {path.parent.name} | {title} | {m['year']} | {max(counts.values()):,} | "
            f"{m['licence']} |"
        )
    return rows
