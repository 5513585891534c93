"""Coverage and error of foretold pH on simulated formulas: ``python -m tests.benchmarks.readings``.

Ten ingredients share ten parts in a hundred; pH follows them in a straight line, or in a straight
line with waves. Readings repeat within 0.04. Nothing here was brewed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from formulator.learning.readings import SCATTERS, forecast

N_PROJECTS, N_INGREDIENTS, N_FORMULAS, REPEAT = 150, 10, 20, 0.04
ASKED = (15, 16)


def truth(
    dry: npt.NDArray[np.float64], rng: np.random.Generator, *, is_wavy: bool
) -> npt.NDArray[np.float64]:
    """Return a pH for each composition."""
    found = dry @ rng.normal(size=dry.shape[1])
    if is_wavy:
        found = found + 2 * np.sin(dry @ rng.normal(size=dry.shape[1]) / 2)
    spread = rng.choice([0.1, 0.3, 0.6])
    return np.asarray(6.8 + (found - found.mean()) / found.std() * spread)


def line(n_measured: int, *, is_wavy: bool, seed: int) -> tuple[float, float, float, float]:
    """Return coverage, mean width, mean miss, and the miss of the mean of all readings."""
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(N_PROJECTS):
        dry = 10 * rng.dirichlet(np.full(N_INGREDIENTS, 0.7), size=N_FORMULAS)
        true = truth(dry, rng, is_wavy=is_wavy)
        formulas = {
            str(i): {"water": 90.0, **{f"part {j}": float(v) for j, v in enumerate(row)}}
            for i, row in enumerate(dry)
        }
        readings = [(str(i), float(true[i] + rng.normal(0, REPEAT))) for i in range(n_measured)]
        plain = float(np.mean([v for _, v in readings]))
        for i in ASKED:
            told = forecast(formulas, readings, str(i), scatter=SCATTERS["pH"])
            assert told is not None
            new = float(true[i] + rng.normal(0, REPEAT))
            rows.append(
                (
                    told.low90 <= new <= told.high90,
                    told.high90 - told.low90,
                    abs(told.value - new),
                    abs(plain - new),
                )
            )
    covered, width, miss, base = np.array(rows, dtype=float).mean(axis=0)
    return float(covered), float(width), float(miss), float(base)


def main() -> None:
    """Print the table."""
    print("truth     measured  in the 90 % interval  width  miss  miss of the mean")
    for is_wavy in (False, True):
        for n in (4, 6, 8, 12):
            covered, width, miss, base = line(n, is_wavy=is_wavy, seed=0)
            name = "wavy" if is_wavy else "straight"
            print(f"{name:8}  {n:8}  {covered:20.0%}  {width:5.2f}  {miss:4.2f}  {base:16.2f}")


if __name__ == "__main__":
    main()
