"""The honest test of aroma pairing: where do pineapple and cabbage rank for milk, untuned?

``python -m tests.benchmarks.similarity.aroma_pairing`` ranks the plants of Dr. Duke's database by
how much of milk's key odorant set their reported odorants *could* cover. No amounts are known
there, so this is the upper end of ``aroma_coverage``, not its score (which is 0 for all of them).
Two plain metrics stand beside it. A plant that was studied much lists much: so each plant is also
compared with random odorant sets of its own size, drawn with the odorants' frequency among plants.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from formulator.molecules import odorant_similarity
from formulator.molecules.mixtures import SHARPNESS
from formulator.similarity.aroma import MIN_SUBSTITUTE

Array = npt.NDArray[np.float64]
MIN_ODORANTS = 5
"""Plants with fewer reported odorants are not ranked."""
N_RANDOM = 400
SHOWN = {
    "ananas-comosus": "pineapple",
    "brassica-oleracea": "cabbage",
    "cocos-nucifera": "coconut",
    "glycine-max": "soybean",
    "avena-sativa": "oat",
}


def shared_data() -> Path:
    """Folder of the source files: FORMULATOR_SHARED_DATA, or shared/data beside the checkout."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "data"
    return Path(os.environ.get("FORMULATOR_SHARED_DATA", beside))


def read(path: Path) -> list[dict[str, str]]:
    opened = (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    )
    with opened as file:
        return list(csv.DictReader(file))


def wanted_and_odorants(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Key milk odorants, and all molecules with an odour threshold: InChIKey block -> SMILES."""
    wanted = {
        row["ik14"]: row["smiles"]
        for row in read(folder / "key_milk_odorants" / "key_milk_odorants.csv")
    }
    smelled = {
        row["ik14"]: row["smiles"]
        for row in read(folder / "odour_thresholds" / "odour_thresholds_literature.csv")
        if row["ik14"] and not row["quality"].startswith("do_not_use")
    }
    return wanted, {**smelled, **wanted}


def plants(folder: Path, odorants: dict[str, str]) -> dict[str, set[str]]:
    """Odorants reported in each plant."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read(folder / "duke" / "duke_pairs_resolved.csv.gz"):
        if row["ik14"] in odorants:
            found[row["plant"]].add(row["ik14"])
    return {plant: found[plant] for plant in sorted(found) if len(found[plant]) >= MIN_ODORANTS}


def stand_in(wanted: dict[str, str], odorants: dict[str, str]) -> Array:
    plain = odorant_similarity(list(wanted.values()), list(odorants.values()), sharpness=1.0)
    close = np.where(plain >= MIN_SUBSTITUTE, plain**SHARPNESS, 0.0)
    same = np.array([[a == b for b in odorants] for a in wanted])
    return np.where(same, 1.0, close)


def rank(values: dict[str, float]) -> dict[str, int]:
    """Place of each plant, 1 = highest; equal values share the middle place."""
    numbers = np.array(list(values.values()))
    return {
        plant: int((numbers > v).sum() + ((numbers == v).sum() + 1) / 2)
        for plant, v in values.items()
    }


def z_against_random(
    matrix: Array, sets: dict[str, list[int]], *, seed: int = 0
) -> dict[str, float]:
    """Standard deviations above random odorant sets of the same size."""
    rng = np.random.default_rng(seed)
    frequency = np.bincount(np.concatenate(list(sets.values())), minlength=matrix.shape[1])
    share = frequency / frequency.sum()
    null: dict[int, tuple[float, float]] = {}
    for size in sorted({len(s) for s in sets.values()}):
        drawn = [rng.choice(len(share), size, replace=False, p=share) for _ in range(N_RANDOM)]
        values = [matrix[:, d].max(axis=1).mean() for d in drawn]
        null[size] = float(np.mean(values)), float(np.std(values))
    scores = {}
    for plant, places in sets.items():
        mean, deviation = null[len(places)]
        scores[plant] = (float(matrix[:, places].max(axis=1).mean()) - mean) / deviation
    return scores


def metrics(folder: Path) -> tuple[dict[str, dict[str, float]], dict[str, list[int]]]:
    wanted, odorants = wanted_and_odorants(folder)
    place = {key: i for i, key in enumerate(odorants)}
    found = plants(folder, odorants)
    sets = {plant: sorted(place[k] for k in keys) for plant, keys in found.items()}
    matrix = stand_in(wanted, odorants)
    possible = {p: float(matrix[:, s].max(axis=1).mean()) for p, s in sets.items()}
    shared = {p: float(len(keys & set(wanted))) for p, keys in found.items()}
    union = {p: len(keys | set(wanted)) for p, keys in found.items()}
    return {
        "shared odorants": shared,
        "Jaccard": {p: shared[p] / union[p] for p in shared},
        "possible coverage (ours)": possible,
        "ours against random sets, z": z_against_random(matrix, sets),
    }, sets


def main(write: Callable[[str], object] = sys.stdout.write) -> None:
    values, sets = metrics(shared_data())
    lines = [f"rank among {len(sets)} plants with at least {MIN_ODORANTS} reported odorants"]
    lines.append(f"{'':30s}" + "".join(f"{name:>11s}" for name in SHOWN.values()))
    lines.append(f"{'odorants reported':30s}" + "".join(f"{len(sets[p]):11d}" for p in SHOWN))
    for name, by_plant in values.items():
        places = rank(by_plant)
        lines.append(f"{name:30s}" + "".join(f"{places[p]:11d}" for p in SHOWN))
    z = values["ours against random sets, z"]
    lines.append(f"{'z':30s}" + "".join(f"{z[p]:11.2f}" for p in SHOWN))
    best = sorted(z, key=lambda p: -z[p])[:10]
    lines.append("first ten by z: " + ", ".join(best))
    write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
