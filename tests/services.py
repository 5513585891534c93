"""Real services for tests: a throw-away PostgreSQL server and the Chromium browser.

A missing service skips a test on a developer's machine and fails it on CI.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; CI must have it")
    pytest.skip(f"{what} is not installed here")


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    missing("Chromium")


def _postgres_tools() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    found = versions[0] if versions else shutil.which("initdb")
    if not found:
        missing("a PostgreSQL server")
    return Path(found).parent


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    url: str
    """Of its first database."""
    restart: Callable[[], None]
    """End the server without giving it time to tidy up, and start it again."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a server on a free port of this machine; yields the URL of its first database.

    It does not survive a crash of the machine, so that nothing waits for the disk.
    """
    hasty = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    with restartable_postgres(options=hasty) as server:
        yield server.url


@contextmanager
def restartable_postgres(*, options: str = "") -> Iterator[Postgres]:
    """Run a server on a free port of this machine that a test may restart."""
    tools = _postgres_tools()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="formulator-pg-") as folder:
        as_user: list[str] = []
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = f"{folder}/data"

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, capture_output=True, cwd="/")

        run(str(tools / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
        told = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {options}"
        control = str(tools / "pg_ctl")
        start = (control, "-D", data, "-o", told, "-w", "-l", f"{folder}/log", "start")
        run(*start)

        def restart() -> None:
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
            run(*start)

        try:
            yield Postgres(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", restart)
        finally:
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
