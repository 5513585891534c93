"""Tasters on the Streamlit view, as websocket clients that speak Streamlit's own protocol."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.web.ballots import Load, until

SCORE, STEP = 7, 3
"""Answers: place on the nine-point scales and on the five steps."""


@dataclass
class Page:
    """What a script run drew: the widgets by id, and the code of the cup."""

    texts: list[Any] = field(default_factory=list)
    groups: list[Any] = field(default_factory=list)
    buttons: list[Any] = field(default_factory=list)
    areas: list[Any] = field(default_factory=list)
    code: str = ""
    is_over: bool = False
    errors: list[str] = field(default_factory=list)

    def take(self, element: Any) -> None:
        """Note one element that the server sent."""
        kind = element.WhichOneof("type")
        if kind == "text_input":
            self.texts.append(element.text_input)
        elif kind == "text_area":
            self.areas.append(element.text_area)
        elif kind == "button_group":
            self.groups.append(element.button_group)
        elif kind == "button" and element.button.is_form_submitter:
            self.buttons.append(element.button)
        elif kind == "heading" and "cup marked" in element.heading.body:
            self.code = element.heading.body.split()[-1].strip("*.")
        elif kind == "alert" and element.alert.format == 4:  # success: all cups are done
            self.is_over = True
        elif kind in ("exception", "alert"):
            self.errors.append(str(getattr(element, kind))[:300])


async def run_script(socket: ClientConnection, message: BackMsg) -> Page:
    """Ask for a script run; return what it drew when it and its reruns are finished."""
    await socket.send(message.SerializeToString())
    page = Page()
    while True:
        told = ForwardMsg()
        told.ParseFromString(await asyncio.wait_for(socket.recv(decode=False), 120))
        kind = told.WhichOneof("type")
        if kind == "new_session":
            page = Page()  # a rerun begins: what was drawn before is gone
        elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
            page.take(told.delta.new_element)
        elif kind == "script_finished" and told.script_finished == 0:
            return page


def request(token: str, page: Page | None = None) -> BackMsg:
    """Return the message that opens a cup or, with its page, sends the answers."""
    message = BackMsg()
    message.rerun_script.query_string = f"seat={token}&lang=en"
    message.rerun_script.page_name = "taste"
    if page is None:
        return message
    states = message.rerun_script.widget_states.widgets
    for text in page.texts:
        states.add(id=text.id, string_value=page.code)
    for area in page.areas:
        states.add(id=area.id, string_value="")
    for group in page.groups:
        chosen = states.add(id=group.id)
        options = [option.content for option in group.options]
        is_single = group.click_mode == group.SINGLE_SELECT
        picked = [options[SCORE if len(options) > 5 else STEP - 1]] if is_single else []
        chosen.string_array_value.data.extend(picked)
    states.add(id=page.buttons[-1].id, trigger_value=True)
    return message


async def taster(base: str, token: str, load: Load, *, pause: float, begin: float) -> None:
    """Answer every cup of one link over one socket, one submit every ``pause`` seconds."""
    await until(begin - pause)
    address = base.replace("http://", "ws://") + "/_stcore/stream"
    async with connect(
        address,
        origin=base,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=None,
        compression=None,
    ) as socket:
        page = await run_script(socket, request(token))
        due = begin
        while page.code:
            await until(due)
            before = page.code
            page = await run_script(socket, request(token, page))
            load.seconds.append(time.perf_counter() - due)
            due += pause
            load.n_failed += page.code == before
            if page.code == before:
                raise RuntimeError(f"cup {before} was not taken: {page.errors}")
        if not page.is_over:
            raise RuntimeError(f"neither a cup nor thanks: {page.errors}")


async def run(base: str, tokens: list[str], *, pause: float) -> Load:
    """Let all tasters answer; they begin spread over one pause."""
    load = Load()
    start = time.perf_counter() + pause
    await asyncio.gather(
        *(
            taster(base, t, load, pause=pause, begin=start + pause * n / len(tokens))
            for n, t in enumerate(tokens)
        )
    )
    return load
