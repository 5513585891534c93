"""The web process: Streamlit, the light ballot and the guard in one ASGI application."""

from __future__ import annotations

import gc
import os
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute
from starlette.types import Scope
from streamlit import config as streamlit_config

from formulator.web import accounts, auth, cached, oidc
from formulator.web.guard import Guard, is_loopback
from formulator.web.jobs import Jobs
from formulator.web.later import LaterRoutes
from formulator.web.listening import answer_at_once
from formulator.web.main import PAGES, pages_of
from formulator.web.routes import Ballots, routes
from formulator.web.routes import warm_up as warm_up_ballots
from formulator.web.theme import settings

SCRIPT = Path(__file__).parent / "main.py"
HOSTS_VARIABLE = "FORMULATOR_ALLOWED_HOSTS"
STAFF_PREFIXES = ("/export/", "/sheet/", "/round/", "/project/", "/r/", "/language/", "/b/t/")
"""What the paths of staff's plain pages and files begin with."""
FIRST_PAGE = (
    "formulator.web.projects",
    "formulator.web.brief_editor",
    "formulator.web.hint",
    "formulator.web.parts_view",
    "formulator.web.design_sections",
)
PAUSE_SECONDS = 4.0
"""How long what comes later waits, so that the first page is drawn without it, [s]."""
LATER = ("pandas", "altair", "formulator.web.staff_routes")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def allowed_hosts(host: str) -> tuple[str, ...]:
    """Return the host names that the app answers to.

    Parameters
    ----------
    host : str
        Address to listen on. On the loopback address only its own names are served; elsewhere
        this machine's names and those of ``FORMULATOR_ALLOWED_HOSTS`` (with commas).
    """
    named = [h.strip().lower() for h in os.environ.get(HOSTS_VARIABLE, "").split(",") if h.strip()]
    if host in LOOPBACK:
        return tuple(dict.fromkeys([*LOOPBACK, *named]))
    own = [socket.gethostname().lower(), *_own_addresses()]
    listened = [] if host in ("0.0.0.0", "::") else [host]  # noqa: S104 - compared, not bound
    return tuple(dict.fromkeys([*LOOPBACK, *listened, *own, *named]))


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return []  # a host name without an address is no error: it only cannot be served by it
    return sorted({str(entry[4][0]) for entry in found})


def is_staff(scope: Scope) -> bool:
    """Return whether a request may reach the staff pages."""
    if not auth.is_team():
        return is_loopback(scope)
    # Asked only where a login is asked for: the store is not opened for each static file.
    return auth.request_viewer(cached.store(), HTTPConnection(scope)) != auth.NOBODY


def account_of(scope: Scope) -> str:
    """Return the account that a request comes from."""
    return auth.request_viewer(cached.store(), HTTPConnection(scope)).name


def is_front_page(scope: Scope) -> bool:
    """Return whether a path names the first page of whoever asks; its address is ``/``."""
    asked = scope["path"].strip("/")
    if f"{asked}.py" not in {file for file, *_ in PAGES}:
        return False
    pages = pages_of(auth.request_viewer(cached.store(), HTTPConnection(scope)))
    return pages[0][0] == f"{asked}.py"


def _staff_routes() -> list[BaseRoute]:
    from formulator.web.staff_routes import staff_routes  # noqa: PLC0415 (see LaterRoutes)

    return staff_routes()


def _settle() -> None:
    # What lives as long as the process need not be walked by each garbage collection.
    gc.collect()
    gc.freeze()


def _warm_up(jobs: Jobs, stop: threading.Event) -> None:
    """Do what the first pages need, while the first browser is still loading its scripts.

    In the order in which it will be needed; nothing here keeps the first page waiting that the
    page would not have to do itself. The worker comes last: its own start takes seconds of a
    processor.
    """
    steps: list[Callable[[], object]] = [
        *(partial(import_module, name) for name in FIRST_PAGE),
        cached.catalogue,
        warm_up_ballots,
        partial(stop.wait, PAUSE_SECONDS),
        *(partial(import_module, name) for name in LATER),
        _settle,
        jobs.warm_up,
    ]
    for step in steps:
        if stop.is_set():
            return
        step()


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    jobs = cached.jobs()
    stop = threading.Event()
    warming = threading.Thread(target=_warm_up, args=(jobs, stop), daemon=True)
    warming.start()
    try:
        yield {}
    finally:
        stop.set()
        warming.join()
        jobs.close()


def build_app(*, hosts: Sequence[str] = ()) -> st.App:
    """Return the ASGI application.

    Parameters
    ----------
    hosts : sequence of str
        Host names that are served; empty serves all.
    """
    ballots = Ballots()
    guard = Middleware(
        Guard,
        short_cut=ballots,
        is_short=ballots.takes,
        is_staff=is_staff,
        login_path="/login" if auth.is_team() else None,
        allowed_hosts=tuple(hosts),
        is_front_page=is_front_page,
        account=account_of,
    )
    later = LaterRoutes(_staff_routes, STAFF_PREFIXES)
    return st.App(SCRIPT, routes=[*routes(ballots), later], middleware=[guard], lifespan=_lifespan)


def _check_start(*, team: bool) -> None:
    """Refuse to start with what would only fail later, in words that say the way out."""
    if team:
        auth.secret_key()
        if oidc.is_configured():
            oidc.check()
    # Opened once, for the pages too: reading its schema is a good part of the start.
    if team and not accounts.has_admin(cached.store()):
        raise auth.AccessError(
            "team mode needs an administrator; make the first with: "
            "formulator account add NAME admin"
        )
    cached.store()


def serve(*, host: str = "127.0.0.1", port: int = 8501, team: bool = False) -> None:
    """Start the app and serve it until it is stopped.

    Parameters
    ----------
    host : str
        Address to listen on; off the loopback address and without ``team`` only ballots are
        served to other machines.
    port : int
    team : bool
        Demand a login of staff.

    Raises
    ------
    SchemaError
        If the database's schema is not up to date; the message names the command.
    AccessError
        If team mode lacks its secret key or its first administrator.
    SignInError
        If an identity provider is named but not set up as it must be.
    """
    os.environ[auth.TEAM_VARIABLE] = "1" if team else "0"
    _check_start(team=team)
    hosts = allowed_hosts(host)
    # The table of all options, not the parsed ones: parsing them here, before the start sets its
    # own, would print advice to restart.
    known = getattr(streamlit_config, "_config_options_template", {})
    config = settings(host=host, port=port, allowed_hosts=hosts, known_options=tuple(known))
    answer_at_once()
    build_app(hosts=hosts).run(config=config)
