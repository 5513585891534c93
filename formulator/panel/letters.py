"""Compact letters: formulas that share a letter are not distinguishable."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import numpy.typing as npt


def letter_groups(apart: npt.ArrayLike) -> list[str]:
    """Letter a table of significant pairs by insert-and-absorb (Piepho 2004).

    Start with one group of all; every significant pair splits each group that holds both into two,
    each without one of them; groups contained in others drop out.

    Parameters
    ----------
    apart : array-like of bool, shape (n, n)
        Whether two formulas differ significantly; rows in the order of the means, best first.

    Returns
    -------
    list of str
        Letters of each formula, alphabetical; after z come aa, ab and so on in brackets.

    Examples
    --------
    >>> letter_groups([[0, 0, 1], [0, 0, 0], [1, 0, 0]])
    ['a', 'ab', 'b']
    """
    table = np.asarray(apart, dtype=bool)
    n = len(table)
    groups: list[frozenset[int]] = [frozenset(range(n))] if n else []
    for i in range(n):
        for j in range(i + 1, n):
            if table[i, j] or table[j, i]:
                groups = _absorbed(_split(groups, i, j))
    ordered = sorted(groups, key=sorted)
    return ["".join(_letter(k) for k, g in enumerate(ordered) if i in g) for i in range(n)]


def _split(groups: list[frozenset[int]], i: int, j: int) -> list[frozenset[int]]:
    found: list[frozenset[int]] = []
    for group in groups:
        found += [group - {i}, group - {j}] if {i, j} <= group else [group]
    return found


def _absorbed(groups: list[frozenset[int]]) -> list[frozenset[int]]:
    unique = sorted(set(groups), key=lambda g: (-len(g), sorted(g)))
    kept: list[frozenset[int]] = []
    for group in unique:
        if not any(group <= other for other in kept):
            kept.append(group)
    return kept


def _letter(k: int) -> str:
    if k < len(ascii_lowercase):
        return ascii_lowercase[k]
    return f"({ascii_lowercase[k // 26 - 1]}{ascii_lowercase[k % 26]})"
