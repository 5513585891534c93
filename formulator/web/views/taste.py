"""Taste one cup at a time. There are no wrong answers, and nobody sees yours before the end.

Type the code on your card. Then, for each cup: rinse, taste, answer, send. What was sent is
kept; if the page is closed, the same code opens it again where you stopped.
"""

import secrets
from dataclasses import replace

import streamlit as st

from formulator.store import Sitting
from formulator.web import cached, page_language, state
from formulator.web.ballot import Ballot
from formulator.web.questionnaire import CHIPS, LANGUAGES
from formulator.web.sitting import Outcome, current_ballot, find_sitting, send
from formulator.web.texts import choose_language, translate
from formulator.web.widgets import ask, ballot_style, chips, problem_under

store = cached.store()
client = str(st.context.ip_address or "here")
language = choose_language(str(st.query_params.get("lang") or st.context.locale or ""))


def entry() -> None:
    """Ask for the code on the card."""
    st.title(translate("welcome", language))
    chosen = st.pills(
        "Language · 언어",
        list(LANGUAGES),
        default=language,
        format_func=lambda code: LANGUAGES[str(code)],
    )
    if chosen and chosen != language:
        st.query_params["lang"] = chosen
        st.rerun()
    with st.form("entry", border=False):
        code = st.text_input(translate("enter_code", language), key="entry_code", max_chars=60)
        is_sent = st.form_submit_button(
            translate("enter", language), type="primary", width="stretch"
        )
    if is_sent:
        if find_sitting(store, cached.limiter(), code, client=client) is None:
            is_blocked = cached.limiter().is_blocked(client)
            st.error(translate("too_many" if is_blocked else "code_unknown", language))
        else:
            st.query_params["seat"] = code.strip()
            st.rerun()


def leave() -> None:
    """Give the tablet to the next taster."""
    st.query_params.pop("seat", None)


def thanks(n_cups: int) -> None:
    """Say thanks, and nothing about results."""
    st.title(translate("thanks", language))
    st.success(translate("all_done", language, n=n_cups), icon=":material/check_circle:")
    st.button(translate("next_taster", language), on_click=leave, width="stretch")


def cup(ballot: Ballot) -> dict[str, object]:
    """Draw one cup's questions; return what was answered so far."""
    key = ballot.serving_id
    problems = dict(state.get(f"problems_{key}", {}))
    raw: dict[str, object] = {
        "code": st.text_input(
            f"**{translate('type_code', language)}**", key=f"{key}-code", max_chars=3, width=220
        )
    }
    problem_under(problems, "code")
    for question in ballot.questions:
        raw[question.key] = ask(question, language=language, key=f"{key}-{question.key}")
        problem_under(problems, question.key)
    if ballot.terms:
        raw["cata"] = chips(ballot.terms, title="cata", language=language, key=f"{key}-cata")
    raw["wishes"] = chips(CHIPS, title="wishes", language=language, key=f"{key}-wishes")
    optional = translate("optional", language)
    raw["comment"] = st.text_area(
        f"**{translate('comment', language)}** ({optional})",
        key=f"{key}-comment",
        max_chars=500,
        height=90,
    )
    problem_under(problems, "comment")
    return raw


def heading(ballot: Ballot) -> None:
    """Say which cup it is."""
    place = translate("cup", language, number=ballot.number, n=ballot.n_cups)
    st.progress((ballot.number - 1) / ballot.n_cups, text=place)
    st.header(translate("take_cup", language, code=ballot.code))
    if ballot.is_warm_up:
        st.info(translate("warm_up", language))
    if ballot.number == 1:
        st.caption(translate("how", language))
    note = state.get("ballot_note")
    if note:
        st.warning(translate(note, language), icon=":material/warning:")


def receive(sitting: Sitting, ballot: Ballot, raw: dict[str, object]) -> None:
    """Save what was sent, or show what is missing."""
    answered = send(store, sitting, ballot, raw, source="app")
    is_saved = answered.outcome is Outcome.SAVED
    state.keep("ballot_note", None if is_saved else str(answered.outcome))
    state.keep(f"problems_{ballot.serving_id}", {p.field: p.message for p in answered.problems})
    if is_saved:
        st.toast(translate("saved", language), icon=":material/check_circle:")
    st.rerun()


seat_code = str(st.query_params.get("seat") or "")
# A tablet in a booth is opened with ?booth=1: there the menu is gone between tasters, too.
ballot_style(has_menu=not seat_code and "booth" not in st.query_params)
page_language.declare(language)
sitting = find_sitting(store, cached.limiter(), seat_code, client=client) if seat_code else None
if sitting is None:
    if seat_code:
        st.error(translate("code_unknown", language))
    entry()
    st.stop()
ballot = current_ballot(sitting, language=language)
if ballot is None:
    thanks(len(sitting.cups))
    st.stop()
# The same key for as long as this cup's form stands in this tab.
ballot = replace(
    ballot,
    idempotency_key=state.once(f"key_{ballot.serving_id}", lambda: secrets.token_hex(16)),
)
heading(ballot)
with st.form(f"cup-{ballot.serving_id}", border=False, enter_to_submit=False):
    answers = cup(ballot)
    sent = st.form_submit_button(translate("send", language), type="primary", width="stretch")
    st.caption(translate("no_way_back", language))
if sent:
    receive(sitting, ballot, answers)
