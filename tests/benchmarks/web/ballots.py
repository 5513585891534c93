"""Tasters on the light HTML ballot, as plain HTTP clients."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

import httpx

from formulator.store import open_store
from formulator.store.tasting import TastingPlan, open_round
from tests.formulator.web.examples import candidate, proposal

SCORES = {"overall": "7", "taste": "6", "texture": "5", "appearance": "8"}
N_CUPS = 6


def open_tasting(url: str, *, n_tasters: int, name: str) -> tuple[str, list[str]]:
    """Open a round; return its id and the links' tokens."""
    store = open_store(url)
    project = store.create_project(name)
    answer = proposal()
    iteration = store.add_iteration(project.id, answer.brief.to_dict(), answer.to_dict())
    opened = open_round(
        store,
        project.id,
        TastingPlan(
            name="Load",
            candidates=tuple(candidate(n) for n in range(N_CUPS)),
            tasters=tuple(f"T{n}" for n in range(n_tasters)),
            iteration_id=iteration.id,
        ),
    )
    store.close()
    return opened.round.id, [token for _, token in opened.tokens]


@dataclass
class Load:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    """Time of each acknowledged submit, the next page included, [s]."""
    n_failed: int = 0


def form_of(page: str) -> dict[str, str] | None:
    """Return the form of a ballot page with all answers, None on the thanks page."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    code = re.search(r"Take the cup marked (\d{3})", page)
    return {**hidden, "code": code[1], **SCORES} if code else None


async def taster(
    client: httpx.AsyncClient, path: str, load: Load, *, pause: float, delay: float
) -> None:
    """Answer every cup of one link, one submit every ``pause`` seconds."""
    await asyncio.sleep(delay)
    page = (await client.get(path)).text
    while (form := form_of(page)) is not None:
        begun = time.perf_counter()
        sent = await client.post(path, data=form)
        page = (await client.get(path)).text
        took = time.perf_counter() - begun
        load.seconds.append(took)
        load.n_failed += sent.status_code != 303
        await asyncio.sleep(max(pause - took, 0))


async def run(base: str, tokens: list[str], *, pause: float) -> Load:
    """Let all tasters answer; they begin spread over one pause."""
    load = Load()
    # a connection is given up before the server does so (after 5 s), which would look like a fault
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200, keepalive_expiry=3)
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        await asyncio.gather(
            *(
                taster(client, f"/b/{t}", load, pause=pause, delay=pause * n / len(tokens))
                for n, t in enumerate(tokens)
            )
        )
    return load
