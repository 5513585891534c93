"""Late and missing tasters: keep what is served as even as it can be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from formulator.errors import InputError
from formulator.panel.blocks import imbalance
from formulator.panel.design import IntArray, serving_orders
from formulator.panel.rounds import RoundPlan

N_TRIES = 200
"""Random orders tried for a late taster when no order of an absent one is free."""


def with_attendance(
    plan: RoundPlan, *, absent: Collection[str] = (), late: Sequence[str] = (), seed: int = 0
) -> RoundPlan:
    """Take out tasters who did not come and seat those who came unannounced.

    A late taster takes over the order of an absent one, which leaves the balance as planned. When
    none is free, he gets the order that evens out the counts best; nobody who is already seated
    changes.

    Parameters
    ----------
    plan : RoundPlan
    absent : collection of str
        Tasters of the plan who have tasted nothing.
    late : sequence of str
        New tasters.
    seed : int

    Returns
    -------
    RoundPlan

    Raises
    ------
    InputError
        If an absent taster is not in the plan, or a late one already is.
    """
    seated = dict(plan.orders)
    unknown = sorted(set(absent) - set(seated))
    double = sorted({t for t in late if t in seated or list(late).count(t) > 1})
    if unknown or double:
        raise InputError(
            f"absent tasters must be in the round (not there: {', '.join(unknown) or 'none'}) "
            f"and late ones must be new (known already: {', '.join(double) or 'none'})"
        )
    free = [order for taster, order in plan.orders if taster in absent]
    orders = [(taster, order) for taster, order in plan.orders if taster not in absent]
    for taster in late:
        order = free.pop(0) if free else _evening(plan, orders, seed=seed + len(orders))
        orders.append((taster, order))
    return replace(plan, orders=tuple(orders))


def _evening(
    plan: RoundPlan, orders: Sequence[tuple[str, tuple[str, ...]]], *, seed: int
) -> tuple[str, ...]:
    """Find an order that evens out the counts of those already seated."""
    codes = [s.code for s in plan.samples]
    number = {code: i for i, code in enumerate(codes)}
    size = max((len(order) for _, order in orders), default=len(codes))
    full = [[number[c] for c in order] for _, order in orders if len(order) == size]
    seated: IntArray = np.array(full, dtype=np.intp).reshape(len(full), size)
    tries = [row[:size] for row in serving_orders(len(codes), N_TRIES, seed=seed)]
    best = min(
        tries, key=lambda row: imbalance(np.vstack([seated, row[None, :]]), n_samples=len(codes))
    )
    return tuple(codes[i] for i in best)
