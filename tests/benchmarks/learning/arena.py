"""Play the games of all methods on all utilities of a pool, in parallel processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np

from formulator.search.candidate import Candidate
from tests.benchmarks.learning import choosers
from tests.benchmarks.learning.simulated import Games, games

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
SLOW_FIRST = ("bofire", "baybe", "GP-EI", "formulator")
"""Starting order, so that no slow method is left to one process at the end."""


@dataclass(frozen=True)
class Arena:
    """What every process needs to know."""

    candidates: list[Candidate]
    utilities: Mapping[str, np.ndarray]
    peers: str
    """Python that has BayBE and BoFire, or nothing."""
    seeds: tuple[int, ...]


_here: dict[str, object] = {}


def _prepare(arena: Arena) -> None:
    _here["arena"] = arena
    _here["methods"] = choosers.methods(arena.peers)[0]


def _play(task: tuple[str, str]) -> Games:
    arena, methods = _here["arena"], _here["methods"]
    assert isinstance(arena, Arena)
    assert isinstance(methods, dict)
    what, name = task
    return games(arena.candidates, arena.utilities[what], methods[name], arena.seeds)


def workers(
    processes: int = 2,
    prepare: Callable[..., None] | None = None,
    given: tuple[object, ...] = (),
) -> ProcessPoolExecutor:
    """Processes that calculate with one thread each."""
    for variable in THREADS:  # they read it when they start
        os.environ[variable] = "1"
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=prepare, initargs=given)


def play_all(
    arena: Arena, names: Sequence[str], *, processes: int = 2
) -> dict[str, dict[str, Games]]:
    """Games by utility and method.

    Parameters
    ----------
    arena : Arena
    names : sequence of str
        Methods.
    processes : int
        Each calculates with one thread.
    """
    order = sorted(names, key=_place)
    tasks = [(what, name) for name in order for what in arena.utilities]
    with workers(processes, _prepare, (arena,)) as pool:
        found = dict(zip(tasks, pool.map(_play, tasks), strict=True))
    return {what: {name: found[what, name] for name in names} for what in arena.utilities}


def _place(name: str) -> int:
    return next((i for i, word in enumerate(SLOW_FIRST) if word in name), len(SLOW_FIRST))
