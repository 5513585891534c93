"""Drawing one round for its leader: progress, links, sheets, kitchen, answers, closing."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from formulator.errors import FormulatorError
from formulator.store import Round, RoundStatus, Store
from formulator.store.tasting import progress
from formulator.web import cached, paper, rounds, state
from formulator.web.auth import Viewer
from formulator.web.projects import show_error
from formulator.web.questionnaire import LANGUAGES
from formulator.web.widgets import plain
from formulator.wording import counted

BY = {"html": "phone", "app": "tablet page", "paper": "paper"}
"""Source of an answer as the store keeps it, in a leader's words."""
PER_ROW = 4
"""QR codes beside each other."""


def show_round(store: Store, viewer: Viewer, round_: Round, names: dict[str, str]) -> None:
    """Draw one round.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    round_ : Round
    names : dict of str to str
        Candidate id to the name that people read.
    """
    is_open = round_.status is RoundStatus.OPEN
    st.subheader(f"{plain(round_.name)} · {'open' if is_open else 'closed'}", divider="gray")
    balance = round_.settings.get("balance")
    if balance:
        st.caption(f"Balance of the design, fewest to most: {balance}")
    if not is_open:
        _closed(store, viewer, round_, names)
        return
    watch, links, sheets, kitchen, answers, end = st.tabs(
        ["Progress", "Links and codes", "Sheets to print", "Kitchen", "Answers", "Close"]
    )
    with watch, st.container(key=f"live_{round_.id}"):  # does not fade while it is renewed
        live(store, round_)
    with links:
        _hand_out(store, viewer, round_)
    with sheets:
        _sheets(store, viewer, round_)
    with kitchen:
        _kitchen(store, viewer, round_, names)
    with answers:
        _answers(store, viewer, round_)
    with end:
        _close(store, viewer, round_)


def _closed(store: Store, viewer: Viewer, round_: Round, names: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Closed and unblinded: see **Compare**.", width="content")
        _file("Scores, CSV", f"/export/{round_.id}.csv")
        _file("Scores, XLSX", f"/export/{round_.id}.xlsx")
    with st.expander("Kitchen sheet, answers and log", key=f"more_{round_.id}"):
        kitchen, answers = st.tabs(["Kitchen", "Answers and log"])
        with kitchen:
            _kitchen(store, viewer, round_, names)
        with answers:
            _answers(store, viewer, round_)


def _file(label: str, path: str) -> None:
    st.link_button(label, path, icon=":material/download:")


@st.fragment(run_every="3s")
def live(store: Store, round_: Round) -> None:
    """Show who is where."""
    rows = progress(store, round_.id)
    n_done = sum(row.n_answered for row in rows)
    n_cups = sum(row.n_cups for row in rows)
    st.progress(n_done / n_cups if n_cups else 0.0, text=f"{n_done} of {n_cups} cups answered")
    st.dataframe(
        rounds.progress_rows(rows),
        hide_index=True,
        key=f"progress_{round_.id}",
        height="content",
        column_config={
            "taster": "Taster",
            "short_code": "Short code",
            "answered": st.column_config.ProgressColumn("Answered", format=" "),
            "cups": "Cups",
        },
        alt="Progress of each taster",
    )


def _hand_out(store: Store, viewer: Viewer, round_: Round) -> None:
    """Show links and codes while they are known; make new ones; take them away."""
    if not rounds.reaches_phones(str(st.context.url or "")):
        st.caption(
            "This page is open on this machine only, so links do not work on phones yet: start "
            "with `formulator app --host 0.0.0.0` and open the page under this machine's address."
        )
    made = state.get(f"links_{round_.id}", ())
    if made:
        st.download_button(
            "QR cards to cut out, PDF",
            partial(paper.cards_pdf, made, round_),
            f"cards-{round_.number}.pdf",
            "application/pdf",
            key=f"cards_{round_.id}",
            icon=":material/qr_code_2:",
            on_click="ignore",
        )
        qr_codes(made)
    else:
        st.info("Links are shown once, where the round was opened. Short codes stay valid.")
    st.link_button(
        "Ballot for a tablet (type the short code there)",
        "/taste?booth=1",
        icon=":material/tablet:",
    )
    _renew(store, viewer, round_, made)


def qr_codes(made: tuple[rounds.Link, ...]) -> None:
    """Draw a card for each link: taster, code for typing where there is one, QR, address."""
    for start in range(0, len(made), PER_ROW):
        for place, link in zip(st.columns(PER_ROW), made[start : start + PER_ROW], strict=False):
            with place.container(border=True):
                code = f" · `{link.short_code}`" if link.short_code else ""
                st.markdown(f"**{plain(link.taster)}**{code}")
                st.image(
                    rounds.qr_svg(link.url),
                    width=150,
                    alt=f"QR code of the ballot of {link.taster}",
                )
                st.code(link.url, language=None, wrap_lines=True)


def _renew(store: Store, viewer: Viewer, round_: Round, made: tuple[rounds.Link, ...]) -> None:
    seats = [s for s in store.seats(round_.id) if s.revoked_at is None]
    by_id = {seat.id: seat for seat in seats}
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    chosen = left.multiselect(
        "Links of",
        list(by_id),
        format_func=lambda id_: by_id[id_].taster,
        key=f"renew_{round_.id}",
        placeholder="everybody",
    )
    asked = [by_id[id_] for id_ in chosen] or seats
    if middle.button("Make new links", width="stretch", key=f"renew_button_{round_.id}"):
        base = rounds.base_url(str(st.context.url or ""))
        fresh = rounds.new_links(store, viewer, asked, base)
        state.keep(f"links_{round_.id}", rounds.merged(made, fresh))
        st.rerun()
    if right.button(
        "Take access away",
        width="stretch",
        key=f"revoke_button_{round_.id}",
        disabled=not chosen,
        help="Link and short code of the chosen tasters open nothing from then on.",
    ):
        for seat in asked:
            store.revoke_seat(seat.id, actor=viewer.name)
            made = rounds.dropped(made, seat.taster)
        state.keep(f"links_{round_.id}", made)
        st.rerun()


def _sheets(store: Store, viewer: Viewer, round_: Round) -> None:
    made = {link.taster: link.url for link in state.get(f"links_{round_.id}", ())}
    with st.container(horizontal=True):
        _file("Serving sheet, PDF", f"/round/{round_.id}/serving.pdf")
        st.link_button("Serving sheet, page", f"/sheet/{round_.id}", icon=":material/print:")
        for language, name in LANGUAGES.items():
            st.download_button(
                f"Paper ballots, {name}",
                partial(paper.paper_ballots, store, viewer, round_, language=language, links=made),
                f"ballots-{round_.number}-{language}.pdf",
                "application/pdf",
                key=f"ballots_{language}_{round_.id}",
                icon=":material/edit_document:",
                on_click="ignore",
            )
    st.dataframe(
        rounds.serving_rows(store, round_.id),
        hide_index=True,
        key=f"sheet_{round_.id}",
        alt="Serving sheet: codes by taster and position",
    )


def _kitchen(store: Store, viewer: Viewer, round_: Round, names: dict[str, str]) -> None:
    """Show what each code holds, on demand."""
    grams = st.number_input(
        "Filling of a cup, g", 1.0, 500.0, 40.0, key=f"filling_{round_.id}", step=5.0
    )
    is_open = round_.status is RoundStatus.OPEN
    words = "Open the kitchen sheet (logged)" if is_open else "Show the kitchen sheet"
    if not st.button(words, key=f"kitchen_{round_.id}"):
        return
    rows = paper.kitchen(
        store, viewer, round_, grams_per_cup=grams, catalogue=cached.catalogue(), names=names
    )
    st.dataframe(
        [
            {
                "code": row.code,
                "holds": row.holds,
                "kind": row.kind,
                "cups": row.n_cups,
                "grams": row.grams,
                "parts": ", ".join(f"{name} {grams:.1f} g" for name, grams in row.parts),
            }
            for row in rows
        ],
        hide_index=True,
        key=f"kitchen_table_{round_.id}",
        column_config={"grams": st.column_config.NumberColumn("g in all", format="%.0f")},
        alt="Kitchen sheet: code, formula and weights",
    )
    _file("Kitchen sheet, PDF", f"/round/{round_.id}/kitchen.pdf?grams={grams:g}")


def _answers(store: Store, viewer: Viewer, round_: Round) -> None:
    """Show which cups were answered, void one with a reason, show the log."""
    rows = rounds.sent_rows(store, viewer, round_)
    if rows:
        _sent(store, viewer, round_, rows)
    else:
        st.caption("Nothing was sent yet.")
    if st.toggle("Show the log", key=f"log_{round_.id}"):
        st.dataframe(
            rounds.log_rows(store, viewer, round_),
            hide_index=True,
            key=f"log_table_{round_.id}",
            column_config={
                "at": st.column_config.DatetimeColumn("at, UTC", format="YYYY-MM-DD HH:mm")
            },
            alt="Log: who did what when",
        )


def _sent(store: Store, viewer: Viewer, round_: Round, rows: list[dict[str, Any]]) -> None:
    st.dataframe(
        [
            {
                **{k: v for k, v in row.items() if k != "id"},
                "by": BY.get(row["by"], row["by"]),
                "cup": str(row["cup"] or "practice"),
            }
            for row in rows
        ],
        hide_index=True,
        key=f"sent_{round_.id}",
        height=240,
        column_config={
            "sent": st.column_config.DatetimeColumn("sent, UTC", format="YYYY-MM-DD HH:mm")
        },
        alt="Answered cups with time and source; scores are not shown",
    )
    _void(store, viewer, round_, [row for row in rows if not row["voided"]])


def _void(store: Store, viewer: Viewer, round_: Round, rows: list[dict[str, Any]]) -> None:
    words = {
        row["id"]: f"{row['taster']}, cup {row['cup'] or 'for practice'}, code {row['code']}"
        for row in rows
    }
    with st.form(f"void_{round_.id}", border=False):
        left, middle, right = st.columns([2, 3, 1], vertical_alignment="bottom")
        judgement = left.selectbox(
            "Void the answer of",
            list(words),
            index=None,
            format_func=words.__getitem__,
            key=f"void_id_{round_.id}",
        )
        reason = middle.text_input(
            "Reason (kept, with your name)", key=f"void_reason_{round_.id}", max_chars=300
        )
        is_sent = right.form_submit_button("Void", width="stretch")
    if not is_sent or judgement is None:
        return
    try:
        rounds.void(store, viewer, str(judgement), reason)
    except FormulatorError as error:
        show_error(error)
        return
    st.rerun()


def _close(store: Store, viewer: Viewer, round_: Round) -> None:
    """Close the round once the leader is sure."""
    rows = progress(store, round_.id)
    n_open = sum(row.n_cups - row.n_answered for row in rows)
    if n_open:
        told = counted(n_open, "cup")
        st.warning(f"Not answered yet: {told}.", icon=":material/hourglass_empty:")
    is_sure = st.checkbox("Close it for good and unblind it", key=f"sure_{round_.id}")
    if st.button("Close the round", type="primary", disabled=not is_sure, key=f"end_{round_.id}"):
        try:
            store.close_round(round_.id, actor=viewer.name)
        except FormulatorError as error:
            show_error(error)
            return
        st.rerun()
