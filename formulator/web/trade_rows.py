"""Rows of many formulas: wishes against each other, blocks, three parts, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formulator.search.candidate import Candidate
from formulator.web.formulas import WATER
from formulator.web.trade_charts import ternary_point

NUTRIENTS = {
    "protein": "Protein",
    "fat": "Fat",
    "sugars": "Sugars",
    "carbohydrate": "Carbohydrate",
    "fibre": "Fibre",
    "ash": "Minerals (ash)",
}
"""Axes that may be a corner of the triangle; all in g/100 g."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One number of a formula that may be traded against another."""

    title: str
    value: Callable[[Candidate], float | None]
    """None where it is not known."""
    is_less_better: bool = True


def _cost(candidate: Candidate) -> float | None:
    return None if candidate.cost is None else (candidate.cost.low + candidate.cost.high) / 2


WISHES: Mapping[str, Wish] = {
    "cost": Wish("cost, USD/kg (estimated)", _cost),
    "distance": Wish("distance to the target (computed)", lambda c: c.distance),
    "novelty": Wish("novelty, 0 to 1 (counted)", lambda c: c.novelty, is_less_better=False),
    "liking": Wish(
        "predicted liking, 1 to 9",
        lambda c: None if c.liking is None else c.liking[0],
        is_less_better=False,
    ),
    "parts": Wish("number of ingredients", lambda c: float(len(c.parts))),
}
"""What a scatter may show."""


def known_wishes(candidates: Mapping[str, Candidate]) -> list[str]:
    """Return the wishes whose value at least two formulas have."""
    return [
        key
        for key, wish in WISHES.items()
        if sum(wish.value(c) is not None for c in candidates.values()) > 1
    ]


def front_rows(candidates: Mapping[str, Candidate], x_key: str, y_key: str) -> list[dict[str, Any]]:
    """Return two numbers of each formula, and whether another one is better in both.

    Parameters
    ----------
    candidates : mapping
        Title (beginning with a short number) to formula.
    x_key, y_key : str
        Keys of ``WISHES``.

    Returns
    -------
    list of dict
        Formulas of which a number is not known are left out.
    """
    across, up = WISHES[x_key], WISHES[y_key]
    signs = [1 if wish.is_less_better else -1 for wish in (across, up)]
    found: list[dict[str, Any]] = []
    goals: list[tuple[float, float]] = []
    for title, candidate in candidates.items():
        x, y = across.value(candidate), up.value(candidate)
        if x is not None and y is not None:
            found.append({"name": short(title), "title": title, "x": x, "y": y})
            goals.append((signs[0] * x, signs[1] * y))
    return [
        {**row, "is_front": "others" if _is_beaten(goal, goals) else "best trade-off"}
        for row, goal in zip(found, goals, strict=True)
    ]


def _is_beaten(goal: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    return any(o[0] <= goal[0] and o[1] <= goal[1] and o != goal for o in others)


def short(title: str) -> str:
    """Return the short number that a formula's title begins with.

    Examples
    --------
    >>> short("2.3 Pea protein + coconut oil"), short("My drink v2")
    ('2.3', 'My drink v2')
    """
    first = title.split(" ", maxsplit=1)[0].rstrip(".")
    return first if first.replace(".", "").isdigit() else title


def block_line_rows(candidates: Mapping[str, Candidate]) -> list[dict[str, Any]]:
    """Return distance by block of each formula, the block farthest from the target first."""
    values: dict[str, list[float]] = {}
    for candidate in candidates.values():
        for block, match in candidate.blocks:
            values.setdefault(block, []).append(match.distance)
    order = sorted(values, key=lambda b: (-max(values[b]), b))
    place = {block: i for i, block in enumerate(order)}
    return [
        {
            "name": title,
            "block": block.replace("_", " "),
            "place": place[block],
            "percent": 100 * match.similarity,
            "distance": match.distance,
        }
        for title, candidate in candidates.items()
        for block, match in sorted(candidate.blocks, key=lambda pair: place[pair[0]])
    ]


def corner_choices(candidates: Mapping[str, Candidate]) -> dict[str, str]:
    """Return what may be a corner of the triangle: key to words.

    Nutrients first, then sums of parts by role, then single ingredients that several formulas
    hold.
    """
    roles: dict[str, None] = {}
    parts: dict[str, tuple[str, int]] = {}
    for candidate in candidates.values():
        for part in candidate.parts:
            if part.key != WATER:
                roles.setdefault(part.role)
                parts[part.key] = (part.name, parts.get(part.key, ("", 0))[1] + 1)
    common = {k: name for k, (name, n) in sorted(parts.items()) if n > 1 or len(candidates) == 1}
    return {
        **{f"axis:{key}": words for key, words in NUTRIENTS.items()},
        **{f"role:{role}": f"all {role}s" for role in sorted(roles)},
        **{f"part:{key}": name for key, name in common.items()},
    }


def amount(candidate: Candidate, corner: str) -> float:
    """Return what a formula holds of a corner, [g/100 g]."""
    kind, _, key = corner.partition(":")
    if kind == "axis":
        axis = dict(candidate.profile).get(key)
        return 0.0 if axis is None else max(axis.value, 0.0)
    field = "role" if kind == "role" else "key"
    return sum(p.percent for p in candidate.parts if getattr(p, field) == key)


def _target_amount(candidate: Candidate, corner: str) -> float | None:
    """Return what the target holds of a nutrient; None for parts, which it does not have."""
    kind, _, key = corner.partition(":")
    axis = dict(candidate.profile).get(key)
    return max(axis.target, 0.0) if kind == "axis" and axis is not None else None


def ternary_rows(
    candidates: Mapping[str, Candidate], corners: Sequence[str]
) -> list[dict[str, Any]]:
    """Return where each formula stands among three parts.

    Parameters
    ----------
    candidates : mapping
        Title to formula; all imitate one target.
    corners : sequence of three str
        Keys of ``corner_choices``: left, right and top.

    Returns
    -------
    list of dict
        Formulas without any of the three are left out; the target stands last where all three
        are nutrients.
    """
    rows = []
    for title, candidate in candidates.items():
        rows += _ternary_row(
            short(title), title, "formula", [amount(candidate, c) for c in corners]
        )
    first = next(iter(candidates.values()), None)
    of_target = [] if first is None else [_target_amount(first, c) for c in corners]
    known = [value for value in of_target if value is not None]
    if len(known) == len(corners):
        rows += _ternary_row("target", "the target itself", "target", known)
    return rows


def _ternary_row(
    name: str, title: str, kind: str, amounts: Sequence[float]
) -> list[dict[str, Any]]:
    point = ternary_point(amounts)
    if point is None:
        return []
    left, right, top = (100 * value / sum(amounts) for value in amounts)
    return [
        {
            "name": name,
            "title": title,
            "kind": kind,
            "x": point[0],
            "y": point[1],
            "left": left,
            "right": right,
            "top": top,
        }
    ]


def part_table(candidates: Mapping[str, Candidate]) -> list[dict[str, Any]]:
    """Return all parts of several formulas, a column each; largest spread first.

    Parameters
    ----------
    candidates : mapping
        Title to formula; the short numbers must differ.

    Returns
    -------
    list of dict
        ``ingredient`` and the amount in words for each short title, [g/100 g]; a dash where the
        formula does not hold the ingredient.
    """
    names: dict[str, str] = {}
    held: dict[str, dict[str, float]] = {}
    for title, candidate in candidates.items():
        for part in candidate.parts:
            names[part.key] = part.name
            held.setdefault(part.key, {})[short(title)] = part.percent
    columns = [short(title) for title in candidates]

    def spread(key: str) -> float:
        values = [held[key].get(column, 0.0) for column in columns]
        return max(values) - min(values)

    return [
        {
            "ingredient": names[key],
            **{c: f"{held[key][c]:.4g}" if c in held[key] else "–" for c in columns},
        }
        for key in sorted(held, key=lambda k: (-spread(k), names[k]))
    ]


def figure_table(
    candidates: Mapping[str, Candidate], targets: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the key figures of several formulas, a row each.

    Parameters
    ----------
    candidates : mapping
        Title to formula.
    targets : mapping
        Title to the name of what the formula was judged against.
    """
    return [
        {
            "formula": title,
            "target": targets.get(title, ""),
            "distance": c.distance,
            "proven": f"not below {c.bound:.2f}" if c.bound > 0 else "not searched",
            "similarity": 100 * c.similarity,
            "cost": "–" if c.cost is None else f"{c.cost.low:.2f} to {c.cost.high:.2f}",
            "novelty": c.novelty,
            "liking": "–" if c.liking is None else f"{c.liking[0]:.1f}",
            "parts": len(c.parts),
        }
        for title, c in candidates.items()
    ]
