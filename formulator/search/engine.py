"""Whether the compiled active-set method may be used, and who compiles it.

A search that takes long is several times faster with the loops of :mod:`formulator.search.kernel`
compiled by numba. Compiling takes longer than most searches, so that nobody waits for it: once the
trees of a process have taken a second, a process of low priority compiles, and writes the result
into the user's cache folder; searches go on in numpy meanwhile. It ends with the process that
started it, and what it has compiled so far is kept. From then on every process that searches for
more than a fifth of a second loads the compiled code beside it, which takes about a CPU second.
``python -m formulator.search.engine`` compiles at once, for images and installations.

The environment variable ``FORMULATOR_COMPILED`` overrides this: ``never`` stays with numpy,
``always`` compiles or loads before the first tree. Both ways give valid bounds and the same
optimum; they round differently, so that trees and ties can differ. For the same tree on every run,
set it to either.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import importlib
import importlib.metadata
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

VARIABLE = "FORMULATOR_COMPILED"
PATIENCE = 1.0
"""Seconds that trees may take before code is compiled, [s]."""
SOON = 0.2
"""The same before code is loaded that lies compiled in the cache, [s]."""
STALE = 900.0
"""A lock older than this is left over from a process that died, [s]."""
SOURCES = ("kernel.py", "kernel_algebra.py", "active_set.py", "relaxation.py")
DONE, LOCK = "compiled", "lock"
Entries = tuple[Callable[..., Any], Callable[..., Any]]


class Engine:
    """The compiled code of this process: waited for, ready, or given up."""

    def __init__(self) -> None:
        self.entries: Entries | None = None
        """``settle`` and ``drive_each`` of the kernel once they may be used."""
        self._spent = 0.0
        self._is_given_up = os.environ.get(VARIABLE) == "never"
        self._builder: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self.loader: threading.Thread | None = None
        """Loads beside a search, which goes on in numpy until the compiled code is there."""
        self._lock = threading.Lock()

    def consider(self, seconds: float) -> None:
        """Take note that a tree took so long; load or order compiled code when it is time."""
        if self.entries is not None or self._is_given_up:
            return
        self._spent += seconds
        is_wanted = os.environ.get(VARIABLE) == "always"
        if not (is_wanted or self._is_time()) or not self._lock.acquire(blocking=False):
            return
        try:
            self._advance(is_wanted)
        except Exception:
            self._is_given_up = True  # whatever numba or the disk refuse, numpy goes on
        finally:
            self._lock.release()

    def _is_time(self) -> bool:
        if self._spent < SOON or self._spent >= PATIENCE:
            return self._spent >= PATIENCE
        self._folder = self._folder or cache_folder()
        return (self._folder / DONE).exists()

    def _advance(self, is_wanted: bool) -> None:
        if self.loader is not None:
            return
        self._folder = folder = self._folder or cache_folder()
        if is_wanted:
            self.entries = load(folder)
        elif (folder / DONE).exists():
            self.loader = threading.Thread(target=self._load, args=(folder,), daemon=True)
            self.loader.start()
        elif self._builder is not None:
            self._is_given_up = self._builder.poll() is not None and not (folder / DONE).exists()
        elif (builder := start_builder(folder)) is not None:  # otherwise another process compiles
            self._builder = builder
            atexit.register(self.close)

    def _load(self, folder: Path) -> None:
        try:
            self.entries = load(folder)
        except Exception:
            self._is_given_up = True
            (folder / DONE).unlink(missing_ok=True)  # the next process compiles anew

    def close(self) -> None:
        """End the process that compiles; what it has compiled so far is kept."""
        if self._builder is not None and self._builder.poll() is None:
            self._builder.terminate()
            self._builder.wait()
            ((self._folder or cache_folder()) / LOCK).unlink(missing_ok=True)


def cache_folder() -> Path:
    """Folder of the compiled code of these sources, this numba, Python and computer."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for name in SOURCES:
        source = here / name
        digest.update(source.read_bytes() + str(source.stat().st_mtime_ns).encode())
    parts = (str(here), sys.version, importlib.metadata.version("numba"), platform.node())
    digest.update("\n".join((*parts, platform.machine(), platform.processor())).encode())
    return Path(user_cache_dir("plant-formulator")) / "kernel" / digest.hexdigest()[:16]


def load(folder: Path) -> Entries:
    """Compile the kernel, or load it when it lies in the folder."""
    config: Any = importlib.import_module("numba").config  # half a second, so only where used
    before = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        entries: Entries = importlib.import_module("formulator.search.kernel").entries()
    finally:
        config.CACHE_DIR = before
    return entries


def start_builder(folder: Path) -> subprocess.Popen[bytes] | None:
    """Start the process that compiles, None where another one does or none can be started."""
    if not sys.executable or not _is_locked(folder):
        return None
    return subprocess.Popen(
        [sys.executable, "-m", "formulator.search.engine"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _is_locked(folder: Path) -> bool:
    """Take the lock, so that a machine compiles once; an old one is broken."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / LOCK
    if lock.exists() and time.time() - lock.stat().st_mtime > STALE:
        lock.unlink(missing_ok=True)
    with contextlib.suppress(FileExistsError), lock.open("x"):
        return True
    return False


def build() -> None:
    """Compile into the cache folder; the work of the other process."""
    if hasattr(os, "nice"):
        os.nice(10)
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        load(folder)
        (folder / DONE).touch()
    finally:
        (folder / LOCK).unlink(missing_ok=True)


engine = Engine()

if __name__ == "__main__":
    build()
