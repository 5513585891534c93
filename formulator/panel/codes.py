"""Blind codes: random three-digit numbers that tell a taster nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import pairwise

import numpy as np

from formulator.errors import InputError


def _is_plain(code: str) -> bool:
    """Whether a code is neither like 111 nor a run such as 123 or 321."""
    steps = {int(b) - int(a) for a, b in pairwise(code)}
    return steps not in ({0}, {1}, {-1})


PLAIN_CODES: tuple[str, ...] = tuple(c for c in map(str, range(100, 1000)) if _is_plain(c))
"""The 100-999 codes without repeats (111) and runs (123, 321): 876 of 900."""

DISTINCT_CODES: tuple[str, ...] = tuple(c for c in PLAIN_CODES if len(set(c)) == 3)
"""The plain codes with three different digits: 633; they are drawn first."""


def draw_codes(n: int, *, seed: int, used: Collection[str] = ()) -> tuple[str, ...]:
    """Draw blind codes for one set of samples.

    No two codes of a set share their first two digits, and no code of ``used`` comes again, so
    codes stay unique within a study. Codes with three different digits are preferred.

    Parameters
    ----------
    n : int
        Number of samples, control and duplicate included.
    seed : int
        Same seed, same codes.
    used : collection of str
        Codes given out earlier in the study.

    Returns
    -------
    tuple of str
        ``n`` codes in random order.

    Raises
    ------
    InputError
        If fewer than ``n`` codes are left.

    Examples
    --------
    >>> codes = draw_codes(6, seed=1)
    >>> len({c[:2] for c in codes})
    6
    """
    if n < 0:
        raise InputError(f"the number of codes must be >= 0, got {n}")
    rng = np.random.default_rng(seed)
    free = [c for c in DISTINCT_CODES if c not in used]
    spare = [c for c in PLAIN_CODES if c not in used and len(set(c)) < 3]
    order = [*_shuffled(free, rng), *_shuffled(spare, rng)]
    codes: list[str] = []
    starts: set[str] = set()
    for code in order:
        if len(codes) == n:
            break
        if code[:2] not in starts:
            codes.append(code)
            starts.add(code[:2])
    if len(codes) < n:
        raise InputError(
            f"{n} blind codes with different first two digits are needed, {len(codes)} are left; "
            "split the samples into sets or start a new study"
        )
    return tuple(codes)


def _shuffled(codes: Iterable[str], rng: np.random.Generator) -> list[str]:
    pool = list(codes)
    return [pool[i] for i in rng.permutation(len(pool))]
