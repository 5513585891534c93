"""The live hint under the brief: can it be met, cannot it, or is that not yet known."""

from __future__ import annotations

from typing import Any

import streamlit as st

from formulator.search.brief import Brief
from formulator.web import cached, formulas, quick
from formulator.web.auth import Viewer
from formulator.web.brief_values import brief_words
from formulator.web.jobs import Job, JobState
from formulator.web.questions import prospect_payload
from formulator.web.widgets import lines, plain

PROMISE = (
    "Proven for limits, doses, structure and all linear rules; rules that are not linear, and how "
    "near the formulas come, only the search can tell."
)

CAN, WARNED, CANNOT = "can be met", "can be met with warnings", "cannot be met"
"""``prospect.Outlook`` as the worker sends it; here nothing of the search is imported."""


def feasibility(viewer: Viewer, brief: Brief | None) -> None:
    """Show what is known of a brief before the search."""
    if brief is None:
        return
    names = {food.key: food.name for food in cached.catalogue().foods}
    st.caption(plain(brief_words(brief, names)))
    payload = prospect_payload(brief)
    job = quick.ask(viewer, "prospect", payload)
    if job is None:
        st.fragment(_still_asking, run_every=1.0)(viewer, payload)
    else:
        _show(job)


def _still_asking(viewer: Viewer, payload: dict[str, Any]) -> None:
    if quick.answered(viewer, "prospect", payload) is not None:
        st.rerun()
    quick.ask(viewer, "prospect", payload, patience=0.0)
    st.caption(":material/hourglass_empty: Not yet known whether this brief can be met …")


def hint_lines(found: dict[str, Any]) -> tuple[str, str, list[str]]:
    """Return (icon and colour name, sentence, further lines) of an answer.

    Parameters
    ----------
    found : dict
        A ``Prospect`` as plain data.
    """
    n = f"{found['n_considered']} ingredients may be used"
    outlook = found["outlook"]
    if outlook == CAN:
        return "green", f"This brief can be met: {n}.", []
    if outlook == WARNED:
        return "orange", f"This brief can be met only by formulas with a warning: {n}.", []
    if outlook == CANNOT:
        ways = [f"would help: {way}" for way in found["relaxations"]]
        reason = str(found["reason"])
        says_so = "cannot be met" in reason
        sentence = reason[:1].upper() + reason[1:] if says_so else f"This cannot be met: {reason}"
        return "red", f"{sentence}.", ways
    return "gray", f"Not yet known whether this brief can be met; {n}.", []


ICONS = {"green": "check_circle", "orange": "error", "red": "cancel", "gray": "help"}


def _show(job: Job) -> None:
    if job.state is not JobState.DONE:
        told = (job.error or {}).get("message", "the question was cancelled")
        st.caption(f":gray[:material/help:] Not yet known: {plain(str(told))}", help=PROMISE)
        return
    catalogue = cached.catalogue()
    colour, sentence, ways = hint_lines(job.result)
    words = plain(formulas.readable(sentence, catalogue))
    st.markdown(f":{colour}[:material/{ICONS[colour]}:] {words}", help=PROMISE)
    lines([formulas.readable(way, catalogue) for way in ways])
