"""Triangle tests: which of three coded cups is the odd one, because it holds another formula.

Tasters name the odd one on their phones (``triangle_phone``) or on paper, whose codes the leader
types in. Each of the six orders (AAB ABA BAA BBA BAB ABB, ISO 4120) is served equally often, as far
as the number of tasters allows. The verdict is told when everybody has answered or the leader has
closed the test: looking in between and stopping at will would spoil its p.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np

from formulator.errors import InputError
from formulator.panel import Triangle, draw_codes, triangle, triangle_power
from formulator.report.panel_pdf import Layout, PaperBallot, PaperQuestion, ballots_pdf
from formulator.store import Draft, Project, Store
from formulator.web.auth import Right, Viewer, require
from formulator.web.results import p_text
from formulator.web.texts import translate

KIND, ANSWER = "triangle", "triangle answer"
"""Kinds of draft: a test with what the leader typed in, and one phone's answer."""
ORDERS = ("AAB", "ABA", "BAA", "BBA", "BAB", "ABB")
MAX_TASTERS = 30
"""Three codes each: there are ninety codes without a common beginning."""
LARGE_DISTANCE = 1.5
"""d' of a difference that most people notice when they look for it: general knowledge."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Three cups of one taster."""

    taster: str
    codes: tuple[str, str, str]
    order: str
    """Which sample stands in each place, for example ``ABA``."""
    picked: str = ""
    """Code that the taster took for the odd one; empty without an answer."""
    is_sent: bool = False
    """Whether the taster sent it: the first answer counts, the leader cannot change it."""

    @property
    def odd(self) -> str:
        """Code of the cup that is the odd one."""
        single = min("AB", key=self.order.count)
        return self.codes[self.order.index(single)]


@dataclass(frozen=True, slots=True)
class TriangleTest:
    """One planned test with its answers."""

    name: str
    samples: tuple[str, str]
    """Ids of the formulas A and B."""
    trials: tuple[Trial, ...]
    version: int
    is_closed: bool = False
    """Whether the leader has ended it; phones are refused from then on."""

    @property
    def n_answered(self) -> int:
        """Tasters who have answered."""
        return sum(bool(t.picked) for t in self.trials)

    @property
    def is_over(self) -> bool:
        """Whether the verdict may be told."""
        return self.is_closed or self.n_answered == len(self.trials)

    @property
    def result(self) -> Triangle | None:
        """What the answers so far say; None before the first."""
        answered = [t for t in self.trials if t.picked]
        if not answered:
            return None
        return triangle(sum(t.picked == t.odd for t in answered), n=len(answered))


def plan(tasters: Sequence[str], *, seed: int) -> tuple[Trial, ...]:
    """Give each taster three codes and an order, the orders in shuffled blocks of six.

    Raises
    ------
    InputError
        If there is no taster, one is named twice, or there are more than codes reach for.
    """
    if not 1 <= len(tasters) <= MAX_TASTERS or len(set(tasters)) < len(tasters):
        raise InputError(f"a triangle test takes 1 to {MAX_TASTERS} different tasters")
    rng = np.random.default_rng(seed)
    blocks = -(-len(tasters) // len(ORDERS))
    orders = [ORDERS[i] for _ in range(blocks) for i in rng.permutation(len(ORDERS))]
    codes = draw_codes(3 * len(tasters), seed=seed)
    return tuple(
        Trial(taster, (codes[3 * i], codes[3 * i + 1], codes[3 * i + 2]), orders[i])
        for i, taster in enumerate(tasters)
    )


def power_sentence(n: int) -> str:
    """Say what a test of so many tasters can find."""
    power = triangle_power(LARGE_DISTANCE, n=n)
    return (
        f"{n} tasters find a difference of d' = {LARGE_DISTANCE:g} (most people notice it) in "
        f"{power:.0%} of such tests."
    )


def open_test(
    store: Store,
    viewer: Viewer,
    project: Project,
    *,
    name: str,
    samples: tuple[str, str],
    tasters: Sequence[str],
    seed: int,
) -> TriangleTest:
    """Plan a test and keep it.

    Raises
    ------
    InputError
        If both samples are the same, or the tasters do not fit.
    ConflictError
        If there is a test of this name.
    """
    require(viewer, Right.LEAD)
    if samples[0] == samples[1]:
        raise InputError("a triangle test needs two different formulas")
    return _keep(store, viewer, project, TriangleTest(name, samples, plan(tasters, seed=seed), 0))


def tests(store: Store, viewer: Viewer, project: Project) -> tuple[TriangleTest, ...]:
    """Return the triangle tests of a project, sorted by name."""
    require(viewer, Right.LEAD)
    return kept(store, project.id)


def finished(store: Store, viewer: Viewer, project: Project) -> tuple[TriangleTest, ...]:
    """Return the tests whose verdict may be told."""
    require(viewer, Right.READ_RESULTS)
    return tuple(t for t in kept(store, project.id) if t.is_over and t.n_answered)


def kept(store: Store, project_id: str) -> tuple[TriangleTest, ...]:
    """Return the tests with the answers of phones in their places; no right is asked for."""
    sent = {draft.name: str(draft.data["picked"]) for draft in store.drafts(project_id, ANSWER)}
    return tuple(_with_sent(_read(draft), sent) for draft in store.drafts(project_id, KIND))


def answer_name(test: str, codes: Sequence[str]) -> str:
    """Return the name under which one taster's own answer is kept, once.

    Made of the codes: the taster's name is not in it, so that the taster can be forgotten.
    """
    return sha256(" ".join((test, *codes)).encode()).hexdigest()[:32]


def _with_sent(test: TriangleTest, sent: Mapping[str, str]) -> TriangleTest:
    trials = tuple(
        replace(t, picked=sent[name], is_sent=True)
        if (name := answer_name(test.name, t.codes)) in sent
        else t
        for t in test.trials
    )
    return replace(test, trials=trials)


def close(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> TriangleTest:
    """End a test for good; its verdict is told and no phone answers any more.

    Raises
    ------
    ConflictError
        If somebody else has changed the test since it was read.
    """
    require(viewer, Right.LEAD)
    return _keep(store, viewer, project, replace(test, is_closed=True))


def answer(
    store: Store, viewer: Viewer, project: Project, test: TriangleTest, picks: Mapping[str, str]
) -> TriangleTest:
    """Keep which code each taster took for the odd one; the change is logged.

    Raises
    ------
    InputError
        If a code was not in front of that taster.
    ConflictError
        If somebody else has changed the test since it was read.
    """
    require(viewer, Right.LEAD)
    if test.is_closed:
        raise InputError(f"{test.name} is closed; its answers stay as they are")
    wrong = [t.taster for t in test.trials if picks.get(t.taster, "") not in ("", *t.codes)]
    if wrong:
        raise InputError(f"not one of the three codes of {', '.join(wrong)}")
    trials = tuple(
        t if t.is_sent else replace(t, picked=picks.get(t.taster, t.picked)) for t in test.trials
    )
    return _keep(store, viewer, project, replace(test, trials=trials))


def _keep(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> TriangleTest:
    data: dict[str, Any] = {
        "samples": list(test.samples),
        "closed": test.is_closed,
        "trials": [
            {
                "taster": t.taster,
                "codes": list(t.codes),
                "order": t.order,
                "picked": "" if t.is_sent else t.picked,
            }
            for t in test.trials
        ],
    }
    return _read(
        store.save_draft(
            project.id, KIND, test.name, data, expected_version=test.version, actor=viewer.name
        )
    )


def _read(draft: Draft) -> TriangleTest:
    first, second = draft.data["samples"]
    trials = tuple(
        Trial(t["taster"], tuple(t["codes"]), t["order"], t["picked"]) for t in draft.data["trials"]
    )
    is_closed = bool(draft.data.get("closed", False))
    return TriangleTest(draft.name, (first, second), trials, draft.version, is_closed)


def verdict(test: TriangleTest, names: Mapping[str, str]) -> str:
    """Say what a test that is over shows; empty before, and without an answer."""
    result = test.result
    if not test.is_over or result is None:
        return ""
    words = " against ".join(names.get(s, s) for s in test.samples)
    return f"{words}: {result.verdict()} ({p_text(result.p_value)}, d' = {result.dprime:.1f})"


def kitchen_rows(test: TriangleTest, names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what each cup holds; breaks the blind."""
    holds = dict(zip("AB", (names.get(s, s) for s in test.samples), strict=True))
    return [
        {"taster": t.taster, **{code: holds[s] for code, s in zip(t.codes, t.order, strict=True)}}
        for t in test.trials
    ]


def ballots(test: TriangleTest, *, language: str) -> bytes:
    """Return paper ballots: three codes, one question."""
    return ballots_pdf(
        [
            PaperBallot(
                taster=t.taster,
                code=" ".join(t.codes),
                place="",
                heading=translate("triangle_heading", language, codes=", ".join(t.codes)),
                notes=(translate("triangle_how", language),),
                questions=(
                    PaperQuestion(translate("triangle_odd", language), Layout.WORDS, t.codes),
                    PaperQuestion(translate("comment", language), Layout.LINES),
                ),
            )
            for t in test.trials
        ],
        title=test.name,
    )
