"""Triangle tests: which of three coded cups is the odd one, because it holds another formula.

Run on paper: the leader hands out the cups, tasters name the odd one, the leader types its code
in. Each of the six orders (AAB ABA BAA BBA BAB ABB, ISO 4120) is served equally often, as far as
the number of tasters allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from formulator.errors import InputError
from formulator.panel import Triangle, draw_codes, triangle, triangle_power
from formulator.report.panel_pdf import Layout, PaperBallot, PaperQuestion, ballots_pdf
from formulator.store import Draft, Project, Store
from formulator.web.auth import Right, Viewer, require
from formulator.web.texts import translate

KIND = "triangle"
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
    return tuple(_read(draft) for draft in store.drafts(project.id, KIND))


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
    wrong = [t.taster for t in test.trials if picks.get(t.taster, "") not in ("", *t.codes)]
    if wrong:
        raise InputError(f"not one of the three codes of {', '.join(wrong)}")
    trials = tuple(
        Trial(t.taster, t.codes, t.order, picks.get(t.taster, t.picked)) for t in test.trials
    )
    return _keep(
        store, viewer, project, TriangleTest(test.name, test.samples, trials, test.version)
    )


def _keep(store: Store, viewer: Viewer, project: Project, test: TriangleTest) -> TriangleTest:
    data: dict[str, Any] = {
        "samples": list(test.samples),
        "trials": [
            {"taster": t.taster, "codes": list(t.codes), "order": t.order, "picked": t.picked}
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
    return TriangleTest(draft.name, (first, second), trials, draft.version)


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
