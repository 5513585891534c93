"""What is made once and shared: short wrappers around the library, nothing else.

Everything here is the same for every viewer; what depends on who looks is never cached.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import streamlit as st

import ingredients
from formulator.formula import Formula
from formulator.store import SqlStore, default_url, open_store
from formulator.web.jobs import Jobs
from formulator.web.limiter import Limiter, SharedLimiter
from ingredients import Catalogue

if TYPE_CHECKING:
    from formulator.profiles import ProfileTable
    from formulator.report import ProductReport
    from formulator.search.appraise import Appraisal


@st.cache_resource(show_spinner="Opening the store …")
def _store(url: str) -> SqlStore:
    return open_store(url)


def store() -> SqlStore:
    """Return the store that the environment names."""
    return _store(default_url())


@st.cache_resource(show_spinner="Reading the catalogue …")
def catalogue() -> Catalogue:
    """Return the catalogue of foods."""
    return ingredients.load()


@st.cache_data(show_spinner="Counting what is known …")
def coverage_rows() -> list[dict[str, Any]]:
    """Return how much is known of the ingredients."""
    from formulator.web import provenance  # noqa: PLC0415 (the first page does without)

    return provenance.coverage_rows(catalogue())


@st.cache_data(show_spinner="Checking the tables …")
def check_rows() -> list[dict[str, Any]]:
    """Return the invariants of the tables."""
    from formulator.web import provenance  # noqa: PLC0415 (the first page does without)

    return provenance.check_rows(catalogue())


def forget_catalogue() -> None:
    """Read the catalogue again after an import."""
    for made_once in (catalogue, coverage_rows, check_rows, profiles, appraisal):
        made_once.clear()


@st.cache_resource
def jobs() -> Jobs:
    """Return the queue of heavy work; a user has one job, whichever replica he asks."""
    return Jobs(claim=lambda owner: store().claim(f"job of {owner}"))


@st.cache_resource
def quick_jobs() -> Jobs:
    """Return the queue of short questions: it has a worker of its own, beside the searches'."""
    made = Jobs()
    made.warm_up()
    return made


@st.cache_resource
def limiter() -> Limiter:
    """Return the counter of failed codes and passwords; replicas on one database share it."""
    kept = store()
    return SharedLimiter(kept) if kept.is_shared else Limiter()


@st.cache_data(show_spinner=False, max_entries=500)
def drawing(smiles: str, title: str) -> str:
    """Return a molecule as SVG."""
    from formulator.molecules.draw import draw_svg  # noqa: PLC0415 (start-up stays light)

    return draw_svg(smiles, title=title)


@st.cache_resource(show_spinner="Writing label and bench sheet …", max_entries=200)
def report(
    parts: tuple[tuple[str, float], ...],
    *,
    target: str,
    jurisdiction: str,
    batch_kg: float,
    step_g: float = 0.1,
) -> ProductReport:
    """Return label, statement, claims and bench sheet of a formula."""
    from formulator.report import product_report  # noqa: PLC0415 (start-up stays light)

    return product_report(
        Formula(parts),
        catalogue(),
        target=target,
        jurisdiction=jurisdiction,
        batch_kg=batch_kg,
        step_g=step_g,
        table=profiles(),
    )


@st.cache_resource(show_spinner="Reading the profiles …")
def profiles() -> ProfileTable:
    """Return the profiles of all foods."""
    from formulator.profiles import profile_table  # noqa: PLC0415 (the first page does without)

    return profile_table(catalogue())


@st.cache_resource(show_spinner="Judging the formula …", max_entries=200)
def appraisal(parts: tuple[tuple[str, float], ...], brief: str) -> Appraisal:
    """Return what the tool can say of an own formula; the brief comes as JSON."""
    from formulator.search.appraise import appraise  # noqa: PLC0415 (start-up stays light)
    from formulator.search.brief import Brief  # noqa: PLC0415 (as above)

    asked = Brief.from_dict(json.loads(brief))
    return appraise(Formula(parts), asked, catalogue(), table=profiles())
