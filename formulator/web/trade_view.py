"""Two sections of the Design page: trade-offs of one iteration, any formulas side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from formulator.errors import FormulatorError
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.store.tasting import candidates_of
from formulator.web import cached, charts, formulas, own_store, trade_charts, trade_rows
from formulator.web.desk import Desk, chosen_iteration
from formulator.web.trade_rows import WISHES

FIRST_CORNERS = ("axis:protein", "axis:fat", "axis:sugars")
MOST = 8
"""Most formulas side by side: as many as there are colours."""
AT_FIRST = 3


def _table(rows: Sequence[Mapping[str, Any]], *, key: str, alt: str, **config: Any) -> None:
    """Offer a chart's numbers as a table, for those who would rather read or cannot see it."""
    with st.expander("The same as a table", icon=":material/table_rows:"):
        st.dataframe(
            [dict(row) for row in rows], hide_index=True, key=key, alt=alt, column_config=config
        )


def trade_offs(desk: Desk) -> None:
    """Draw the formulas of one iteration against each other."""
    iteration = chosen_iteration(desk)
    if iteration is None:
        return
    candidates = {
        formulas.short_name(c, rank): c for rank, c in enumerate(candidates_of(iteration), start=1)
    }
    if not candidates:
        st.warning("This proposal holds no formula.")
        return
    place = f"{desk.project.id}_{iteration.number}"
    left, right = st.columns(2, gap="large")
    with left:
        _front(candidates, place)
    with right:
        _triangle(candidates, place)
    _lines(candidates, place)


def _front(candidates: Mapping[str, Candidate], place: str) -> None:
    st.markdown("**One wish against another**")
    known = trade_rows.known_wishes(candidates)
    if len(known) < 2:
        st.caption("There is only one formula.")
        return
    with st.container(horizontal=True):
        across = st.selectbox("Across", known, format_func=_title, key=f"across_{place}", width=240)
        others = [k for k in known if k != across]
        up = st.selectbox(
            "Upwards",
            others,
            index=others.index("distance") if "distance" in others else 0,
            format_func=_title,
            key=f"up_{place}_{across}",
            width=300,
        )
    rows = trade_rows.front_rows(candidates, across, up)
    st.altair_chart(
        trade_charts.front_chart(rows, x_title=_title(across), y_title=_title(up)),
        key=f"front_{place}",
        alt=trade_charts.described(
            "Scatter plot", rows, words=f"{_title(up)} against {_title(across)}"
        ),
    )
    st.caption("Diamonds: no other formula of this iteration is better in both.")
    shown = [
        {"formula": r["title"], "across": r["x"], "up": r["y"], "is_front": r["is_front"]}
        for r in rows
    ]
    number = st.column_config.NumberColumn
    _table(
        shown,
        key=f"front_table_{place}",
        alt="Trade-offs as numbers",
        across=number(_title(across), format="%.3g"),
        up=number(_title(up), format="%.3g"),
        is_front="trade-off",
    )


def _title(key: str) -> str:
    return WISHES[key].title


def _triangle(candidates: Mapping[str, Candidate], place: str) -> None:
    st.markdown("**Three parts against each other**")
    choices = trade_rows.corner_choices(candidates)
    corners = st.multiselect(
        "Corners: left, right, top",
        list(choices),
        default=list(FIRST_CORNERS),
        max_selections=3,
        format_func=choices.__getitem__,
        key=f"corners_{place}",
    )
    if len(corners) != 3:
        st.info("Choose three corners: nutrients, kinds of parts or single ingredients.")
        return
    names = [choices[c] for c in corners]
    rows = trade_rows.ternary_rows(candidates, corners)
    if not rows:
        st.info("No formula holds any of the three.")
        return
    near = st.toggle(
        "Only where the formulas stand",
        value=trade_charts.is_crowded(rows),
        key=f"near_{place}_{'_'.join(corners)}",
    )
    st.altair_chart(
        trade_charts.ternary_chart(rows, names, near=near),
        key=f"ternary_{place}",
        alt=trade_charts.described("Triangle plot", rows, words=f"shares of {', '.join(names)}"),
    )
    step = trade_charts.grid_step(rows, near=near)
    st.caption(f"Shares of the sum of the three; grid lines are {100 * step:g} % apart.")
    number = st.column_config.NumberColumn
    _table(
        [{"formula": r["title"], **{k: r[k] for k in ("left", "right", "top")}} for r in rows],
        key=f"ternary_table_{place}",
        alt="Shares of the three parts in percent of their sum",
        left=number(f"{names[0]}, %", format="%.1f"),
        right=number(f"{names[1]}, %", format="%.1f"),
        top=number(f"{names[2]}, %", format="%.1f"),
    )


def _lines(candidates: Mapping[str, Candidate], place: str) -> None:
    st.markdown("**Distance by block, a line for each formula**")
    rows = trade_rows.block_line_rows(dict(list(candidates.items())[:MOST]))
    st.altair_chart(
        trade_charts.block_lines(rows),
        key=f"lines_{place}",
        alt=trade_charts.described("Parallel lines", rows, words="distance to the target by block"),
    )
    number = st.column_config.NumberColumn
    _table(
        [{k: r[k] for k in ("name", "block", "percent", "distance")} for r in rows],
        key=f"lines_table_{place}",
        alt="Similarity and distance by block",
        name="formula",
        percent=number("similarity, %", format="%.0f"),
        distance=number("distance", format="%.3f"),
    )


def offered(desk: Desk) -> dict[str, tuple[Candidate, str]]:
    """Return title to (formula, key of its target) of all that may stand side by side."""
    found = {}
    seen: set[str] = set()
    for iteration in desk.iterations:
        for rank, candidate in enumerate(candidates_of(iteration), start=1):
            title = f"{iteration.number}.{rank} {formulas.base_name(candidate)}"
            if candidate.id not in seen:
                found[title] = (candidate, str(iteration.brief["target"]))
            seen.add(candidate.id)
    newest_first = dict(reversed(list(found.items())))
    return newest_first | _own(desk)


def _own(desk: Desk) -> dict[str, tuple[Candidate, str]]:
    found = {}
    for versions in own_store.own_formulas(desk.store, desk.project).values():
        for version in versions:
            brief = json.dumps(Brief(version.target).to_dict())
            try:
                judged = cached.appraisal(version.formula.parts, brief)
            except FormulatorError:
                continue  # an ingredient has gone from the catalogue: its own page says so
            found[version.formula.name] = (judged.candidate, version.target)
    return found


def side_by_side(desk: Desk) -> None:
    """Compare any formulas of the project: of any iteration, and own ones."""
    known = offered(desk)
    if not known:
        st.info("There is no formula yet, neither proposed nor your own.")
        return
    newest = f"{desk.iterations[-1].number}." if desk.iterations else ""
    first = [t for t in reversed(list(known)) if t.startswith(newest)][:AT_FIRST]
    chosen = st.multiselect(
        "Formulas side by side",
        list(known),
        default=first,
        max_selections=MOST,
        key=f"side_{desk.project.id}_{len(desk.iterations)}",
        placeholder="Any formula of this project",
    )
    if not chosen:
        st.info("Choose formulas: of any iteration, or your own.")
        return
    candidates = {title: known[title][0] for title in chosen}
    catalogue = cached.catalogue()
    targets = {title: catalogue.food(known[title][1]).name for title in chosen}
    if len(set(targets.values())) > 1:
        st.warning(
            "These formulas imitate different foods: their distances are not comparable.",
            icon=":material/warning:",
        )
    _figures(candidates, targets, desk)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("**Composition**")
        st.altair_chart(
            charts.composition_chart(formulas.stacked_rows(candidates)),
            key=f"side_stacked_{desk.project.id}",
            alt=charts.ALT["composition"] + ". The same numbers stand in the table below.",
        )
        _parts(candidates, desk)
    with right:
        _lines(candidates, f"side_{desk.project.id}")


def _figures(candidates: Mapping[str, Candidate], targets: Mapping[str, str], desk: Desk) -> None:
    number = st.column_config.NumberColumn
    st.dataframe(
        trade_rows.figure_table(candidates, targets),
        hide_index=True,
        key=f"side_figures_{desk.project.id}",
        column_config={
            "formula": st.column_config.TextColumn("Formula", pinned=True),
            "target": "judged against",
            "distance": number("distance (computed)", format="%.2f"),
            "similarity": number("similarity, %", format="%.0f"),
            "cost": "USD/kg (estimated)",
            "novelty": number(format="%.2f"),
            "liking": "predicted liking",
        },
        alt="Key figures of the chosen formulas",
    )


def _parts(candidates: Mapping[str, Candidate], desk: Desk) -> None:
    st.dataframe(
        trade_rows.part_table(candidates),
        hide_index=True,
        height="content",
        key=f"side_parts_{desk.project.id}",
        column_config={
            "ingredient": st.column_config.TextColumn("Ingredient, g/100 g", pinned=True),
        },
        alt="Parts of the chosen formulas in g per 100 g",
    )
