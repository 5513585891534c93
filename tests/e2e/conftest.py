"""The real app in its own process, and a real Chromium in front of it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.services import chromium, free_port

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
START_SECONDS = 60.0


class App:
    """The app as a process that can be killed and started again on the same database."""

    def __init__(
        self,
        folder: Path,
        *,
        options: str = "",
        environment: dict[str, str] | None = None,
        database_url: str = "",
        first: str = "",
    ) -> None:
        self.first = first  # what the process does before it starts the app
        self._options = options
        self._environment = environment or {}
        self._database_url = database_url
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.log = folder / "app.log"

    @property
    def database_url(self) -> str:
        return self._database_url or f"sqlite:///{self._folder / 'formulator.db'}"

    def start(self) -> None:
        serve = f"serve(port={self.port}, {self._options})"
        code = f"{self.first}\nfrom formulator.web.server import serve; {serve}"
        environment = {
            **os.environ,
            **self._environment,
            "FORMULATOR_DATABASE_URL": self.database_url,
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=self._folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._is_healthy():
            assert self._process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)  # asking without a pause would take a processor from the start

    def _is_healthy(self) -> bool:
        try:
            health = f"{self.url}/_stcore/health"
            with urllib.request.urlopen(health, timeout=1) as answer:  # noqa: S310 - our own http URL
                return answer.status == 200
        except OSError:
            return False

    def cpu_seconds(self) -> float:
        """Processor time that the web process has used, [s] (Linux)."""
        assert self._process is not None
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End the process without giving it time to tidy up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=20)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    made = App(tmp_path_factory.mktemp("app"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    executable = chromium()
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=executable, args=list(CHROMIUM_FLAGS), headless=True
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the screenshots; FORMULATOR_SCREENSHOTS names another one."""
    named = os.environ.get("FORMULATOR_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def tab(browser: Any, *, width: int, height: int = 900, **options: Any) -> Iterator[Any]:
    """Open a page of its own, as a new visitor, and fail on errors in its console."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", **options
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.foreign = []
    page.on("request", lambda r: page.foreign.append(r.url))
    try:
        yield page
    finally:
        context.close()
