"""The brief editor: widgets in, a checked ``Brief`` out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from formulator.errors import FormulatorError
from formulator.search.brief import Brief
from formulator.web import cached, state
from formulator.web.brief_values import QUICK_LIMITS, brief_of, claim_words, lock_of, values_of
from formulator.web.presets import ALLERGENS, PRESETS, ingredient_names, targets

DEFAULT_COUNT = 8
START = PRESETS["Whole milk"]
"""What stands in the editor of a new project."""
MOST_STEPS = 50
"""Changes of the brief that can be taken back."""
BLANK: Mapping[str, Any] = {
    "max_ingredients": 1,
    "n_unexpected": 0,
    "time_limit": 1.0,
    "scale_step": 0.001,
    "seed": 0,
    "limits": "",
    "weights": "",
    **dict.fromkeys(QUICK_LIMITS),
}
"""What boxes hold that a browser drew without having been told their value."""
TELLTALE = ("max_ingredients", "time_limit", "scale_step")
"""Nobody turns all of these to their least at once."""


def _keys(project_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"brief_{project_id}_{field}": value for field, value in values.items()}


def _use_preset(project_id: str, key: str) -> None:
    name = state.widget(key)
    if name:
        state.fill(_keys(project_id, values_of(PRESETS[name])), overwrite=True)


def _read(project_id: str, fields: Iterable[str]) -> dict[str, Any]:
    return {f: state.widget(f"brief_{project_id}_{f}") for f in fields}


def _remember(project_id: str, values: dict[str, Any]) -> None:
    """Keep what stands in the widgets, and what stood there before it was changed."""
    before = state.get(f"brief_{project_id}")
    if before is not None and before != values:
        past = [*state.get(f"brief_past_{project_id}", []), before]
        state.keep(f"brief_past_{project_id}", past[-MOST_STEPS:])
    state.keep(f"brief_{project_id}", values)


def _recover(project_id: str, values: dict[str, Any]) -> dict[str, Any]:
    """Put back what a browser lost on its way, and return what then stands in the boxes.

    Streamlit tells a browser the value of a box once. When the next run begins before that has
    left a busy machine, it is never told, and the empty box then overwrites the brief.
    """
    before = state.get(f"brief_{project_id}")
    is_lost = before is not None and all(
        values[field] == BLANK[field] and before[field] != BLANK[field] for field in TELLTALE
    )
    if not is_lost:
        return values
    found = {f: before[f] if f in BLANK and v == BLANK[f] else v for f, v in values.items()}
    state.fill(_keys(project_id, found), overwrite=True)
    return found


def _undo(project_id: str) -> None:
    """Put the brief back as it was before the last change."""
    past = list(state.get(f"brief_past_{project_id}", []))
    if past:
        before = past.pop()
        state.keep(f"brief_past_{project_id}", past)
        state.keep(f"brief_{project_id}", before)
        state.fill(_keys(project_id, before), overwrite=True)


def _presets(project_id: str, start: Brief) -> None:
    """Offer briefs to start from, the one that stands there marked; and the way back."""
    preset_key = f"preset_{project_id}"
    values = _read(project_id, values_of(start))
    named = next((n for n, preset in PRESETS.items() if values_of(preset) == values), None)
    state.fill({preset_key: named}, overwrite=True)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.pills(
            "Start from",
            list(PRESETS),
            key=preset_key,
            on_change=_use_preset,
            args=(project_id, preset_key),
        )
        st.button(
            "Take the last change back",
            key=f"brief_undo_{project_id}",
            icon=":material/undo:",
            type="tertiary",
            disabled=not state.get(f"brief_past_{project_id}"),
            on_click=_undo,
            args=(project_id,),
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
    state.fill(_keys(project_id, kept or values_of(start)))
    _remember(project_id, _recover(project_id, _read(project_id, values_of(start))))
    _presets(project_id, start)
    left, middle, right = st.columns(3, gap="large")
    with left:
        _target_part(project_id)
    with middle:
        _ingredients_part(project_id)
    with right:
        _limits_part(project_id)
    with st.expander("More: other limits, novelty, scale, law, search"):
        _more_part(project_id)
    values = _read(project_id, values_of(start))
    state.keep(f"brief_{project_id}", values)
    try:
        return brief_of(values)
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
    _locked_part(project_id, names)


def _locked_part(project_id: str, names: Mapping[str, str]) -> None:
    """Show locked doses, each of which can be taken away; they are set on a formula."""
    key = f"brief_{project_id}_locked"
    locked = state.widget(key, [])
    if not locked:
        return

    def words(text: str) -> str:
        part, percent = lock_of(text)
        return f"{names.get(part, part)} {percent:g} %"

    st.multiselect("Locked", locked, format_func=words, key=key)


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
    with left:
        st.text_area(
            "Other limits, one a line",
            key=f"brief_{project_id}_limits",
            placeholder="fibre>=1\nsodium<=60",
            help="Any axis of the data view, for example fibre>=1 (per 100 g).",
        )
        st.text_area(
            "Weights of blocks, one a line",
            key=f"brief_{project_id}_weights",
            placeholder="minerals=0.5\nvitamins=0",
            help="How much a block counts in the distance; blocks not named weigh 1.",
        )
    with middle:
        words = claim_words()
        st.multiselect(
            "Claims to be allowed",
            list(words),
            format_func=lambda key: words.get(key, key),
            key=f"brief_{project_id}_claims",
            placeholder="Nutrition claims",
        )
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
