"""The kernel's functions for tests: as plain Python loops, or compiled into a folder."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from formulator.search.engine import Entries, engine, load

MODULES = ("formulator.search.kernel", "formulator.search.kernel_algebra")


@contextmanager
def plain_loops() -> Iterator[None]:
    """Let the search use the kernel's functions as Python runs them, uncompiled."""
    config: Any = importlib.import_module("numba").config
    before = config.DISABLE_JIT
    config.DISABLE_JIT = True
    try:
        with _fresh_modules(), _using(importlib.import_module(MODULES[0]).entries()):
            yield
    finally:
        config.DISABLE_JIT = before


@contextmanager
def compiled_loops(folder: Path) -> Iterator[None]:
    """Let the search use code that is compiled now, into a folder."""
    config: Any = importlib.import_module("numba").config
    before = config.DISABLE_JIT
    config.DISABLE_JIT = False
    try:
        with _fresh_modules(), _using(load(folder)):
            yield
    finally:
        config.DISABLE_JIT = before


@contextmanager
def numpy_only() -> Iterator[None]:
    """Let the search use numpy."""
    with _using(None):
        yield


@contextmanager
def _using(entries: Entries | None) -> Iterator[None]:
    before = engine.entries
    engine.entries = entries
    try:
        yield
    finally:
        engine.entries = before


@contextmanager
def _fresh_modules() -> Iterator[None]:
    """Import the kernel anew inside, and leave what was there before."""
    known = {name: sys.modules.pop(name, None) for name in MODULES}
    try:
        yield
    finally:
        for name, module in known.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module
