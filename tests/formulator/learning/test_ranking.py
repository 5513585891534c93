"""Ranking any mixture study."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError, TableError
from formulator.learning import Rating, rank_formulas
from formulator.learning.ranking import readings

MIX = {f"m{i}": {"oat": 100.0 - 10 * i, "sugar": 6.0 * i, "oil": 4.0 * i} for i in range(1, 7)}


def rate(formulas, n_tasters, utility, *, seed=0, noise=1.5, scale=(1, 9), which=None):
    rng = np.random.default_rng(seed)
    found = []
    for t in range(n_tasters):
        level = rng.normal(0, 0.7)
        for name in which or formulas:
            score = utility(formulas[name]) + level + rng.normal(0, noise)
            found.append(Rating(name, f"t{t}", float(np.clip(score, *scale))))
    return found


def test_every_formula_gets_one_row_best_first():
    ratings = rate(MIX, 8, lambda a: 3 + a["sugar"] / 9, which=["m1", "m3", "m5"])
    found = rank_formulas(MIX, ratings)
    assert [r.rank for r in found] == [1, 2, 3, 4, 5, 6]
    assert {r.formula for r in found} == set(MIX)
    assert found[0].formula == "m6"  # untasted, but the trend points to it
    by_name = {r.formula: r for r in found}
    assert (by_name["m1"].n_ratings, by_name["m2"].n_ratings) == (8, 0)
    assert all(1 <= r.low90 <= r.mean <= r.high90 <= 9 for r in found)
    assert all(r.expected_improvement >= 0 for r in found)
    assert set(found[0].to_dict()) == {
        "formula", "mean", "low90", "high90", "expected_improvement", "n_ratings", "rank",
    }  # fmt: skip


def test_amounts_are_normalised():
    ratings = rate(MIX, 6, lambda a: 4 + a["sugar"] / 20)
    doubled = {n: {k: 7 * v for k, v in a.items()} for n, a in MIX.items()}
    for one, other in zip(
        rank_formulas(MIX, ratings), rank_formulas(doubled, ratings), strict=True
    ):
        assert one.formula == other.formula
        assert one.mean == pytest.approx(other.mean)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(st.floats(0.01, 100), st.floats(-50, 50), st.integers(0, 99))
def test_rescaling_the_scale_rescales_the_answer(factor, shift, seed):
    ratings = rate(MIX, 5, lambda a: 4 + a["sugar"] / 20, seed=seed)
    moved = [Rating(r.formula, r.taster, shift + factor * r.score) for r in ratings]
    low, high = shift + factor, shift + 9 * factor
    moved = [Rating(r.formula, r.taster, min(max(r.score, low), high)) for r in moved]
    here = {r.formula: r for r in rank_formulas(MIX, ratings)}
    for r in rank_formulas(MIX, moved, scale=(low, high)):
        assert (r.mean - shift) / factor == pytest.approx(here[r.formula].mean, abs=1e-3)
        assert (r.low90 - shift) / factor == pytest.approx(here[r.formula].low90, abs=1e-3)


def test_more_ratings_narrow_the_interval():
    few = rank_formulas(MIX, rate(MIX, 3, lambda a: 5))
    many = rank_formulas(MIX, rate(MIX, 40, lambda a: 5))
    assert np.mean([r.high90 - r.low90 for r in many]) < 0.6 * np.mean(
        [r.high90 - r.low90 for r in few]
    )


@pytest.mark.slow
def test_intervals_cover_what_they_promise():
    """Studies drawn from the model's own prior: 90 % intervals hold 90 % of the true means."""
    from formulator.learning.components import PRIOR
    from formulator.learning.features import Kernel

    rng = np.random.default_rng(7)
    c, hits, n = PRIOR.for_scale(0, 100), 0, 0
    for _ in range(40):
        formulas = {f"f{i}": dict(zip("abcd", p, strict=True))
                    for i, p in enumerate(rng.dirichlet(np.ones(4), 8))}  # fmt: skip
        table = np.array([list(a.values()) for a in formulas.values()])
        k = Kernel.of(table, length=c.length).covariance(c)
        truth = rng.multivariate_normal(np.full(8, 50.0), k)
        panel = rng.normal(0, np.sqrt(c.panel))
        ratings = [
            Rating(f"f{j}", f"t{t}", float(np.clip(truth[j] + level + panel + e, 0, 100)))
            for t, level in enumerate(rng.normal(0, np.sqrt(c.taster), 8))
            for j, e in enumerate(rng.normal(0, np.sqrt(c.noise + c.personal), 8))
            if j < 4
        ]
        for r in rank_formulas(formulas, ratings, scale=(0, 100)):
            hits += r.low90 <= truth[int(r.formula[1:])] <= r.high90
            n += 1
    assert 0.84 < hits / n < 0.97


def test_first_position_is_taken_out():
    """The formula that everybody gets first is over-scored, and the model knows."""
    formulas = {"a": {"x": 1.0, "y": 0.0}, "b": {"x": 0.5, "y": 0.5}, "c": {"x": 0.0, "y": 1.0}}
    ratings = [
        Rating(f, f"t{t}", 6.0 if f == "a" else 5.6, position=1 if f == "a" else 2)
        for t in range(30)
        for f in formulas
    ]
    blind = [Rating(r.formula, r.taster, r.score) for r in ratings]
    lead = {r.formula: r.mean for r in rank_formulas(formulas, ratings)}
    raw = {r.formula: r.mean for r in rank_formulas(formulas, blind)}
    assert lead["a"] - lead["b"] < raw["a"] - raw["b"] - 0.05


@pytest.mark.parametrize(
    "formulas",
    [
        {"only": {"x": 1.0}},
        {"only": {"x": 0.0}},
        {"a": {"x": 1.0}, "b": {"x": 1.0}},
        {"a": {"x": 3.0, "y": 3.0}, "b": {"x": 3.0, "y": 3.0}, "c": {"x": 3.0, "y": 3.0}},
        {"a": {"x": 0.0, "y": 0.0}, "b": {"x": 1.0, "y": 0.0}, "c": {"x": 1.0, "y": 1.0}},
        {"a": {"x": 1e-9, "y": 1e9}, "b": {"x": 1e9, "y": 1e-9}},
        {"a": {"x": 1.0}, "b": {"y": 1.0}},
        {"a": {}, "b": {}},
    ],
    ids=[
        "one",
        "one of nothing",
        "twins",
        "constant",
        "levels from 0",
        "extremes",
        "ragged",
        "bare",
    ],
)
def test_odd_studies_still_give_finite_answers(formulas):
    found = rank_formulas(formulas, [Rating(next(iter(formulas)), "t", 8.0)])
    assert len(found) == len(formulas)
    assert all(
        np.isfinite([r.mean, r.low90, r.high90, r.expected_improvement]).all() for r in found
    )
    assert found[0].low90 < found[0].high90


def test_twins_in_composition_share_what_was_learnt():
    formulas = {"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 2}, "c": {"x": 2, "y": 1}}
    found = {
        r.formula: r for r in rank_formulas(formulas, rate(formulas, 12, lambda a: 8, which=["a"]))
    }
    assert found["b"].mean == pytest.approx(found["a"].mean, abs=0.6)
    assert found["b"].mean > found["c"].mean
    assert found["b"].high90 - found["b"].low90 > found["a"].high90 - found["a"].low90


def test_equal_means_share_a_rank():
    found = rank_formulas(
        {"b": {"x": 1.0}, "a": {"x": 1.0}, "c": {"x": 1.0}}, [Rating("c", "t", 9)]
    )
    assert [(r.formula, r.rank) for r in found] == [("c", 1), ("a", 2), ("b", 2)]


def test_factor_levels_are_read_as_they_stand():
    levels = {f"{a}{b}": {"p": a, "s": b} for a in (1.0, 2.0, 3.0) for b in (1.0, 2.0, 3.0)}
    (_, share_weight), (table, weight) = readings(levels)
    assert weight > 0.9 > share_weight
    assert table.max() == 3.0
    lattice = [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)]
    batches = {
        f"{i}{a}": {"p": a * (1 + 0.37 * i), "s": b * (1 + 0.37 * i)}
        for i in range(4)
        for a, b in lattice
    }
    (_, share_weight), _ = readings(batches)
    assert share_weight > 0.9
    assert len(readings(MIX)) == 1


def test_measured_values_are_read_as_they_stand():
    """Dividing unlike properties by their sum makes nothing simpler."""
    rng = np.random.default_rng(0)
    measured = {
        f"f{i}": {
            "temperature": 80 + rng.normal(),
            "strength": 1.2 + 0.2 * rng.normal(),
            "acidity": 5 + 0.5 * rng.normal(),
        }
        for i in range(20)
    }
    (_, share_weight), (_, weight) = readings(measured)
    assert weight > 0.9 > share_weight > 0


def test_continuous_recipes_in_batches_of_different_size_are_read_as_shares():
    rng = np.random.default_rng(0)
    batches = {
        f"f{i}": dict(zip("abcd", rng.dirichlet(np.full(4, 5.0)) * size, strict=True))
        for i, size in enumerate(np.exp(rng.normal(0, 0.8, 25)))
    }
    (_, share_weight), _ = readings(batches)
    assert share_weight > 0.9


@pytest.mark.slow
def test_attribute_rule():
    both = [Rating("m1", "t", 9.0, attribute="Taste"), Rating("m1", "t", 2.0, attribute="overall")]
    by_name = {r.formula: r.mean for r in rank_formulas(MIX, both)}
    assert by_name["m1"] < 5
    by_name = {r.formula: r.mean for r in rank_formulas(MIX, both, attribute="taste")}
    assert by_name["m1"] > 5
    only = [Rating("m1", "t", 9.0, attribute="taste")]
    assert rank_formulas(MIX, only)[0].mean > 5
    two = [*only, Rating("m1", "t", 9.0, attribute="texture")]
    with pytest.raises(
        InputError, match="no rating of attribute 'overall'; the ratings hold taste, texture"
    ):
        rank_formulas(MIX, two)
    with pytest.raises(InputError, match="'smell'"):
        rank_formulas(MIX, two, attribute="smell")


def test_bad_ratings_are_all_reported():
    with pytest.raises(TableError) as error:
        rank_formulas(
            MIX, [Rating("zz", "t", 5), Rating("m1", "t", 10), Rating("m1", "t", float("nan"))]
        )
    assert len(error.value.problems) == 3


@pytest.mark.parametrize(
    ("formulas", "ratings", "message"),
    [
        ({}, [Rating("a", "t", 5)], "at least one formula"),
        ({"a": {"x": 1.0}}, [], "at least one rating"),
        ({"a": {"x": -1.0}}, [Rating("a", "t", 5)], "finite numbers >= 0"),
    ],
)
def test_nothing_to_rank_is_refused(formulas, ratings, message):
    with pytest.raises(InputError, match=message):
        rank_formulas(formulas, ratings)


def test_a_scale_needs_a_width():
    with pytest.raises(InputError, match="low to high"):
        rank_formulas({"a": {"x": 1.0}}, [Rating("a", "t", 5)], scale=(5, 5))


@pytest.mark.slow
def test_many_servings_to_one_taster_are_not_many_tasters():
    """His own taste comes back in every serving: the interval hardly narrows."""
    once = [Rating("m1", "t1", 8.0), Rating("m4", "t1", 3.0), Rating("m1", "t2", 5.0)]
    often = [*once[:2] * 30, once[2]]
    others = [Rating(r.formula, f"t{i}", r.score) for i in range(30) for r in once[:2]]
    width = {
        name: next(r.high90 - r.low90 for r in rank_formulas(MIX, given) if r.formula == "m1")
        for name, given in (("once", once), ("often", often), ("others", others))
    }
    assert width["others"] < 0.7 * width["often"]
    assert width["often"] < width["once"]
    assert {r.formula: r.n_ratings for r in rank_formulas(MIX, often)}["m1"] == 31


@pytest.mark.slow
def test_intervals_hold_with_servings_that_share_a_tasters_own_taste():
    """Four tasters, four servings each; half of the noise is the taster's own about a formula."""
    covered = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        truth = {name: 5 + rng.normal(0, 0.7) for name in MIX}
        ratings = []
        for t in range(4):
            level = rng.normal(0, 0.8)
            for name, liking in truth.items():
                own = level + rng.normal(0, 1.2)
                scores = np.clip(liking + own + rng.normal(0, 1.2, 4), 1, 9)
                ratings += [Rating(name, f"t{t}", float(s)) for s in scores]
        found = rank_formulas(MIX, ratings)
        covered += [r.low90 <= truth[r.formula] <= r.high90 for r in found]
    assert 0.86 <= np.mean(covered) <= 0.98
