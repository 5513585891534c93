"""Compiled code: asked for late, ordered once, loaded when it is there, never waited for."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from formulator.search import engine as module
from formulator.search.engine import DONE, LOCK, PATIENCE, SOON, VARIABLE, Engine

LOADED = (lambda: 1, lambda: 2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache; nothing is compiled or started for real."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(module, "load", lambda _: LOADED)
    return tmp_path


def loaded(made: Engine) -> None:
    """Wait for the thread that loads."""
    assert made.loader is not None
    made.loader.join()


class Builder:
    """Stands for the other process."""

    def __init__(self) -> None:
        self.returncode: int | None = None

    def poll(self) -> int | None:
        return self.returncode


@pytest.fixture
def builders(monkeypatch: pytest.MonkeyPatch) -> list[Builder]:
    started: list[Builder] = []

    def start(_: Path) -> Builder:
        started.append(Builder())
        return started[-1]

    monkeypatch.setattr(module, "start_builder", start)
    return started


def test_a_quick_search_asks_for_nothing(folder: Path, builders: list[Builder]) -> None:
    made = Engine()
    made.consider(PATIENCE / 2)
    (folder / DONE).touch()
    late = Engine()
    late.consider(SOON / 2)
    for quick in (made, late):
        assert quick.loader is None
        assert quick.entries is None
    assert not builders


def test_what_lies_compiled_is_loaded_sooner_than_anything_is_compiled(
    folder: Path, builders: list[Builder]
) -> None:
    (folder / DONE).touch()
    made = Engine()
    made.consider((SOON + PATIENCE) / 2)
    loaded(made)
    made.consider(0.0)
    assert made.entries == LOADED
    assert not builders


def test_what_lies_on_the_disk_is_loaded(folder: Path, builders: list[Builder]) -> None:
    (folder / DONE).touch()
    made = Engine()
    made.consider(2 * PATIENCE)
    loaded(made)
    made.consider(2 * PATIENCE)
    assert made.entries == LOADED
    assert not builders


def test_another_process_compiles_and_nobody_waits(folder: Path, builders: list[Builder]) -> None:
    made = Engine()
    made.consider(2 * PATIENCE)
    made.consider(0.1)
    assert made.entries is None
    assert len(builders) == 1
    (folder / DONE).touch()
    builders[0].returncode = 0
    made.consider(0.1)
    loaded(made)
    assert made.entries == LOADED


def test_a_compiler_that_fails_is_not_asked_again(folder: Path, builders: list[Builder]) -> None:
    made = Engine()
    made.consider(2 * PATIENCE)
    builders[0].returncode = 1
    for _ in range(3):
        made.consider(1.0)
    assert made.entries is None
    assert len(builders) == 1


def test_a_load_that_fails_leaves_numpy(
    folder: Path, builders: list[Builder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> Any:
        raise OSError("no room left")

    (folder / DONE).touch()
    monkeypatch.setattr(module, "load", broken)
    made = Engine()
    made.consider(2 * PATIENCE)
    loaded(made)
    made.consider(2 * PATIENCE)
    assert made.entries is None
    assert not (folder / DONE).exists()


@pytest.mark.parametrize(("value", "expected"), [("never", None), ("always", LOADED)])
def test_the_environment_decides(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str, expected: Any
) -> None:
    (folder / DONE).touch()
    monkeypatch.setenv(VARIABLE, value)
    made = Engine()
    made.consider(0.0 if value == "always" else 100.0)
    assert made.entries == expected


def test_one_process_compiles_and_an_old_lock_is_broken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(
        module.subprocess, "Popen", lambda command, **_: started.append(command) or "process"
    )
    assert module.start_builder(folder) == "process"
    assert module.start_builder(folder) is None
    long_ago = time.time() - 2 * module.STALE
    os.utime(folder / LOCK, (long_ago, long_ago))
    assert module.start_builder(folder) == "process"
    assert len(started) == 2


def test_building_leaves_a_mark_and_no_lock(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "os", SimpleNamespace())
    (folder / LOCK).touch()
    module.build()
    assert (folder / DONE).exists()
    assert not (folder / LOCK).exists()


def test_the_folder_is_that_of_these_sources() -> None:
    assert module.cache_folder() == module.cache_folder()
    assert all((Path(module.__file__).parent / name).exists() for name in module.SOURCES)


def test_what_another_process_compiles_is_loaded_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "start_builder", lambda _: None)
    made = Engine()
    made.consider(2 * PATIENCE)
    assert made.entries is None
    (folder / DONE).touch()
    made.consider(0.1)
    loaded(made)
    assert made.entries == LOADED
