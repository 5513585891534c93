from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

from formulator.errors import InfeasibleError
from formulator.store import Project, SqlStore, default_url
from formulator.web import tasks
from formulator.web.worker import answer, error_data, serve
from tests.formulator.web.examples import proposal


def ask(kind: str, payload: dict[str, Any]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    answer({"id": "1", "kind": kind, "payload": payload}, said.append)
    return json.loads(json.dumps(said))  # type: ignore[no-any-return]


def test_a_search_is_kept_as_an_iteration(
    store: SqlStore, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = proposal()
    monkeypatch.setattr("formulator.store.improve.propose", lambda *_, **__: found)
    payload = {
        "url": default_url(),
        "project": project.name,
        "brief": found.brief.to_dict(),
        "n": 3,
        "actor": "ann",
    }
    said = ask("propose", payload)
    assert said[-1]["event"] == "done"
    assert {s["event"] for s in said[:-1]} == {"progress"}
    newest = store.iterations(project.id)[-1]
    assert said[-1]["result"] == {"iteration": newest.id, "number": 2}
    assert newest.created_by == "ann"


def test_conflicts_travel_as_plain_data() -> None:
    data = error_data(InfeasibleError("cannot be", ["fat<=1", "fat>=2"], ["fat<=2"]))
    assert data == {
        "type": "InfeasibleError",
        "message": "cannot be",
        "conflicts": ["fat<=1", "fat>=2"],
        "relaxations": ["fat<=2"],
    }


def test_an_unexpected_error_tells_the_viewer_nothing_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(payload: object, report: object) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("formulator.web.tasks.TASKS", {**tasks.TASKS, "fail": fail})
    (said,) = ask("fail", {})
    assert "/secret/path" not in json.dumps(said)
    assert "/secret/path" in capsys.readouterr().err


@pytest.mark.parametrize("reports", [False, True], ids=["at the end", "while at work"])
def test_a_worker_whose_app_has_gone_ends_without_a_word(
    reports: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(payload: object, report: Callable[[str], None]) -> dict[str, int]:
        if reports:
            report("at work")
        return {}

    monkeypatch.setattr("formulator.web.tasks.TASKS", {"work": work})
    reading, writing = os.pipe()
    os.close(reading)
    line = json.dumps({"id": "1", "kind": "work", "payload": {}})
    with os.fdopen(writing, "w", encoding="utf-8") as out:
        serve([line, line], out)
    assert capsys.readouterr() == ("", "")
