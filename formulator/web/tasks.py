"""What the worker process can do: each task takes plain data and returns plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ingredients
from formulator.search.brief import Brief
from formulator.store import open_store
from formulator.store.improve import propose_next
from formulator.web import questions

Payload = Mapping[str, Any]
Report = Callable[[str], None]


def propose(payload: Payload, report: Report) -> dict[str, Any]:
    """Search formulas for a brief with what the panels taught, and keep them as an iteration.

    ``payload`` holds ``url``, ``project`` (name), ``brief``, ``n`` and ``actor``.
    """

    def watch(found: int, wanted: int, words: str) -> bool:
        report(f"{words}: {found} of {wanted} formulas")
        return True

    report("Reading the catalogue")
    catalogue = ingredients.load()
    store = open_store(payload["url"])
    try:
        project = store.project(payload["project"])
        iteration = propose_next(
            store,
            project,
            Brief.from_dict(payload["brief"]),
            catalogue,
            n=payload["n"],
            actor=payload["actor"],
            watch=watch,
        )
        return {"iteration": iteration.id, "number": iteration.number}
    finally:
        store.close()


def warm_up() -> None:
    """Do beforehand what every search and every question needs."""
    questions.warm_up()


TASKS: Mapping[str, Callable[[Payload, Report], Any]] = {"propose": propose, **questions.QUESTIONS}
