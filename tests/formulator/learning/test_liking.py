"""The closed-form liking model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.learning.components import PRIOR
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores, liking_posterior, v_form

C = PRIOR.for_scale(1, 9)


def example(seed, n=40, n_formulas=7, n_tasters=6, *, ratio=True):
    rng = np.random.default_rng(seed)
    kernel = Kernel.of(rng.dirichlet(np.ones(3), n_formulas), length=C.length)
    scores = Scores(
        rng.integers(0, n_formulas - 2, n),
        rng.integers(0, n_tasters, n),
        rng.normal(5, 2, n),
        (rng.random(n) < 0.2).astype(float),
        rng.uniform(0.5, 2, n) if ratio else None,
    )
    return kernel, scores


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_reduced_form_equals_v_form(seed, n):
    kernel, scores = example(seed, n)
    ours, reference = (f(kernel, scores, C, prior_mean=5.0) for f in (liking_posterior, v_form))
    for name in ("mean", "covariance", "taster_level", "first", "log_evidence"):
        np.testing.assert_allclose(getattr(ours, name), getattr(reference, name), atol=1e-9)


def test_henderson_form_gives_the_same_means_and_covariance():
    """u = L H^-1 L'W'(y - m0 - d0 f) / v_noise with H = I + L'W'W L / v_noise (handbook)."""
    kernel, scores = example(3, ratio=False)
    c = PRIOR.for_scale(1, 9)
    c = type(c)(**{**{n: getattr(c, n) for n in c.__dataclass_fields__}, "personal": 0.0})
    n, p, t = len(scores.score), kernel.n_formulas, scores.n_tasters
    w = np.zeros((n, p + t + 1))
    w[np.arange(n), scores.formula] = 1
    w[np.arange(n), p + scores.taster] = 1
    w[:, -1] = scores.is_first
    g = np.zeros((p + t + 1, p + t + 1))
    g[:p, :p] = kernel.covariance(c)
    g[range(p, p + t), range(p, p + t)] = c.taster
    g[-1, -1] = c.first
    root = np.linalg.cholesky(g)
    h = np.eye(len(g)) + root.T @ w.T @ w @ root / c.noise
    rest = scores.score - 5.0 - c.first_mean * scores.is_first
    u = root @ np.linalg.solve(h, root.T @ w.T @ rest) / c.noise
    cov = root @ np.linalg.solve(h, root.T)
    ours = liking_posterior(kernel, scores, c, prior_mean=5.0)
    np.testing.assert_allclose(ours.mean, 5.0 + u[:p], atol=1e-9)
    np.testing.assert_allclose(ours.covariance, cov[:p, :p], atol=1e-9)
    np.testing.assert_allclose(ours.taster_level, u[p : p + t], atol=1e-9)
    assert ours.first == pytest.approx(c.first_mean + u[-1], abs=1e-9)


def test_log_evidence_is_the_normal_density_of_the_scores():
    from scipy.stats import multivariate_normal

    kernel, scores = example(1, 12)
    n = len(scores.score)
    same = scores.taster[:, None] == scores.taster[None, :]
    pick = np.ix_(scores.formula, scores.formula)
    v = kernel.covariance(C)[pick] + same * (C.taster + C.personal * kernel.linear[pick])
    v = v + C.first * np.outer(scores.is_first, scores.is_first) + np.diag(scores.noise(C))
    mean = np.full(n, 5.0) + C.first_mean * scores.is_first
    expected = multivariate_normal(mean, v).logpdf(scores.score)
    got = liking_posterior(kernel, scores, C, prior_mean=5.0).log_evidence
    assert got == pytest.approx(expected, abs=1e-9)


def test_one_batch_update_equals_conditioning_on_its_own_mean():
    kernel, scores = example(5)
    before = liking_posterior(kernel, scores, C, prior_mean=5.0)
    j, s = 6, before.covariance
    updated = s - np.outer(s[:, j], s[j]) / (s[j, j] + C.noise)
    extra = Scores(
        np.append(scores.formula, j),
        np.append(scores.taster, scores.n_tasters),
        np.append(scores.score, before.mean[j]),
        np.append(scores.is_first, 0.0),
        np.append(scores.noise_ratio, 1.0),
    )
    no_people = type(C)(
        **{**{n: getattr(C, n) for n in C.__dataclass_fields__}, "taster": 0.0, "personal": 0.0}
    )
    before = liking_posterior(kernel, scores, no_people, prior_mean=5.0)
    s = before.covariance
    updated = s - np.outer(s[:, j], s[j]) / (s[j, j] + C.noise)
    extra = Scores(extra.formula, extra.taster, np.append(scores.score, before.mean[j]),
                   extra.is_first, extra.noise_ratio)  # fmt: skip
    after = liking_posterior(kernel, extra, no_people, prior_mean=5.0)
    np.testing.assert_allclose(after.covariance, updated, atol=1e-9)
    np.testing.assert_allclose(after.mean, before.mean, atol=1e-9)


def test_complete_data_shrink_taster_levels_by_the_textbook_factor():
    """One taster's level is s (mean_t - mean), s = v_taster / (v_taster + v_noise / k)."""
    rng = np.random.default_rng(0)
    n_tasters, k = 400, 5
    c = type(C)(**{**{n: getattr(C, n) for n in C.__dataclass_fields__}, "personal": 0.0})
    table = rng.normal(5, 2, (n_tasters, k)) + rng.normal(0, 1, (n_tasters, 1))
    scores = Scores(
        np.tile(np.arange(k), n_tasters), np.repeat(np.arange(n_tasters), k),
        table.ravel(), np.zeros(n_tasters * k),
    )  # fmt: skip
    post = liking_posterior(Kernel.of(np.eye(k), length=1.0), scores, c, prior_mean=5.0)
    s = c.taster / (c.taster + c.noise / k)
    centred = table.mean(axis=1) - table.mean()
    np.testing.assert_allclose(post.taster_level, s * centred, atol=0.01)


def test_without_scores_the_prior_stays():
    kernel, _ = example(0)
    none = Scores(np.empty(0, np.intp), np.empty(0, np.intp), np.empty(0), np.empty(0))
    post = liking_posterior(kernel, none, C, prior_mean=5.0)
    np.testing.assert_allclose(post.mean, 5.0)
    np.testing.assert_allclose(post.covariance, kernel.covariance(C))


def test_a_score_makes_its_formula_more_certain():
    kernel, scores = example(2)
    before = liking_posterior(kernel, scores, C, prior_mean=5.0).sd
    extra = Scores(
        np.append(scores.formula, 6),
        np.append(scores.taster, 0),
        np.append(scores.score, 9.0),
        np.append(scores.is_first, 0.0),
        np.append(scores.noise_ratio, 1.0),
    )
    after = liking_posterior(kernel, extra, C, prior_mean=5.0)
    assert after.sd[6] < before[6]
    assert (after.sd <= before + 1e-12).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"taster": np.zeros(3, np.intp)}, "one entry per score"),
        ({"score": np.array([1.0, np.nan])}, "finite numbers"),
        ({"noise_ratio": np.array([1.0, 0.0])}, "ratios must be > 0"),
    ],
)
def test_broken_scores_are_refused(change, message):
    fields = {
        "formula": np.zeros(2, np.intp),
        "taster": np.zeros(2, np.intp),
        "score": np.ones(2),
        "is_first": np.zeros(2),
    }
    with pytest.raises(InputError, match=message):
        Scores(**{**fields, **change})
