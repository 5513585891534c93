"""Own formulas on the Design page: written or uploaded, judged like proposals, in versions."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from formulator.errors import FormulatorError
from formulator.formula import Formula
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.web import cached, candidate_view, formulas, own_formula, own_store, state
from formulator.web.desk import Desk
from formulator.web.own_store import Kept, Version
from formulator.web.projects import show_error
from formulator.web.widgets import plain
from ingredients import Catalogue

NEW = "New formula"
EMPTY_ROWS: list[dict[str, Any]] = [{"ingredient": None, "amount": None} for _ in range(5)]
TEMPLATE = "ingredient,percent\nwater,90\npea_protein_isolate,3.5\n"


def own_formulas(desk: Desk) -> None:
    """Draw the section: choose, write or upload, judge, save."""
    known = own_store.own_formulas(desk.store, desk.project)
    left, right = st.columns([5, 7], gap="large")
    with left:
        opened = _choose(desk, known)
        versions = known.get(opened, ())
        _fill(desk, opened, versions)
        formula = _edit(desk)
        _upload(desk)
        if formula is not None:
            _save(desk, opened, versions, formula)
        if versions:
            _history(desk, versions)
    with right:
        if formula is None:
            st.info(
                "Write the parts on the left, upload a table, or copy a proposal; the formula is "
                "then judged like one: distance, blocks, rules, label, cost.",
                icon=":material/edit_note:",
            )
            return
        _judge(desk, formula, versions)


def _place(desk: Desk, name: str) -> str:
    return f"own_{name}_{desk.project.id}"


def _choose(desk: Desk, known: dict[str, tuple[Version, ...]]) -> str:
    """Let a formula be opened; an empty name stands for a new one."""
    names = [NEW, *known]
    wanted = state.take(_place(desk, "open"))
    key = _place(desk, "choice")
    if wanted in names:
        state.fill({key: wanted}, overwrite=True)
    elif state.widget(key) not in names:
        state.fill({key: NEW}, overwrite=True)
    opened = st.selectbox("Own formula", names, key=key)
    return "" if opened == NEW else str(opened)


def _put(desk: Desk, rows: list[dict[str, Any]], unit: str = own_formula.PERCENT) -> None:
    """Put rows into the table; a new revision makes the widget forget its edits."""
    state.keep(_place(desk, "rows"), rows)
    state.keep(_place(desk, "revision"), state.get(_place(desk, "revision"), 0) + 1)
    state.keep(_place(desk, "wanted_unit"), unit)


def _fill(desk: Desk, opened: str, versions: tuple[Version, ...]) -> None:
    """Fill the table when another formula or a newer version has been opened."""
    shown = (opened, len(versions))
    if state.get(_place(desk, "shown")) == shown:
        return
    first = state.get(_place(desk, "shown")) is None and state.get(_place(desk, "rows"))
    state.keep(_place(desk, "shown"), shown)
    if first:
        return
    rows = EMPTY_ROWS
    if versions:
        rows = own_formula.editor_rows(versions[-1].formula, cached.catalogue())
    _put(desk, rows)


def _edit(desk: Desk) -> Formula | None:
    """Draw the table; return the formula it holds, None while it holds none."""
    catalogue = cached.catalogue()
    wanted = state.take(_place(desk, "wanted_unit"))
    state.fill({_place(desk, "unit"): wanted or own_formula.PERCENT}, overwrite=bool(wanted))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = st.segmented_control(
            "Amounts are",
            [own_formula.PERCENT, own_formula.GRAMS],
            key=_place(desk, "unit"),
            required=True,
        )
        with_water = st.toggle(
            "Fill up with water",
            key=_place(desk, "water"),
            disabled=unit == own_formula.GRAMS,
            help="What the percents lack to 100 becomes water.",
        )
    edited = st.data_editor(
        state.get(_place(desk, "rows"), EMPTY_ROWS),
        key=f"{_place(desk, 'table')}_{state.get(_place(desk, 'revision'), 0)}",
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_config={
            "ingredient": st.column_config.SelectboxColumn(
                "Ingredient (type to search)",
                options=list(own_formula.ingredient_labels(catalogue)),
                width="medium",
            ),
            "amount": st.column_config.NumberColumn(
                "g per 100 g" if unit == own_formula.PERCENT else "grams",
                min_value=0.0,
                step=0.0001,
                format="%.4g",
                width="small",
            ),
        },
        alt="Parts of the own formula and their amounts",
    )
    rows = own_formula.table_rows(edited)
    if not rows:
        return None
    try:
        amounts = own_formula.read_parts(rows, catalogue)
        made = own_formula.make_formula(amounts, unit=str(unit), fill_with_water=bool(with_water))
    except FormulatorError as error:
        st.warning("This is no formula yet:", icon=":material/edit:")
        st.text(str(error))
        return None
    return made


def _upload(desk: Desk) -> None:
    """Read a table from a file into the editor; all bad rows are listed."""
    with st.popover("Upload or copy", icon=":material/upload:"):
        file = st.file_uploader(
            "CSV or XLSX with the columns ingredient and percent (or grams)",
            type=["csv", "xlsx"],
            key=_place(desk, "file"),
        )
        unit = st.radio(
            "Where its first line does not say it, amounts are",
            [own_formula.PERCENT, own_formula.GRAMS],
            key=_place(desk, "file_unit"),
            horizontal=True,
        )
        if st.button("Read the file", key=_place(desk, "read"), disabled=file is None) and file:
            _read_file(desk, file.name, file.getvalue(), unit)
        st.caption("The first line names the columns, for example:")
        st.code(TEMPLATE, language=None)
        _copy(desk)


def _read_file(desk: Desk, name: str, data: bytes, unit: str) -> None:
    catalogue = cached.catalogue()
    labels = {key: label for label, key in own_formula.ingredient_labels(catalogue).items()}
    try:
        amounts = own_formula.read_parts(own_formula.upload_rows(name, data), catalogue)
        unit = own_formula.upload_unit(name, data) or unit
    except FormulatorError as error:
        show_error(error)
        return
    _put(desk, [{"ingredient": labels[k], "amount": a} for k, a in amounts.items()], unit)
    st.rerun()


def _copy(desk: Desk) -> None:
    """Offer to begin with a formula that exists already."""
    known = formulas.all_formulas(desk.iterations)
    if not known:
        return
    chosen = st.selectbox(
        "Or copy a proposal",
        list(known),
        index=None,
        key=_place(desk, "copy"),
        placeholder="Any formula of this project",
    )
    if st.button("Copy", key=_place(desk, "copy_it"), disabled=chosen is None) and chosen:
        _put(desk, own_formula.editor_rows(known[chosen].formula, cached.catalogue()))
        st.rerun()


def _save(desk: Desk, opened: str, versions: tuple[Version, ...], formula: Formula) -> None:
    with st.form(_place(desk, "save"), border=False):
        name = opened or st.text_input("Name", key=_place(desk, "name"), max_chars=80)
        note = st.text_input("What was changed, and why", key=_place(desk, "note"), max_chars=500)
        label = f"Save as version {len(versions) + 1}" if opened else "Save"
        is_sent = st.form_submit_button(label, type="primary", icon=":material/save:")
    if not is_sent:
        return
    try:
        made = own_store.save_version(
            desk.store,
            desk.viewer,
            desk.project,
            name,
            formula,
            target=desk.target,
            expected=len(versions),
            note=note,
        )
    except FormulatorError as error:
        show_error(error)
        return
    state.keep(_place(desk, "open"), made.name)
    told = f"{plain(made.name)}, version {made.number}, is saved."
    st.toast(told, icon=":material/check_circle:")
    st.rerun()


def _history(desk: Desk, versions: tuple[Version, ...]) -> None:
    """List all versions; show what changed in one, and go back to it."""
    with st.expander(f"Versions ({len(versions)})", icon=":material/history:"):
        st.dataframe(
            [
                {"version": v.number, "saved": v.at, "by": v.by, "note": v.note, "target": v.target}
                for v in reversed(versions)
            ],
            hide_index=True,
            key=_place(desk, "versions"),
            alt="All versions of this formula",
        )
        if len(versions) < 2:
            return
        number = st.selectbox(
            "Compare the newest with version",
            [v.number for v in reversed(versions[:-1])],
            key=_place(desk, "old"),
        )
        _difference(versions[number - 1], versions[-1])
        if st.button(
            f"Go back to version {number}",
            key=_place(desk, "undo"),
            icon=":material/undo:",
            help="The old composition is saved again as the newest version; nothing is lost.",
        ):
            _go_back(desk, versions, number)


def _difference(old: Version, new: Version) -> None:
    rows = formulas.changed_rows(dict(old.parts), dict(new.parts), _names(cached.catalogue()))
    if not rows:
        st.caption("The two hold the same parts.")
        return
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn("Ingredient", pinned=True),
            "before": st.column_config.NumberColumn(f"version {old.number}", format="%.3g"),
            "after": st.column_config.NumberColumn(f"version {new.number}", format="%.3g"),
            "change": st.column_config.NumberColumn("change, g/100 g", format="%+.3g"),
        },
        alt=f"What changed from version {old.number} to {new.number}",
    )


def _names(catalogue: Catalogue) -> dict[str, str]:
    return {f.key: f.name for f in catalogue.foods}


def _go_back(desk: Desk, versions: tuple[Version, ...], number: int) -> None:
    try:
        own_store.undo_version(desk.store, desk.viewer, desk.project, versions, number)
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()


def _judge(desk: Desk, formula: Formula, versions: tuple[Version, ...]) -> None:
    """Judge the formula by the editor's brief, and draw it like a proposal."""
    brief = desk.brief or Brief(desk.target)
    try:
        found = cached.appraisal(formula.parts, json.dumps(brief.to_dict()))
    except FormulatorError as error:
        show_error(error)
        return
    kept = versions[-1] if versions else None
    is_kept = kept is not None and kept.formula.percents() == formula.percents()
    title, place = "Own formula, not saved yet", None
    if kept is not None and is_kept:
        title, place = kept.formula.name, Kept.own(kept)
        _offer(desk, kept, found.candidate, brief)
    candidate_view.full(desk, found.candidate, title=title, brief=brief, kept=place)


def _offer(desk: Desk, kept: Version, candidate: Candidate, brief: Brief) -> None:
    """Let a saved formula stand among the proposals, where the panel finds it."""
    if not st.button(
        "Put it among the formulas",
        key=_place(desk, "offer"),
        icon=":material/local_cafe:",
        help="As an iteration of its own: it can then be tasted and compared like a proposal.",
    ):
        return
    iteration = own_store.offer(
        desk.store, desk.viewer, desk.project, kept, candidate=candidate, brief=brief
    )
    st.toast(f"It is iteration {iteration.number} now.", icon=":material/check_circle:")
    st.rerun()
