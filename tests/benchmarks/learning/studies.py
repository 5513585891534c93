"""Panel studies with composition, read from where the development data lie."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formulator.learning import Rating

FloatArray = npt.NDArray[np.float64]


def shared_data() -> Path | None:
    """Folder of the development data, None when it is not on this machine."""
    here = Path(__file__).resolve()
    places = [here.parents[3] / "shared" / "data", here.parents[4] / "shared" / "data"]
    given = os.environ.get("FORMULATOR_SHARED_DATA")
    if given:
        places.insert(0, Path(given))
    return next((p for p in places if p.is_dir()), None)


@dataclass(frozen=True)
class Study:
    """Complete scores of tasters on formulas; NaN where a score is missing."""

    name: str
    scale: tuple[float, float]
    formulas: dict[str, dict[str, float]]
    scores: FloatArray
    """Shape (n_tasters, n_formulas)."""
    position: FloatArray | None = None
    """Serving positions, same shape; None when not recorded."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.formulas)

    def ratings(
        self, tasters: npt.NDArray[np.intp], formulas: npt.NDArray[np.intp] | None = None
    ) -> list[Rating]:
        columns = range(len(self.names)) if formulas is None else formulas
        return [
            Rating(self.names[j], f"t{i}", float(self.scores[i, j]), self._position(i, j))
            for i in tasters
            for j in columns
            if np.isfinite(self.scores[i, j])
        ]

    def _position(self, i: int, j: int) -> int | None:
        return None if self.position is None else int(self.position[i, j])


def rows(*parts: str) -> Iterator[dict[str, str]]:
    root = shared_data()
    if root is None:
        raise FileNotFoundError("set FORMULATOR_SHARED_DATA to the folder of development data")
    with (root / "sensory" / Path(*parts)).open(newline="", encoding="utf-8-sig") as file:
        yield from csv.DictReader(file)


def _pivot(
    found: list[tuple[str, str, float]],
) -> tuple[tuple[str, ...], tuple[str, ...], FloatArray]:
    tasters = sorted({t for t, _, _ in found})
    formulas = sorted({f for _, f, _ in found})
    table = np.full((len(tasters), len(formulas)), np.nan)
    for t, f, value in found:
        table[tasters.index(t), formulas.index(f)] = value
    return tuple(tasters), tuple(formulas), table


def yogurt() -> Study:
    data = list(rows("yogurt", "liking_long.csv"))
    _, names, table = _pivot([(r["Consumer"], r["ProductName"], float(r["Liking"])) for r in data])
    levels = {
        r["ProductName"]: {
            "protein": float(r["ProteinLevel"][1:]),
            "sugar": float(r["SugarLevel"][1:]),
            "flavour": float(r["FlavourLevel"][1:]),
        }
        for r in data
    }
    return Study("yogurt", (0, 15), {n: levels[n] for n in names}, table)


def coffee() -> Study:
    data = list(rows("coffee_cotter", "cotter_dataset.csv"))
    _, names, table = _pivot([(r["Judge"], r["Brew"], float(r["Liking"])) for r in data])
    _, _, position = _pivot([(r["Judge"], r["Brew"], float(r["Position"])) for r in data])
    levels: dict[str, dict[str, float]] = {}
    for name in names:
        temperature, strength, extraction = name.split("-")
        levels[name] = {
            "temperature": float(temperature),
            "strength": float(strength),
            "extraction": float(extraction),
        }
    return Study("coffee", (1, 9), levels, table, position)


def beer() -> Study:
    data = [r for r in rows("beer", "liking_long.csv") if r["Liking"] not in ("", "NA")]
    _, names, table = _pivot([(r["Consumer.ID"], r["Beer"], float(r["Liking"])) for r in data])
    identity = {n: {m: float(n == m) for m in names} for n in names}
    return Study("beer", (1, 7), identity, table)


def chocolates(attribute: str = "Bitterness") -> Study:
    data = [r for r in rows("chocolates", "panel.csv") if r["Session"] == "1"]
    _, names, table = _pivot([(r["Panelist"], r["Product"], float(r[attribute])) for r in data])
    identity = {n: {m: float(n == m) for m in names} for n in names}
    return Study(f"chocolates {attribute}", (0, 10), identity, table)


def blends(attribute: str = "Score") -> Study:
    """Coffee blends: one 'taster', the published mean of a consumer test; 0-10."""
    data = list(rows("coffee_blends", "blends.csv"))
    keys = ("CEB", "CT", "CC", "CEA")
    formulas = {f"{i:02d}": {k: float(r[k]) for k in keys} for i, r in enumerate(data)}
    table = np.array([[float(r[attribute]) for r in data]])
    return Study(f"blends {attribute}", (0, 10), formulas, table)


def coffee_measured() -> Study:
    """The coffee study described by what was measured in the brews."""
    columns = ("TDS__1", "Percent Extraction", "pH", "Brew Temperature")
    data = list(rows("coffee_cotter", "cotter_dataset.csv"))
    plain = coffee()
    values: dict[str, dict[str, float]] = {}
    for name in plain.names:
        brew = [r for r in data if r["Brew"] == name]
        values[name] = {
            c: float(np.mean([float(r[c]) for r in brew if r[c] not in ("", "NA")]))
            for c in columns
        }
    return Study("coffee measured", plain.scale, values, plain.scores, plain.position)


def blend_mixtures(attribute: str = "Score") -> Study:
    """Coffee blends averaged by mixture, so that replicates leave together."""
    plain = blends(attribute)
    gathered: dict[tuple[tuple[str, float], ...], list[float]] = {}
    for name, score in zip(plain.names, plain.scores[0], strict=True):
        gathered.setdefault(tuple(sorted(plain.formulas[name].items())), []).append(float(score))
    formulas = {f"m{i:02d}": dict(mixture) for i, mixture in enumerate(gathered)}
    means = np.array([[np.mean(v) for v in gathered.values()]])
    return Study(plain.name, plain.scale, formulas, means)


def blend_panels(attribute: str = "Score", *, n_tasters: int = 60, seed: int = 0) -> Study:
    """Simulated tasters around the published means of true mixtures.

    Individual scores were not published: taster levels and noise are drawn with the shares of
    the range that the consumer sets have in common (.10 and .21).
    """
    plain = blend_mixtures(attribute)
    rng = np.random.default_rng(seed)
    n = len(plain.formulas)
    level = rng.normal(0, 1.0, (n_tasters, 1))
    scores = np.clip(plain.scores + level + rng.normal(0, 2.1, (n_tasters, n)), 0, 10)
    return Study(f"{plain.name}, simulated tasters", plain.scale, plain.formulas, scores)
