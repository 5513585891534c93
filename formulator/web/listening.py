"""The server's socket: answers leave at once.

Streamlit binds its socket itself and leaves its protocol number at 0, and asyncio sets
``TCP_NODELAY`` only where that number says TCP. Head and body of an answer are two writes, so that
the body waits for the browser's acknowledgement of the head: about 40 ms on every request but a
connection's first (https://github.com/Kludex/uvicorn/issues/3149).
"""

from __future__ import annotations

import functools
import socket
from typing import Any

from streamlit.web.server.starlette import starlette_server

__all__ = ["answer_at_once"]

BIND = "_bind_socket"
"""Streamlit has no option and no public place for this; without the function nothing changes."""


def answer_at_once() -> None:
    """Let the sockets that Streamlit binds from now on send small packets without waiting."""
    bind = getattr(starlette_server, BIND, None)
    if bind is None or hasattr(bind, "__wrapped__"):
        return

    @functools.wraps(bind)
    def bound(*arguments: Any, **named: Any) -> socket.socket:
        listening: socket.socket = bind(*arguments, **named)
        # Linux hands the option on to every connection that is accepted.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    setattr(starlette_server, BIND, bound)
