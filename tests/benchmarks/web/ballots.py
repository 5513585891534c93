"""Tasters on the light HTML ballot, as plain HTTP clients."""

from __future__ import annotations

import asyncio
import gzip
import re
import time
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from formulator.store import open_store
from formulator.store.tasting import TastingPlan, open_round
from tests.formulator.web.examples import candidate, proposal

SCORES = {"overall": "7", "taste": "6", "texture": "5", "appearance": "8"}
N_CUPS = 6


def open_tasting(
    url: str, *, n_tasters: int, name: str, n_cups: int = N_CUPS
) -> tuple[str, list[str]]:
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
            candidates=tuple(candidate(n) for n in range(n_cups)),
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
    """From the moment a submit was due to its next page, fully read, [s]: a client that is late
    itself counts as waiting."""
    n_failed: int = 0


def form_of(page: str) -> dict[str, str] | None:
    """Return the form of a ballot page with all answers, None on the thanks page."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    code = re.search(r"Take the cup marked (\d{3})", page)
    return {**hidden, "code": code[1], **SCORES} if code else None


class Phone:
    """One taster's browser: a new connection for each submit, as after twenty idle seconds.

    Written on bare streams, so that the clients leave the processors to the server.
    """

    def __init__(self, base: str, token: str) -> None:
        address = urlsplit(base)
        self._host, self._port = str(address.hostname), int(address.port or 80)
        self._path = f"/b/{token}"

    async def opened(self) -> str:
        """Return the page that the link opens."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            _, page = await self._ask(reader, writer, "GET")
            return page
        finally:
            writer.close()

    async def submitted(self, form: dict[str, str]) -> tuple[int, str]:
        """Send a form; return the status of the answer and the page that follows."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            status, _ = await self._ask(reader, writer, "POST", urlencode(form).encode())
            _, page = await self._ask(reader, writer, "GET")
            return status, page
        finally:
            writer.close()

    async def _ask(
        self, reader: StreamReader, writer: StreamWriter, method: str, body: bytes = b""
    ) -> tuple[int, str]:
        head = (
            f"{method} {self._path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: en\r\n"
        )
        if body:
            head += (
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n"
            )
        writer.write(head.encode() + b"\r\n" + body)
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines[1:] if line)
        text = await reader.readexactly(int(headers["content-length"]))
        if headers.get("content-encoding") == "gzip":
            text = gzip.decompress(text)
        return int(lines[0].split()[1]), text.decode()


async def taster(phone: Phone, load: Load, *, pause: float, begin: float) -> None:
    """Answer every cup of one link, one submit every ``pause`` seconds."""
    await until(begin - pause / 2)
    page = await phone.opened()
    due = begin
    while (form := form_of(page)) is not None:
        await until(due)
        status, page = await phone.submitted(form)
        load.seconds.append(time.perf_counter() - due)
        load.n_failed += status != 303
        due += pause


async def until(moment: float) -> None:
    """Wait for a moment of the performance counter."""
    await asyncio.sleep(max(moment - time.perf_counter(), 0))


async def run(base: str, tokens: list[str], *, pause: float) -> Load:
    """Let all tasters answer; they begin spread over one pause."""
    load = Load()
    start = time.perf_counter() + pause / 2
    await asyncio.gather(
        *(
            taster(Phone(base, t), load, pause=pause, begin=start + pause * n / len(tokens))
            for n, t in enumerate(tokens)
        )
    )
    return load
