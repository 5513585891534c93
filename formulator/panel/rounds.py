"""A round: which formulas are served, under which codes, to whom, in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formulator.errors import InputError
from formulator.panel.codes import draw_codes
from formulator.panel.design import (
    Balance,
    IntArray,
    balance_of,
    incomplete_orders,
    serving_orders,
)

DUPLICATE = "duplicate"
CONTROL = "control"
FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Sample:
    """One coded cup: what is in it is sealed until the round is closed."""

    code: str
    formula: str
    role: str = FORMULA
    """``formula``, ``duplicate`` (a formula once more) or ``control`` (the blind control)."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """Samples with blind codes and one serving order per taster."""

    samples: tuple[Sample, ...]
    orders: tuple[tuple[str, tuple[str, ...]], ...]
    """(taster, codes in serving order) pairs; the unscored warm-up stands before them."""
    warm_up: str
    """Formula served first as practice, never analysed; empty for none."""
    seed: int

    def __post_init__(self) -> None:
        codes = {s.code for s in self.samples}
        if len(codes) < len(self.samples):
            raise InputError("every sample of a round needs a code of its own")
        for taster, order in self.orders:
            if not set(order) <= codes or len(set(order)) < len(order):
                raise InputError(f"the order of taster {taster!r} names unknown or repeated codes")

    @property
    def balance(self) -> Balance:
        """How even servings, pairs, positions and neighbours are."""
        number = {s.code: i for i, s in enumerate(self.samples)}
        width = max((len(order) for _, order in self.orders), default=0)
        rows = [
            [*(number[c] for c in order), *[-1] * (width - len(order))] for _, order in self.orders
        ]
        return balance_of(rows, n_samples=len(self.samples))

    def order_of(self, taster: str) -> tuple[str, ...]:
        """Codes of one taster in serving order.

        Raises
        ------
        InputError
            If the taster is not in the round.
        """
        found = dict(self.orders).get(taster)
        if found is None:
            raise InputError(f"taster {taster!r} is not in this round")
        return found

    def formula_of(self, code: str) -> str:
        """Return the formula behind a code, for the kitchen or once the round is closed.

        Raises
        ------
        InputError
            If no sample of the round has the code.
        """
        for sample in self.samples:
            if sample.code == code:
                return sample.formula
        raise InputError(f"no sample of this round has the code {code!r}")

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings, ready for JSON."""
        return {
            "samples": [
                {"code": s.code, "formula": s.formula, "role": s.role} for s in self.samples
            ],
            "orders": {taster: list(order) for taster, order in self.orders},
            "warm_up": self.warm_up,
            "seed": self.seed,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RoundPlan:
        """Read what ``to_dict`` wrote."""
        return cls(
            samples=tuple(Sample(**s) for s in data["samples"]),
            orders=tuple((t, tuple(codes)) for t, codes in data["orders"].items()),
            warm_up=data["warm_up"],
            seed=data["seed"],
        )


def plan_round(
    formulas: Sequence[str],
    tasters: Sequence[str],
    *,
    seed: int,
    control: str | None = None,
    duplicate: str | None = None,
    warm_up: str | None = None,
    per_sitting: int | None = None,
    used_codes: Collection[str] = (),
) -> RoundPlan:
    """Plan a blind round.

    Parameters
    ----------
    formulas : sequence of str
        Ids of the formulas to be tasted, without the control.
    tasters : sequence of str
    seed : int
        Same seed, same codes and orders.
    control : str, optional
        Id of the blind control, usually the dairy product.
    duplicate : str, optional
        One of ``formulas``, served once more under a code of its own.
    warm_up : str, optional
        What is served first as practice; the first formula by default, "" for none.
    per_sitting : int, optional
        Cups a taster drinks; all by default, then Williams squares are used. With fewer, control
        and duplicate pair go into every block.
    used_codes : collection of str
        Codes given out earlier in the project.

    Returns
    -------
    RoundPlan

    Raises
    ------
    InputError
        If ids repeat, a duplicate is not among the formulas, or nobody tastes anything.
    """
    _check(formulas, tasters, control, duplicate)
    served = [(f, FORMULA) for f in formulas]
    if control is not None:
        served.append((control, CONTROL))
    if duplicate is not None:
        served.append((duplicate, DUPLICATE))
    codes = draw_codes(len(served), seed=seed, used=used_codes)
    samples = tuple(Sample(c, f, role) for c, (f, role) in zip(codes, served, strict=True))
    orders = _orders(samples, len(tasters), per_sitting, seed)
    return RoundPlan(
        samples=samples,
        orders=tuple(
            (taster, tuple(codes[i] for i in row))
            for taster, row in zip(tasters, orders, strict=True)
        ),
        warm_up=formulas[0] if warm_up is None else warm_up,
        seed=seed,
    )


def _orders(
    samples: Sequence[Sample], n_tasters: int, per_sitting: int | None, seed: int
) -> IntArray:
    n = len(samples)
    if per_sitting is None or per_sitting >= n:
        return serving_orders(n, n_tasters, seed=seed)
    twins = {s.formula for s in samples if s.role == DUPLICATE}
    always = [i for i, s in enumerate(samples) if s.role != FORMULA or s.formula in twins]
    return incomplete_orders(n, n_tasters, per_sitting=per_sitting, seed=seed, always=always)


def _check(
    formulas: Sequence[str], tasters: Sequence[str], control: str | None, duplicate: str | None
) -> None:
    for what, names in (("formulas", formulas), ("tasters", tasters)):
        if not names:
            raise InputError(f"a round needs at least one of its {what}")
        twice = sorted({n for n in names if list(names).count(n) > 1})
        if twice:
            raise InputError(f"{what} may stand once in a round; repeated: {', '.join(twice)}")
    if control is not None and control in formulas:
        raise InputError(f"the control {control!r} is also among the formulas")
    if duplicate is not None and duplicate not in formulas:
        raise InputError(f"the duplicate {duplicate!r} must be one of the formulas of the round")
