"""A whole project by command: brief, four rounds of twelve simulated tasters, confirmation."""

from __future__ import annotations

import csv
import itertools
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formulator.cli.main import OK, main
from formulator.search.engine import engine

pytestmark = pytest.mark.slow

N_TASTERS, CONTROL, PROJECT = 12, "milk_whole", "Oat drink"
TICK = 0.002
"""Seconds that pass at each look at the clock."""
Utility = Callable[[dict[str, Any]], float]


def sweet(candidate: dict[str, Any]) -> float:
    """Hidden liking: half a point more for each g of sugars in 100 g, up to eight."""
    return 4.0 + 0.5 * min(float(candidate["profile"]["sugars"]["value"]), 8.0)


def indifferent(candidate: dict[str, Any]) -> float:
    """Nobody cares what is in the cup."""
    return 5.0


class Project:
    """Drives the commands as a panel leader would, with tasters who have a hidden utility."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], utility: Utility, seed: int
    ) -> None:
        self.folder, self.capsys, self.utility = folder, capsys, utility
        self.rng = np.random.default_rng(seed)
        self.levels = self.rng.normal(0, 0.8, N_TASTERS)
        self.truth: dict[str, float] = {CONTROL: 5.0}

    def command(self, *words: str) -> Any:
        assert main([*words, "--json"]) == OK
        return json.loads(self.capsys.readouterr().out)

    def propose(self) -> dict[str, Any]:
        words = ("propose", CONTROL, "--project", PROJECT, "--n", "10", "--time-limit", "4")
        found: dict[str, Any] = self.command(*words)
        for c in found["candidates"]:
            self.truth[c["id"]] = self.utility(c)
        return found

    def round(self, ids: list[str], *, duplicate: str = "") -> dict[str, Any]:
        """Open, taste, enter and close a round; return its analysis."""
        words = ["--tasters", str(N_TASTERS), "--candidates", ",".join(ids), "--control", CONTROL]
        if duplicate:
            words += ["--duplicate", duplicate]
        opened = self.command("round", "open", PROJECT, *words)
        served = {k["code"]: k["serves"] for k in opened["kitchen"]}
        sheet = self.folder / "scores.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["taster", "code", "overall"])
            for level, taster in zip(self.levels, opened["tasters"], strict=True):
                for place, code in enumerate(taster["order"]):
                    writer.writerow(
                        [taster["taster"], code, self.score(served[code], level, place)]
                    )
        entered = self.command("round", "score", PROJECT, str(sheet))
        assert entered["stored"] == N_TASTERS * len(served)
        assert main(["round", "close", PROJECT]) == OK
        analysed: dict[str, Any] = self.command("round", "analyse", PROJECT, "--margin", "1")
        return analysed

    def score(self, label: str, level: float, place: int) -> int:
        liking = self.truth[self.formula(label)] + level + 0.3 * (place == 0)
        return int(np.clip(round(liking + self.rng.normal(0, 1.4)), 1, 9))

    def formula(self, label: str) -> str:
        return next(name for name in self.truth if name in label)


@pytest.fixture
def same_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time of a search pass by its work, not by the clock; stay with numpy."""
    ticks = itertools.count()
    monkeypatch.setattr(time, "perf_counter", lambda: TICK * next(ticks))
    monkeypatch.setattr(engine, "entries", None)
    monkeypatch.setattr(engine, "_is_given_up", True)


@pytest.fixture
def start(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    same_on_every_machine: None,
) -> Callable[[Utility], Project]:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'formulator.db'}")
    return lambda utility: Project(tmp_path, capsys, utility, seed=3)


def test_four_rounds_find_better_formulas_and_say_how_sure(
    start: Callable[[Utility], Project],
) -> None:
    project = start(sweet)
    found = project.propose()
    assert "learned" not in found
    served = [c["id"] for c in found["candidates"][:4]]
    best_by_round: list[float] = []
    mean_by_round: list[float] = []
    seen: set[str] = set()
    likings: dict[str, tuple[float, float, float]] = {}
    for _ in range(4):
        project.round(served, duplicate=served[0])
        seen |= set(served)
        best_by_round.append(max(project.truth[i] for i in seen))
        mean_by_round.append(float(np.mean([project.truth[i] for i in served])))
        found = project.propose()
        likings |= {c["id"]: tuple(c["liking"]) for c in found["candidates"]}
        served = [p["id"] for p in found["learned"]["next_round"]]
        assert {p["label"] for p in found["learned"]["next_round"]} <= {
            "improve", "explore", "confirm", "directive",
        }  # fmt: skip
        assert served
    assert best_by_round[-1] > best_by_round[0] + 0.5  # the panel led somewhere better
    assert np.mean(mean_by_round[2:]) > mean_by_round[0]  # and what is served is liked more
    judged = sorted(seen & set(likings), key=lambda i: -likings[i][0])
    truths = [project.truth[i] for i in judged]
    assert truths[0] >= max(truths) - 0.5  # the favourite is among the best that were tasted
    assert np.corrcoef([likings[i][0] for i in judged], truths)[0, 1] > 0.5
    covered = [lo <= project.truth[i] <= hi for i, (_, lo, hi) in likings.items() if i in seen]
    assert np.mean(covered) >= 0.8  # 90 % intervals, few of them
    learned = found["learned"]
    assert learned["should_stop"] == learned["advice"].startswith("stop")
    _confirm(project, judged[:3])


def _confirm(project: Project, leaders: list[str]) -> None:
    """The leaders once more, with all five rounds reviewed."""
    review = project.round(leaders)
    assert review["number"] == 5
    means = review["analysis"]["means"]
    assert {row["formula"] for row in means["rows"]} == {*leaders, CONTROL}
    # the leaders' truths lie close together; whatever is claimed, letters and p must agree
    letters = {row["formula"]: row["letters"] for row in means["rows"]}
    assert all(letters.values())
    parity = {p["claim"]: p for p in review["analysis"]["parity"]}
    assert set(parity) == set(leaders)
    for name, claim in parity.items():
        if claim["holm_equivalent"] < 0.05:
            assert abs(project.truth[name] - project.truth[CONTROL]) < 1.0
    assert len(project.command("round", "list", PROJECT)) == 5


def test_an_indifferent_panel_is_told_so(start: Callable[[Utility], Project]) -> None:
    project = start(indifferent)
    found = project.propose()
    served = [c["id"] for c in found["candidates"][:4]]
    notes: list[str] = []
    for _ in range(3):
        review = project.round(served, duplicate=served[0])
        notes.append(review["notes"][0])
        found = project.propose()
        served = [p["id"] for p in found["learned"]["next_round"]]
    assert sum(n.startswith("no difference detected") for n in notes) >= 2
    gain = max(p["expected_gain"] for p in found["learned"]["next_round"])
    assert gain < 0.5  # after a hundred cups nothing much is hoped for
