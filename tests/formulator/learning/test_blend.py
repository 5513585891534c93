"""Averaging over hypotheses."""

import numpy as np

from formulator.learning.blend import SMOOTH_STEPS, blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores, liking_posterior

C = PRIOR.for_scale(1, 9)


def panel(seed, signal, n_tasters=12):
    rng = np.random.default_rng(seed)
    x = rng.dirichlet(np.ones(3), 8)
    truth = 5 + signal * (x[:, 0] - x[:, 0].mean())
    scores = Scores(
        np.tile(np.arange(8), n_tasters),
        np.repeat(np.arange(n_tasters), 8),
        (truth + rng.normal(0, 0.7, (n_tasters, 1)) + rng.normal(0, 1.6, (n_tasters, 8))).ravel(),
        np.zeros(8 * n_tasters),
    )
    return Kernel.of(x, length=C.length), scores, truth


def test_prior_weights_sum_to_one():
    assert np.isclose(sum(np.exp(h.log_weight) for h in hypothesis_grid(C)), 1.0)


def test_one_hypothesis_is_the_plain_posterior():
    kernel, scores, _ = panel(0, 3.0)
    one = [h for h in hypothesis_grid(C) if h.components == C]
    blend = blended_posterior([kernel], scores, one, prior_mean=5.0)
    plain = liking_posterior(kernel, scores, C, prior_mean=5.0)
    np.testing.assert_allclose(blend.mean, plain.mean)
    np.testing.assert_allclose(blend.covariance, plain.covariance)
    assert np.isclose(blend.log_evidence, plain.log_evidence)


def test_flat_panels_lower_the_signal_and_strong_ones_raise_it():
    flat = [blended_posterior([k], s, hypothesis_grid(C), prior_mean=5.0).components.linear
            for k, s, _ in (panel(i, 0.0) for i in range(5))]  # fmt: skip
    strong = [blended_posterior([k], s, hypothesis_grid(C), prior_mean=5.0).components.linear
              for k, s, _ in (panel(i, 9.0) for i in range(5))]  # fmt: skip
    assert max(flat) < min(strong)
    assert np.mean(flat) < C.linear < np.mean(strong)


def test_wide_interval_includes_the_panel_level():
    kernel, scores, _ = panel(1, 2.0)
    blend = blended_posterior([kernel], scores, hypothesis_grid(C), prior_mean=5.0)
    np.testing.assert_allclose(blend.interval_sd**2 - blend.sd**2, C.panel)


def test_between_spread_widens_the_covariance():
    kernel, scores, _ = panel(2, 3.0)
    grid = hypothesis_grid(C)
    blend = blended_posterior([kernel], scores, grid, prior_mean=5.0)
    assert np.isclose(sum(w for _, w in blend.weights), 1.0)
    assert len(blend.weights) > 5
    assert np.linalg.eigvalsh(blend.covariance).min() > -1e-9


def test_steps_of_smoothness_keep_the_signal_and_the_prior_weight():
    grid = hypothesis_grid(C, smooth=SMOOTH_STEPS)
    assert len(grid) == len(SMOOTH_STEPS) * len(hypothesis_grid(C))
    assert np.isclose(sum(np.exp(h.log_weight) for h in grid), 1.0)
    ratios = {
        round((h.components.linear + h.components.smooth) / h.components.own, 9) for h in grid
    }
    assert len(ratios) == 1
    assert min(h.components.smooth for h in grid) > 0
