"""Pools of candidates from the real search, and the hidden utilities of simulated panels."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from scipy.stats import norm, rankdata

from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.search.propose import propose

EXCLUSIONS: tuple[tuple[str, ...], ...] = (
    (), ("soy_protein_isolate",), ("pea_protein_isolate",), ("coconut_oil_rbd",), ("oat_base",),
)  # fmt: skip
TARGET, SECOND_TARGET = "milk_whole", "yogurt_whole"


def pool(*, target: str = TARGET, n: int = 6, time_limit: float = 10.0) -> list[Candidate]:
    """Candidates of several briefs, so that they differ in protein, fat and size."""
    import ingredients

    catalogue = ingredients.load()
    found: dict[str, Candidate] = {}
    for exclude in EXCLUSIONS:
        known = tuple(k for k in exclude if k in catalogue)
        for size in (5, 6, 7, 8, 9, 10):
            brief = Brief(target, max_ingredients=size, exclude=known, time_limit=time_limit)
            found |= {c.id: c for c in propose(brief, catalogue, n=n).candidates}
    return in_order(found.values())


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Nearest to the target first."""
    return sorted(candidates, key=lambda c: (c.distance, c.id))


def kept_pool(path: Path | None, *, target: str, time_limit: float) -> list[Candidate]:
    """Read a pool that an earlier run kept, or search one and keep it.

    A search that ends by the clock may find another list under load; a kept pool lets methods that
    run at different times play the same game.
    """
    if path is not None and path.exists():
        return in_order(Candidate.from_dict(c) for c in json.loads(path.read_text("utf-8")))
    found = pool(target=target, time_limit=time_limit)
    if path is not None:
        path.write_text(json.dumps([c.to_dict() for c in found]), "utf-8")
    return found


def axis(candidates: list[Candidate], name: str) -> np.ndarray:
    return np.array([dict(c.profile)[name].value for c in candidates])


def standard(values: np.ndarray) -> np.ndarray:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))


def holds(candidates: list[Candidate], word: str) -> np.ndarray:
    """Percent of the ingredients whose key holds a word."""
    return np.array([sum(p.percent for p in c.parts if word in p.key) for c in candidates])


def scores(raw: np.ndarray) -> np.ndarray:
    """Normal scores of the ranks, mean 5, sd 1 on the 9-point scale.

    Ranks keep one odd candidate from stretching the scale until all others are equal.
    """
    return np.asarray(5 + norm.ppf((rankdata(raw) - 0.5) / len(raw)))


def utilities(candidates: list[Candidate]) -> dict[str, np.ndarray]:
    """True liking of each candidate under five hidden utilities."""
    near = -np.sqrt([c.distance for c in candidates])
    sugar, fat = standard(axis(candidates, "sugars")), standard(axis(candidates, "fat"))
    protein = standard(axis(candidates, "protein"))
    salt = standard(axis(candidates, "sodium"))
    coconut, pea = holds(candidates, "coconut"), holds(candidates, "pea")
    raw = {
        "near the target": near,
        "away from the target": -near + 0.3 * fat,
        "sweet and creamy": sugar + fat - 0.5 * (sugar - 0.5) ** 2,
        "ingredients": standard(coconut) - standard(pea) + 0.5 * protein,
        "interaction": sugar * fat - protein - 0.5 * salt**2,
    }
    return {name: scores(u) for name, u in raw.items()}


def untouched_utilities(candidates: list[Candidate]) -> dict[str, np.ndarray]:
    """Five more, written before the final run and never looked at while the model was changed."""
    near = standard(-np.sqrt([c.distance for c in candidates]))
    sugar, fat = standard(axis(candidates, "sugars")), standard(axis(candidates, "fat"))
    protein = standard(axis(candidates, "protein"))
    salt, water = standard(axis(candidates, "sodium")), standard(axis(candidates, "water"))
    soy, oat = standard(holds(candidates, "soy")), standard(holds(candidates, "oat"))
    saturated = standard(axis(candidates, "saturated_fat"))
    raw = {
        "just off the target": -((near - 1.0) ** 2) - 0.5 * (sugar - 0.5) ** 2,
        "near, but less salty": near - salt,
        "lean and thin": water - fat - 0.5 * protein**2,
        "soy and oat": soy + 0.7 * oat - 0.5 * soy * oat,
        "firm optimum": -((protein - 0.5) ** 2) - (saturated + 0.3) ** 2 - 0.3 * (salt - 0.2) ** 2,
    }
    return {name: scores(u) for name, u in raw.items()}


TASTED_AXES = (
    "protein", "fat", "sugars", "fibre", "sodium", "starch", "energy", "calcium", "water",
    "carbohydrate", "dry_matter",
)  # fmt: skip
KINDS = ("ideal point near", "ideal point", "profile", "ingredients", "mixed", "interaction")


def random_utilities(candidates: list[Candidate], *, n: int, seed: int) -> dict[str, np.ndarray]:
    """Hidden utilities drawn at random, kind after kind.

    An ideal point (at a candidate among the nearest fifth, or at any), a few profile axes, a few
    ingredients, both with nearness, and axes that act on each other.
    """
    rng = np.random.default_rng(seed)
    carried = set.intersection(*({a for a, _ in c.profile} for c in candidates))
    main = np.column_stack([standard(axis(candidates, a)) for a in TASTED_AXES if a in carried])
    near = standard(-np.sqrt([c.distance for c in candidates]))
    keys = sorted({p.key for c in candidates for p in c.parts})
    amounts = np.array([[c.formula.fraction(k) for k in keys] for c in candidates])
    parts = np.apply_along_axis(standard, 0, amounts[:, amounts.std(axis=0) > 0])
    found: dict[str, np.ndarray] = {}
    for i in range(n):
        kind = KINDS[i % len(KINDS)]
        one, other = main @ _few(rng, main.shape[1], 0.4), parts @ _few(rng, parts.shape[1], 0.15)
        if kind.startswith("ideal point"):
            nearest = len(candidates) // (5 if kind.endswith("near") else 1)
            raw = -np.linalg.norm(main - main[rng.integers(nearest)], axis=1)
        elif kind == "mixed":
            raw = standard(one) + standard(other) + near
        elif kind == "interaction":
            raw = standard(one) * (1 + standard(main @ rng.normal(size=main.shape[1])))
        else:
            raw = one if kind == "profile" else other
        found[f"{kind} {i}"] = scores(raw)
    return found


def _few(rng: np.random.Generator, n: int, share: float) -> np.ndarray:
    """Normal weights of which about a share is not zero, at least one."""
    kept = rng.random(n) < share
    kept[rng.integers(n)] |= not kept.any()
    return np.asarray(rng.normal(size=n) * kept)
