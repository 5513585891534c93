"""Distance of single foods to a target in aroma, for ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.similarity.aroma import aroma_coverage
from formulator.similarity.odorants import Presence, odorant_doses
from formulator.similarity.shipped_aroma import shipped_aroma, stand_ins


def aroma_distance(target_key: str, keys: Sequence[str]) -> npt.NDArray[np.float64]:
    """Share of a target's key odorants that foods leave uncovered.

    Parameters
    ----------
    target_key : str
        A target of the catalogue; it may borrow the key odorants of its category.
    keys : sequence of str
        Foods, each taken by itself.

    Returns
    -------
    ndarray of shape (n_foods,)
        ``1 - (proven + possible) / 2``: proven coverage counts in full, odorants reported
        without an amount count half. 1 for a food of which no odorant is on record: unknown,
        and therefore last.

    Raises
    ------
    InputError
        If no key odorants of the target or its category are on record.
    """
    known = shipped_aroma()
    wanted = known.wanted(stand_ins(target_key))
    if not wanted:
        raise InputError(f"no key odorants of {target_key!r} are on record; leave out block aroma")
    reported: dict[str, list[Presence]] = defaultdict(list)
    for presence in known.presences:
        reported[presence.food].append(presence)
    seen: dict[frozenset[tuple[str, float | None, float | None]], float] = {}
    out = np.ones(len(keys))
    for i, key in enumerate(keys):
        if key in reported:
            # kinds of one plant share their odorants: each list is compared once
            odorants = frozenset((p.odorant, p.low, p.high) for p in reported[key])
            if odorants not in seen:
                doses = odorant_doses([(key, 1.0)], reported[key])
                found = aroma_coverage(wanted, doses, known.odorants)
                seen[odorants] = 1 - (found.score + found.high) / 2
            out[i] = seen[odorants]
    return out
