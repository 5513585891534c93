"""Between a brief and the values of the editor's widgets; no widget is drawn here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formulator.errors import InputError
from formulator.search.brief import Brief, Limit
from formulator.web.presets import limit_lines, limit_text

QUICK_LIMITS: Mapping[str, tuple[str, str, str]] = {
    "sugars_max": ("sugars", "<=", "Sugars at most, g/100 g"),
    "protein_min": ("protein", ">=", "Protein at least, g/100 g"),
    "fat_max": ("fat", "<=", "Fat at most, g/100 g"),
    "cost_max": ("cost", "<=", "Cost at most, USD/kg"),
}
"""Field to (axis, relation, label) of the limits with a box of their own."""


def values_of(brief: Brief) -> dict[str, Any]:
    """Return the widgets' values for a brief."""
    boxes = {(axis, relation): field for field, (axis, relation, _) in QUICK_LIMITS.items()}
    quick: dict[str, float | None] = dict.fromkeys(QUICK_LIMITS)
    others: list[Limit] = []
    for limit in brief.limits:
        field = boxes.get((limit.axis, limit.relation))
        if field is None or quick[field] is not None:
            others.append(limit)
        else:
            quick[field] = limit.value
    return {
        "target": brief.target,
        "max_ingredients": brief.max_ingredients,
        "allergens": list(brief.exclude_allergens),
        "exclude": list(brief.exclude),
        "require": list(brief.require),
        "locked": [lock_text(key, 100 * fraction) for key, fraction in brief.locked],
        "jurisdiction": brief.jurisdiction,
        "n_unexpected": brief.n_unexpected,
        "time_limit": brief.time_limit,
        "seed": brief.seed,
        "scale_step": brief.scale_step,
        "limits": limit_text(others),
        "claims": list(brief.claims),
        "weights": "\n".join(f"{block}={weight:g}" for block, weight in brief.weights),
        **quick,
    }


def brief_of(values: Mapping[str, Any]) -> Brief:
    """Return the brief that the widgets describe.

    Raises
    ------
    InputError
        If a value breaks a rule of briefs.
    """
    quick = tuple(
        Limit(axis, relation, float(values[field]))  # type: ignore[arg-type]  # one of two words
        for field, (axis, relation, _) in QUICK_LIMITS.items()
        if values[field] is not None
    )
    return Brief(
        target=values["target"],
        max_ingredients=int(values["max_ingredients"]),
        exclude_allergens=tuple(values["allergens"]),
        exclude=tuple(values["exclude"]),
        require=tuple(values["require"]),
        locked=tuple((key, percent / 100) for key, percent in map(lock_of, values["locked"])),
        limits=quick + limit_lines(values["limits"] or ""),
        claims=tuple(values["claims"]),
        jurisdiction=values["jurisdiction"],
        weights=weight_lines(values["weights"] or ""),
        n_unexpected=int(values["n_unexpected"]),
        scale_step=float(values["scale_step"]),
        seed=int(values["seed"]),
        time_limit=float(values["time_limit"]),
    )


def brief_words(brief: Brief, names: Mapping[str, str]) -> str:
    """Say a brief in one line, for the page on which its editor is folded away.

    Parameters
    ----------
    brief : Brief
    names : mapping
        Food key to name; keys stand in for unknown ones.

    Returns
    -------
    str
    """

    def named(keys: Sequence[str]) -> str:
        return ", ".join(names.get(key, key) for key in keys)

    locked = (f"{names.get(key, key)} {100 * fraction:g} %" for key, fraction in brief.locked)
    parts = {
        "": names.get(brief.target, brief.target),
        "at most ": f"{brief.max_ingredients} ingredients",
        "limits ": ", ".join(map(str, brief.limits)),
        "free from ": ", ".join(a.replace("_", " ") for a in brief.exclude_allergens),
        "without ": named(brief.exclude),
        "must hold ": named(brief.require),
        "locked ": ", ".join(locked),
        "claims ": ", ".join(key.replace("_", " ") for key in brief.claims),
        "law of ": brief.jurisdiction,
    }
    return " · ".join(f"{head}{words}" for head, words in parts.items() if words)


def lock_text(key: str, percent: float) -> str:
    """Write a locked part.

    Examples
    --------
    >>> lock_text("sucrose", 3.42)
    'sucrose=3.42'
    """
    return f"{key}={percent:.10g}"


def lock_of(text: str) -> tuple[str, float]:
    """Read what ``lock_text`` wrote: key and percent."""
    key, _, percent = text.partition("=")
    return key, float(percent)


def weight_lines(text: str) -> tuple[tuple[str, float], ...]:
    """Read weights of blocks, one a line, e.g. ``minerals=0.5``.

    Raises
    ------
    InputError
        Naming the line that cannot be read.
    """
    found = []
    for row in filter(None, (line.strip() for line in text.splitlines())):
        block, separator, number = row.partition("=")
        try:
            found.append((block.strip(), float(number)))
        except ValueError:
            separator = ""
        if not separator:
            raise InputError(f"a weight reads like 'minerals=0.5', got {row!r}")
    return tuple(found)


def claim_words() -> dict[str, str]:
    """Return key to words of the nutrition claims that a brief may ask for."""
    from formulator.search.claims import CLAIMS  # noqa: PLC0415 (start-up stays light)

    words: dict[str, list[str]] = {}
    for claim in CLAIMS:
        words.setdefault(claim.key, []).append(claim.jurisdiction)
    return {key: f"{key.replace('_', ' ')} ({', '.join(places)})" for key, places in words.items()}


def with_wish(
    values: Mapping[str, Sequence[str]], wish: str, key: str, percent: float = 0.0
) -> dict[str, list[str]]:
    """Return ``require``, ``exclude`` and ``locked`` after one wish about an ingredient.

    Parameters
    ----------
    values : mapping
        Holds the three lists as they are.
    wish : str
        ``require``, ``exclude``, ``locked``, or ``free`` to take earlier wishes back.
    key : str
    percent : float
        Dose of a locked part, [g/100 g].
    """
    found = {
        "require": [k for k in values["require"] if k != key],
        "exclude": [k for k in values["exclude"] if k != key],
        "locked": [text for text in values["locked"] if lock_of(text)[0] != key],
    }
    if wish in found:
        found[wish].append(lock_text(key, percent) if wish == "locked" else key)
    return found
