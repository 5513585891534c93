"""A whole project in the app: four rounds, twelve tasters, formulas that learn, files that leave.

The tasters are simulated: each likes a formula for how near its fat and protein come to a hidden
wish, with a level of their own and noise. What they like is known to this test only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from formulator.report.read_workbook import read_workbook
from formulator.search.candidate import Candidate
from formulator.store import Round, open_store
from formulator.store.improve import tasted_candidates
from formulator.store.tasting import candidates_of
from tests.e2e.conftest import App, tab
from tests.e2e.walk import (
    LARGE,
    PHONE,
    answer_by_http,
    choose,
    fetch,
    give_time,
    open_view,
    picture,
    settle,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROJECT = "Milk in four rounds"
N_ROUNDS, N_TASTERS = 4, 12
SEARCH_SECONDS = 20
SUGARS = ("sucrose", "glucose", "fructose")
NOISE, LEVEL = 1.0, 0.6
"""Standard deviations of one score and of a taster's level, [scale points]."""


def true_liking(candidate: Candidate) -> float:
    """How much the simulated people like a formula: they dislike soy and want sucrose, not much."""
    parts = {p.key: p.percent for p in candidate.parts}
    soy = sum(x for key, x in parts.items() if key.startswith("soy"))
    sugar = sum(x for key, x in parts.items() if key in SUGARS)
    coconut = parts.get("coconut_oil_rbd", 0.0)
    return 7.0 - 0.5 * min(soy, 4.0) - 0.7 * abs(sugar - 2.5) + 0.4 * min(coconut, 2.0)


@pytest.fixture(scope="module")
def leader(app: App, browser: Any) -> Iterator[Any]:
    with tab(browser, width=LARGE) as page:
        yield page


def rounds_of(app: App) -> tuple[Round, ...]:
    store = open_store(app.database_url)
    found = store.rounds(store.project(PROJECT).id)
    store.close()
    return found


def secret(app: App, round_: Round, taster: int) -> dict[str, int]:
    """Return the score that a taster will give to each code of a round."""
    store = open_store(app.database_url)
    known = {c.id: c for i in store.iterations(round_.project_id) for c in candidates_of(i)}
    rng = np.random.default_rng([round_.number, taster])
    level = float(np.random.default_rng(taster).normal(0, LEVEL))
    scores = {}
    for sample in store.samples(round_.id):
        candidate = known.get(sample.candidate_id)
        liking = 7.5 if candidate is None else true_liking(candidate)
        scores[sample.code] = int(np.clip(round(liking + level + rng.normal(0, NOISE)), 1, 9))
    store.close()
    return scores


def sweetness(app: App, round_: Round) -> dict[str, int]:
    """Return the just-about-right answer that everybody gives to each code."""
    store = open_store(app.database_url)
    answers = {}
    for sample in store.samples(round_.id):
        sugar = sum(x for key, x in sample.formula if key in SUGARS)
        answers[sample.code] = 3 + (sugar > 3.0) - (bool(sample.formula) and sugar < 1.5)
    store.close()
    return answers


def search(leader: Any, app: App, *, button: str, number: int) -> None:
    """Ask for formulas and wait until the iteration is there."""
    open_view(leader, app, "")
    leader.get_by_role("button", name=button).click()
    leader.get_by_text(f"Iteration {number} came").wait_for(timeout=120_000)
    settle(leader)


def open_round(leader: Any, app: App, number: int) -> list[str]:
    """Open the next round with twelve tasters, control and duplicate; returns their links."""
    open_view(leader, app, "panel")
    tasters = leader.get_by_role("textbox", name="Tasters (pseudonyms")
    tasters.fill("\n".join(f"P{i:02}" for i in range(1, N_TASTERS + 1)))
    tasters.press("Control+Enter")
    settle(leader)
    leader.get_by_text("Blind control:").click()
    settle(leader)
    leader.get_by_text("each of 12 tasters").wait_for()
    leader.get_by_role("button", name="Open the round").click()
    leader.get_by_role("heading", name=f"Round {number} · open").wait_for()
    settle(leader)
    leader.get_by_role("tab", name="Links and codes").click()
    settle(leader)
    shown = leader.get_by_text(re.compile(r"/b/[\w-]{22}$")).all_inner_texts()
    assert len(shown) == N_TASTERS
    return shown


def answer_on_a_phone(page: Any, link: str, scores: dict[str, int]) -> None:
    """Answer all cups in a browser of a phone's size."""
    page.goto(link)
    while page.get_by_role("button", name="Send").count():
        code = re.sub(r"\D", "", page.get_by_role("heading", level=1).inner_text())
        page.get_by_label("Type the three digits").fill(code)
        for name in ("overall", "taste", "texture", "appearance"):
            page.locator(f"input[name={name}][value='{scores[code]}']").check()
        page.get_by_role("button", name="Send").click()
        page.wait_for_load_state()
    page.get_by_role("heading", name="Thank you!").wait_for()


def close_round(leader: Any, app: App, number: int) -> None:
    open_view(leader, app, "panel")
    leader.get_by_role("tab", name="Close").click()
    leader.get_by_text("Close it for good").click()
    settle(leader)
    leader.get_by_role("button", name="Close the round").click()
    leader.get_by_role("heading", name=f"Round {number} · closed").wait_for()


def test_four_rounds_of_twelve_tasters(app: App, leader: Any, browser: Any) -> None:
    open_view(leader, app, "")
    leader.get_by_label("Name").fill(PROJECT)
    leader.get_by_role("button", name="Create project").click()
    leader.get_by_role("button", name="Find formulas").wait_for()
    give_time(leader, SEARCH_SECONDS)
    for number in range(1, N_ROUNDS + 1):
        taught = f" with what {number - 1} round{'s' * (number > 2)} taught" if number > 1 else ""
        search(leader, app, button=f"Find formulas{taught}", number=number)
        links = open_round(leader, app, number)
        round_ = rounds_of(app)[-1]
        with tab(browser, width=PHONE) as phone:
            answer_on_a_phone(phone, links[0], secret(app, round_, 0))
        sweet = sweetness(app, round_)
        for taster, link in enumerate(links[1:], start=1):
            n = answer_by_http(link, secret(app, round_, taster), sweetness=sweet)
            assert n >= 4
        close_round(leader, app, number)
    assert len(rounds_of(app)) == N_ROUNDS


def test_nothing_was_lost_and_each_round_taught_the_next(app: App) -> None:
    store = open_store(app.database_url)
    project = store.project(PROJECT)
    iterations = store.iterations(project.id)
    assert [len(i.learned_from) for i in iterations] == [0, 1, 2, 3]
    for round_ in store.rounds(project.id):
        n_cups = len(store.servings(round_.id))
        assert (
            len(store.judgements(round_id=round_.id))
            == n_cups
            == N_TASTERS * len(store.samples(round_.id))
        )
    store.close()


def test_the_tasted_formulas_are_ranked_as_they_are_liked(app: App) -> None:
    """Twelve tasters a round: the model's order follows the hidden liking."""
    store = open_store(app.database_url)
    project = store.project(PROJECT)
    tasted = tasted_candidates(store, project.id)
    newest = candidates_of(store.iterations(project.id)[-1])
    store.close()
    believed = {c.id: c.liking[0] for c in newest if c.liking is not None}
    both = [c for c in tasted if c.id in believed]
    assert len(both) >= 5
    order = spearmanr([true_liking(c) for c in both], [believed[c.id] for c in both])
    assert order.statistic > 0.5


def test_compare_tells_the_course(app: App, leader: Any, browser: Any, pictures: Path) -> None:
    for width in (LARGE, PHONE):
        with tab(browser, width=width) as page:
            open_view(page, app, "compare")
            for number in range(1, N_ROUNDS + 1):
                page.get_by_role("heading", name=f"Iteration {number}").wait_for()
            page.get_by_text("What the panels said after iteration 3").wait_for()
            page.wait_for_selector(".mark-symbol path", state="attached")
            picture(page, pictures, "compare_iterations")
            for part in ("Rounds", "Next formulas", "Side by side", "Projects", "Files"):
                choose(page, part)
                if part == "Rounds":
                    page.get_by_text("Statistics of this round").click()
                    page.get_by_text("Reliability").first.wait_for(timeout=60_000)
                picture(page, pictures, f"compare_{part.split(' ')[0].lower()}")
            overflow = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 0


def test_everything_leaves_as_files(app: App) -> None:
    store = open_store(app.database_url)
    project = store.project(PROJECT)
    n_judgements = len(store.judgements(project_id=project.id))
    store.close()
    base = f"{app.url}/project/{project.id}"
    assert fetch(f"{base}/scores.csv").count("\n") == 1 + n_judgements
    html = fetch(f"{base}/report.html")
    assert all(f"Iteration {n}" in html for n in range(1, N_ROUNDS + 1))
    assert "<script" not in html and "P01" not in html
    last = rounds_of(app)[-1]
    with_header = read_workbook(_bytes(f"{app.url}/export/{last.id}.xlsx"))
    assert len(with_header) == 1 + len(_judged(app, last))
    for sheet in ("serving", "kitchen", "ballots"):
        assert _bytes(f"{app.url}/round/{last.id}/{sheet}.pdf").startswith(b"%PDF")


def _judged(app: App, round_: Round) -> tuple[Any, ...]:
    store = open_store(app.database_url)
    found = store.judgements(round_id=round_.id)
    store.close()
    return found


def _bytes(url: str) -> bytes:
    import urllib.request

    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own http URL
        return bytes(answer.read())
