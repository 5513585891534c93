"""Speed: posterior for 500 candidates from 1,000 scores; the next batch of 6 from 500.

CPU seconds, so that what else runs on the machine does not count; with one thread
(OMP_NUM_THREADS=1) they are what a user waits at a quiet moment.
"""

from __future__ import annotations

import time

import numpy as np

from formulator.learning.batch import next_batch
from formulator.learning.belief import Belief
from formulator.learning.blend import Blend, blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores
from formulator.search.candidate import Candidate, Part

N_CANDIDATES, N_SCORES, N_TASTERS, N_TASTED = 500, 1000, 100, 60


def example(seed: int = 0) -> tuple[np.ndarray, Scores]:
    rng = np.random.default_rng(seed)
    x = rng.dirichlet(np.ones(8), N_CANDIDATES)
    taster = np.repeat(np.arange(N_TASTERS), N_SCORES // N_TASTERS)
    formula = np.concatenate(
        [rng.permutation(N_TASTED)[: N_SCORES // N_TASTERS] for _ in range(N_TASTERS)]
    )
    score = np.clip(5 + 4 * x[formula, 0] + rng.normal(0, 1.6, N_SCORES), 1, 9)
    return x, Scores(formula, taster, score, (np.arange(N_SCORES) % 10 == 0).astype(float))


def posterior_seconds() -> tuple[float, Blend]:
    """Three descriptions of the candidates, as many as ``believe`` weighs."""
    x, scores = example()
    components = PRIOR.for_scale(1, 9)
    start = time.process_time()
    kernels = [Kernel.of(x**power, length=components.length) for power in (0.5, 1.0, 2.0)]
    hypotheses = [h for i in range(3) for h in hypothesis_grid(components, features=i)]
    blend = blended_posterior(kernels, scores, hypotheses, prior_mean=5.0)
    return time.process_time() - start, blend


def batch_seconds(blend: Blend) -> float:
    x, scores = example()
    candidates = [
        Candidate(
            id=f"c{i}",
            parts=tuple(Part(f"k{j}", "", 100 * float(v), "", ()) for j, v in enumerate(row)),
            distance=1.0, bound=0.0, gap=0.0, similarity=0.5, blocks=(), profile=(), cost=None,
        )
        for i, row in enumerate(x)
    ]  # fmt: skip
    counts = np.bincount(scores.formula, minlength=N_CANDIDATES)
    belief = Belief(
        tuple(c.id for c in candidates), N_CANDIDATES, blend, tuple(counts.tolist()),
        tuple([5.0] * N_CANDIDATES), PRIOR.version,
    )  # fmt: skip
    start = time.process_time()
    next_batch(belief, candidates, n=6)
    return time.process_time() - start


def show() -> None:
    first, blend = posterior_seconds()
    again = min(posterior_seconds()[0] for _ in range(3))
    batch = min(batch_seconds(blend) for _ in range(2))
    print(
        "\nSpeed: posterior of 500 candidates from 1,000 scores "
        f"{again:.3f} CPU s (first {first:.3f})"
    )
    print(f"       next batch of 6 from 500 candidates {batch:.3f} CPU s")
