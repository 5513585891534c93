"""One-click wishes about an ingredient for the next search, each of which can be taken back."""

from __future__ import annotations

from typing import Any

from formulator.search.brief import Brief
from formulator.web import state
from formulator.web.brief_values import values_of, with_wish

FIELDS = ("require", "exclude", "locked")
MOST_STEPS = 50
"""Clicks that can be taken back."""


def field_key(project_id: str, field: str) -> str:
    """Return the widget key of one field of the brief editor."""
    return f"brief_{project_id}_{field}"


def _lists(project_id: str) -> dict[str, list[str]]:
    return {f: list(state.widget(field_key(project_id, f)) or []) for f in FIELDS}


def _set(project_id: str, lists: dict[str, list[str]]) -> None:
    state.fill({field_key(project_id, f): v for f, v in lists.items()}, overwrite=True)


def wish_for(project_id: str, wish: str, key: str, percent: float = 0.0, words: str = "") -> None:
    """Change the brief in the editor by one wish, and remember how it was.

    Parameters
    ----------
    project_id : str
    wish : str
        ``require``, ``exclude``, ``locked`` or ``free``.
    key : str
        Ingredient key.
    percent : float
        Dose of a locked part, [g/100 g].
    words : str
        What was wished, for the button that takes it back.
    """
    before = _lists(project_id)
    steps: list[dict[str, Any]] = state.get(f"steps_{project_id}", [])
    steps = [*steps, {"words": words or f"{wish} {key}", "before": before}]
    state.keep(f"steps_{project_id}", steps[-MOST_STEPS:])
    _set(project_id, with_wish(before, wish, key, percent))


def undo(project_id: str) -> None:
    """Take the last wish back."""
    steps = list(state.get(f"steps_{project_id}", []))
    if steps:
        _set(project_id, steps.pop()["before"])
        state.keep(f"steps_{project_id}", steps)


def last_wish(project_id: str) -> str:
    """Return the last wish in words, empty when there is none."""
    steps = state.get(f"steps_{project_id}", [])
    return str(steps[-1]["words"]) if steps else ""


def wishes_since(asked: Brief, brief: Brief, names: dict[str, str]) -> list[str]:
    """Say in words how the editor's wishes differ from those of an earlier brief.

    Parameters
    ----------
    asked, brief : Brief
        The earlier brief and the one in the editor.
    names : dict of str to str
        Ingredient key to name.
    """
    old, new = values_of(asked), values_of(brief)
    says = {"require": "must hold {}", "exclude": "without {}", "locked": "{} locked"}
    free = {"require": "need not hold {}", "exclude": "{} allowed again", "locked": "{} unlocked"}
    found = []
    for field in FIELDS:
        found += [says[field].format(_name(t, names)) for t in new[field] if t not in old[field]]
        found += [free[field].format(_name(t, names)) for t in old[field] if t not in new[field]]
    return found


def _name(text: str, names: dict[str, str]) -> str:
    key, _, percent = text.partition("=")
    name = names.get(key, key)
    return f"{name} {percent} %" if percent else name
