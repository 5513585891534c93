"""The brief editor: widgets in, a checked ``Brief`` out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from formulator.errors import FormulatorError
from formulator.search.brief import Brief, Limit
from formulator.web import cached, state
from formulator.web.presets import (
    ALLERGENS,
    PRESETS,
    ingredient_names,
    limit_lines,
    limit_text,
    targets,
)

QUICK_LIMITS: Mapping[str, tuple[str, str, str]] = {
    "sugars_max": ("sugars", "<=", "Sugars at most, g/100 g"),
    "protein_min": ("protein", ">=", "Protein at least, g/100 g"),
    "fat_max": ("fat", "<=", "Fat at most, g/100 g"),
    "cost_max": ("cost", "<=", "Cost at most, USD/kg"),
}
"""Field to (axis, relation, label) of the limits with a box of their own."""
DEFAULT_COUNT = 8


def _values(brief: Brief) -> dict[str, Any]:
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
        "jurisdiction": brief.jurisdiction,
        "n_unexpected": brief.n_unexpected,
        "time_limit": brief.time_limit,
        "seed": brief.seed,
        "scale_step": brief.scale_step,
        "limits": limit_text(others),
        **quick,
    }


def _keys(project_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"brief_{project_id}_{field}": value for field, value in values.items()}


def _use_preset(project_id: str, key: str) -> None:
    name = state.widget(key)
    if name:
        state.fill(_keys(project_id, _values(PRESETS[name])), overwrite=True)


def ask_for(project_id: str, field: str, key: str) -> None:
    """Add an ingredient to ``require`` or ``exclude`` in the editor, and take it from the other.

    Parameters
    ----------
    project_id : str
    field : str
        ``require`` or ``exclude``.
    key : str
        Ingredient key.
    """
    for name in ("require", "exclude"):
        widget = f"brief_{project_id}_{name}"
        kept = [k for k in state.widget(widget, []) if k != key]
        state.fill({widget: [*kept, key] if name == field else kept}, overwrite=True)


def _read(project_id: str, start: Brief) -> Brief:
    """Make the brief that the widgets describe; fields without a widget stay as they were."""
    prefix = f"brief_{project_id}_"
    get = {field: state.widget(prefix + field) for field in _values(start)}
    quick = tuple(
        Limit(axis, relation, float(get[field]))  # type: ignore[arg-type]  # one of two relations
        for field, (axis, relation, _) in QUICK_LIMITS.items()
        if get[field] is not None
    )
    return Brief(
        target=get["target"],
        max_ingredients=int(get["max_ingredients"]),
        exclude_allergens=tuple(get["allergens"]),
        exclude=tuple(get["exclude"]),
        require=tuple(get["require"]),
        locked=start.locked,
        limits=quick + limit_lines(get["limits"] or ""),
        claims=start.claims,
        jurisdiction=get["jurisdiction"],
        weights=start.weights,
        n_unexpected=int(get["n_unexpected"]),
        scale_step=float(get["scale_step"]),
        seed=int(get["seed"]),
        time_limit=float(get["time_limit"]),
    )


def edit_brief(project_id: str, start: Brief) -> Brief | None:
    """Draw the editor.

    Parameters
    ----------
    project_id : str
        Widgets belong to one project.
    start : Brief
        What stands in the widgets at first.

    Returns
    -------
    Brief or None
        None when the widgets break a rule; the rule is shown.
    """
    kept = state.get(f"brief_{project_id}")
    state.fill(_keys(project_id, kept or _values(start)))
    preset_key = f"preset_{project_id}"
    st.pills(
        "Start from",
        list(PRESETS),
        key=preset_key,
        on_change=_use_preset,
        args=(project_id, preset_key),
    )
    left, middle, right = st.columns(3, gap="large")
    with left:
        _target_part(project_id)
    with middle:
        _ingredients_part(project_id)
    with right:
        _limits_part(project_id)
    with st.expander("More: other limits, novelty, scale, law, search"):
        _more_part(project_id)
    prefix = f"brief_{project_id}_"
    state.keep(f"brief_{project_id}", {f: state.widget(prefix + f) for f in _values(start)})
    try:
        return _read(project_id, start)
    except FormulatorError as error:
        st.warning("The brief cannot be used yet:", icon=":material/edit:")
        st.text(str(error))
        return None


def _target_part(project_id: str) -> None:
    foods = {food.key: food for food in targets(cached.catalogue())}
    st.selectbox(
        "Imitate",
        list(foods),
        format_func=lambda key: foods[key].name,
        key=f"brief_{project_id}_target",
        help="The animal food whose composition the formulas should come near.",
    )
    st.number_input("Ingredients at most", 1, 30, key=f"brief_{project_id}_max_ingredients", step=1)
    st.number_input("How many formulas", 1, 20, DEFAULT_COUNT, key=f"count_{project_id}", step=1)


def _ingredients_part(project_id: str) -> None:
    names = ingredient_names(cached.catalogue())
    st.multiselect(
        "Free from",
        ALLERGENS,
        format_func=lambda key: str(key).replace("_", " "),
        key=f"brief_{project_id}_allergens",
        placeholder="Allergens to leave out",
    )
    st.multiselect(
        "Leave out",
        list(names),
        format_func=lambda key: names.get(key, key),
        key=f"brief_{project_id}_exclude",
        placeholder="Ingredients not to use",
    )
    st.multiselect(
        "Must hold",
        list(names),
        format_func=lambda key: names.get(key, key),
        key=f"brief_{project_id}_require",
        placeholder="Ingredients to use",
    )


def _limits_part(project_id: str) -> None:
    first, second = st.columns(2)
    for place, (field, (_, _, label)) in zip(
        (first, second, first, second), QUICK_LIMITS.items(), strict=True
    ):
        place.number_input(
            label,
            min_value=0.0,
            value=None,
            step=0.1,
            format="%.2f",
            key=f"brief_{project_id}_{field}",
            placeholder="no limit",
        )


def _more_part(project_id: str) -> None:
    left, middle, right = st.columns(3, gap="large")
    left.text_area(
        "Other limits, one a line",
        key=f"brief_{project_id}_limits",
        placeholder="fibre>=1\nsodium<=60",
        help="Any axis of the data view, for example fibre>=1 (per 100 g).",
    )
    with middle:
        st.number_input(
            "Unexpected ingredients at least", 0, 30, key=f"brief_{project_id}_n_unexpected"
        )
        st.selectbox("Law", ("US", "EU", "Codex"), key=f"brief_{project_id}_jurisdiction")
    with right:
        st.number_input(
            "Time for the search, s",
            1.0,
            600.0,
            key=f"brief_{project_id}_time_limit",
            step=1.0,
        )
        st.number_input(
            "Scale step, g/100 g",
            0.001,
            1.0,
            key=f"brief_{project_id}_scale_step",
            step=0.001,
            format="%.3f",
        )
        st.number_input("Seed", 0, 2**31 - 1, key=f"brief_{project_id}_seed", step=1)


def formula_count(project_id: str) -> int:
    """Return how many formulas are asked for."""
    return int(state.widget(f"count_{project_id}", DEFAULT_COUNT))
