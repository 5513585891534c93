"""The certified solver against brute force: optimum, bound, limits and status are never wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulator.errors import InputError, TableError
from formulator.search.incumbents import needs_presence
from formulator.search.mixture_problem import FEASIBILITY, PRESENCE, MixtureProblem
from formulator.search.sparse_mixture import solve_sparse_mixture
from tests.formulator.search.enumeration import best_by_enumeration


def random_problem(seed: int) -> dict[str, Any]:
    """A small problem with limits of every kind; about one in four is infeasible."""
    rng = np.random.default_rng(seed)
    n, n_axes = int(rng.integers(3, 7)), int(rng.integers(1, 6))
    scale = 10.0 ** rng.uniform(-1.5, 1.5, size=(n_axes, 1))
    F = rng.gamma(0.4, size=(n_axes, n)) * scale
    x0 = rng.dirichlet(np.full(n, 0.5))
    lower = np.where(rng.random(n) < 0.4, rng.choice([1e-4, 0.01, 0.1, 0.3], size=n), 0.0)
    upper = np.where(rng.random(n) < 0.6, 1.0, rng.choice([5e-4, 0.05, 0.4, 0.9], size=n))
    upper = np.maximum(upper, lower)
    n_ub, n_eq = int(rng.integers(0, 3)), int(rng.random() < 0.25)
    A_ub = rng.normal(size=(n_ub, n)) * 10.0 ** rng.uniform(-2, 3, size=(n_ub, 1))
    A_eq = rng.normal(size=(n_eq, n))
    groups = []
    for _ in range(int(rng.integers(0, 3))):
        members = rng.permutation(n)[: int(rng.integers(1, n))].tolist()
        low = int(rng.integers(0, min(2, len(members)) + 1))
        groups.append((members, low, int(rng.integers(low, len(members) + 1))))
    return {
        "F": F,
        "target": F @ x0 + rng.normal(size=n_axes) * 0.05 * scale[:, 0],
        "max_ingredients": int(rng.integers(1, 5)),
        "lower": lower,
        "upper": upper,
        "linear": rng.normal(size=n) * float(rng.choice([0.0, 0.1, 3.0])),
        "A_ub": A_ub,
        "b_ub": A_ub @ x0 + rng.normal(size=n_ub) * 0.1 * np.abs(A_ub).max(initial=0.0),
        "A_eq": A_eq,
        "b_eq": A_eq @ x0,
        "groups": groups,
        "required": rng.permutation(n)[: int(rng.random() < 0.3)].tolist(),
    }


def check_against_enumeration(problem: dict[str, Any]) -> str:
    best, _ = best_by_enumeration(**problem)
    answer = solve_sparse_mixture(**problem, gap=1e-6, time_limit=60)
    slip = 1e-6 * (1 + abs(best))  # a required ingredient without a lower bound gets 1e-8
    if np.isinf(best):
        assert answer.status == "infeasible"
        assert np.isnan(answer.fractions).all()
        return "infeasible"
    made = MixtureProblem.build(**problem)
    gradient = made.linear + 2 * (made.F @ answer.fractions - made.target) @ made.F
    pinned = needs_presence(made) & (made.lower == 0)  # these get 1e-8, which may cost a little
    price = 2 * pinned.sum() * PRESENCE * np.ptp(gradient)
    price += 1e-7 * (1 + made.target @ made.target)  # the resolution near a distance of 0
    left = answer.objective - answer.bound
    assert answer.status == "optimal" or left <= 1e-6 * abs(answer.objective) + price
    assert answer.bound <= best + 1e-9 * (1 + abs(best))
    assert best - slip <= answer.objective <= best + slip
    assert made.violation(answer.fractions) <= FEASIBILITY
    assert answer.objective == pytest.approx(made.objective(answer.fractions), abs=0, rel=1e-12)
    return "optimal"


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_optimum_bound_and_status_agree_with_enumeration(seed: int) -> None:
    check_against_enumeration(random_problem(seed))


@pytest.mark.slow
def test_random_problems_hold_feasible_and_infeasible_ones() -> None:
    found = [check_against_enumeration(random_problem(seed)) for seed in range(40)]
    assert 5 <= found.count("infeasible") <= 30


def spice_problem() -> dict[str, Any]:
    """Water, a protein, a fat and a salt that is dosed between 0.01 % and 0.05 %."""
    F = np.array([[0.0, 80.0, 0.0, 0.0], [0.0, 2.0, 99.0, 0.0], [0.0, 300.0, 0.0, 38000.0]])
    return {
        "F": F * np.array([[1.0], [1.0], [0.01]]),
        "target": np.array([3.3, 3.6, 0.5]),
        "lower": np.array([0.0, 0.001, 0.001, 1e-4]),
        "upper": np.array([1.0, 0.3, 0.3, 5e-4]),
    }


def test_a_dose_window_is_kept_exactly() -> None:
    problem = spice_problem()
    answer = solve_sparse_mixture(**problem, max_ingredients=4, gap=1e-6)
    assert answer.status == "optimal"
    salt = answer.fractions[3]
    assert salt == 0 or 1e-4 - 1e-12 <= salt <= 5e-4 + 1e-12
    assert abs(answer.fractions.sum() - 1) <= 1e-9


def hard_instance() -> dict[str, Any]:
    """A target that no mixture meets, among many near-equal ingredients."""
    rng = np.random.default_rng(5)
    F = rng.gamma(0.4, size=(60, 400))
    return {"F": F, "target": F @ rng.dirichlet(np.ones(400)) + 0.3 * rng.normal(size=60)}


def test_gap_is_zero_to_one_and_time_limit_is_honest() -> None:
    answer = solve_sparse_mixture(
        **hard_instance(), max_ingredients=8, time_limit=0.5, gap=1e-9, upper=0.9
    )
    assert answer.status == "time_limit"
    assert 0 < answer.gap < 1
    assert answer.bound < answer.objective
    assert (answer.fractions > 0).sum() <= 8
    assert answer.seconds < 5


def test_progress_sees_a_falling_objective_and_can_cancel() -> None:
    calls: list[tuple[float, float]] = []

    def stop_at_third(objective: float, bound: float) -> bool:
        calls.append((objective, bound))
        return len(calls) < 3

    answer = solve_sparse_mixture(
        **hard_instance(), max_ingredients=5, gap=0.0, time_limit=5, progress=stop_at_third
    )
    assert len(calls) == 3
    assert answer.status == "time_limit"
    assert all(bound <= objective for objective, bound in calls)


@pytest.mark.parametrize("seed", range(12))
def test_starts_change_the_way_but_not_the_answer(seed: int) -> None:
    problem = random_problem(seed)
    n = problem["F"].shape[1]
    rng = np.random.default_rng(seed)
    starts = [rng.permutation(n)[: int(rng.integers(0, n + 1))].tolist() for _ in range(5)]
    plain = solve_sparse_mixture(**problem, gap=1e-6, time_limit=60)
    begun = solve_sparse_mixture(**problem, gap=1e-6, time_limit=60, starts=starts)
    assert begun.status == plain.status
    if plain.status == "optimal":
        assert begun.objective == pytest.approx(plain.objective, rel=1e-5, abs=1e-9)


def test_the_sets_that_were_tried_start_a_question_that_differs_a_little() -> None:
    rng = np.random.default_rng(5)
    F = rng.gamma(0.4, size=(8, 40))
    asked: dict[str, Any] = {"F": F, "target": F[:, :6].mean(axis=1), "max_ingredients": 4}
    first = solve_sparse_mixture(**asked, time_limit=20)
    best = tuple(np.flatnonzero(first.fractions > 0).tolist())
    assert best in {columns for _, columns in first.tried}
    assert all(value >= first.bound for value, _ in first.tried)
    other = [columns for _, columns in first.tried if columns != best]
    # stopped before the first node: only the starts and exchanges from them can have been seen
    again = solve_sparse_mixture(
        **asked, no_good=[(best, 3)], starts=other[:4], progress=lambda *_: False, time_limit=20
    )
    assert np.isfinite(again.objective)
    assert again.objective >= first.objective


def test_a_start_outside_the_columns_is_named() -> None:
    with pytest.raises(InputError, match=r"starts must hold indices of 0 to 1"):
        solve_sparse_mixture(np.eye(2), [0.5, 0.5], max_ingredients=2, starts=[[2]])


def test_no_good_forces_a_different_formula() -> None:
    problem = spice_problem()
    first = solve_sparse_mixture(**problem, max_ingredients=3, gap=1e-6)
    used = np.flatnonzero(first.fractions).tolist()
    second = solve_sparse_mixture(
        **problem, max_ingredients=3, gap=1e-6, no_good=[(used, len(used) - 1)]
    )
    assert (second.fractions[used] > 0).sum() < len(used)
    assert second.objective >= first.bound


def test_limits_that_contradict_are_infeasible() -> None:
    F = np.eye(3)
    answer = solve_sparse_mixture(F, np.ones(3), max_ingredients=3, A_ub=[[1, 1, 1]], b_ub=[0.5])
    assert answer.status == "infeasible"
    assert answer.gap == np.inf


def test_too_few_ingredients_for_the_upper_bounds_is_infeasible() -> None:
    answer = solve_sparse_mixture(np.eye(6), np.zeros(6), max_ingredients=3, upper=0.25)
    assert answer.status == "infeasible"


def test_a_lower_bound_above_the_upper_excludes_the_ingredient() -> None:
    answer = solve_sparse_mixture(
        [[1.0, 0.0]], [1.0], max_ingredients=2, lower=[0.5, 0.0], upper=[0.4, 1.0]
    )
    assert answer.fractions.tolist() == [0.0, 1.0]


def test_required_ingredient_is_there_though_it_harms() -> None:
    answer = solve_sparse_mixture([[1.0, 0.0]], [1.0], max_ingredients=2, required=[1])
    assert 0 < answer.fractions[1] < 1e-6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"max_ingredients": 0}, "at least 1"),
        ({"target": [1.0]}, "target must have shape"),
        ({"lower": [-1.0, 0.0]}, "lower bounds must be >= 0"),
        ({"A_ub": [[1.0, 2.0]]}, "give A_ub and b_ub together"),
        ({"A_ub": [[1.0]], "b_ub": [1.0]}, "one row per number"),
        ({"required": [2]}, "required must hold indices"),
        ({"time_limit": 0.0}, "time_limit must be > 0"),
        ({"F": [[np.nan, 1.0], [0.0, 1.0]]}, "fill the gaps"),
    ],
)
def test_bad_arguments_are_named(change: dict[str, Any], message: str) -> None:
    arguments = {"F": np.eye(2), "target": [0.5, 0.5], "max_ingredients": 2, **change}
    with pytest.raises(InputError, match=message):
        solve_sparse_mixture(**arguments)


def test_a_group_that_contradicts_itself_is_named() -> None:
    with pytest.raises(TableError, match="group 0: min_count 2 > max_count 1"):
        solve_sparse_mixture(np.eye(2), [0.5, 0.5], max_ingredients=2, groups=[([0, 1], 2, 1)])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_the_last_two_places_are_closed_rightly(seed: int) -> None:
    """With room for more ingredients, whole pairs of newcomers are judged at once."""
    rng = np.random.default_rng(seed)
    n, n_axes = 9, int(rng.integers(4, 12))
    F = rng.gamma(0.4, size=(n_axes, n))
    problem = {
        **random_problem(0),
        "F": F,
        "target": 1.1 * F @ rng.dirichlet(np.full(n, 0.3)) + 0.2 * rng.normal(size=n_axes),
        "max_ingredients": 4,
        "lower": np.where(rng.random(n) < 0.3, 0.05, 0.0) * (seed % 2),
        "upper": rng.choice([0.3, 0.9], size=n),
        "linear": 0.1 * rng.normal(size=n) * (seed > 1),
        **{"A_ub": np.zeros((0, n)), "b_ub": np.zeros(0), "required": []},
        **{"A_eq": np.zeros((0, n)), "b_eq": np.zeros(0)},
        "groups": [([0, 1, 2], 1, 2)] if seed == 3 else [],
    }
    assert check_against_enumeration(problem) == "optimal"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"required": [True, False, False]}, "indices"),
        ({"required": [0.5]}, "indices"),
        ({"groups": [([0.0, 1.0], 0, 1)]}, "indices"),
        ({"max_ingredients": 1.5}, "max_ingredients"),
        ({"max_ingredients": float("nan")}, "max_ingredients"),
        ({"F": np.eye(3) * 1j}, "real numbers"),
        ({"F": np.eye(3) * 1e160}, "another unit"),
        ({"F": [["a", "b", "c"]] * 3}, "real numbers"),
        ({"F": [[1.0, 2.0, 3.0], [1.0]]}, "array of numbers"),
        ({"A_ub": np.ones((1, 3)), "b_ub": [np.nan]}, "b_ub must not hold NaN"),
        ({"A_eq": np.ones((1, 3)), "b_eq": [np.nan]}, "b_eq must not hold NaN"),
        ({"seed": -1}, "seed"),
    ],
)
def test_wrong_input_is_refused_in_words(wrong: dict[str, Any], says: str) -> None:
    given = {"F": np.eye(3), "target": np.ones(3), "max_ingredients": 2, **wrong}
    with pytest.raises(InputError, match=says):
        solve_sparse_mixture(**given)


@pytest.mark.slow
@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
def test_gap_and_status_do_not_depend_on_the_unit(unit: float) -> None:
    rng = np.random.default_rng(5)
    F = rng.gamma(0.5, size=(12, 60))
    target = F @ rng.dirichlet(np.full(60, 0.5))
    plain = solve_sparse_mixture(F, target, max_ingredients=4, gap=1e-4, time_limit=60)
    scaled = solve_sparse_mixture(
        F * unit, target * unit, max_ingredients=4, gap=1e-4, time_limit=60
    )
    assert plain.status == scaled.status == "optimal"
    assert scaled.objective == pytest.approx(plain.objective * unit**2, rel=2e-4)
    assert scaled.gap == pytest.approx((scaled.objective - scaled.bound) / scaled.objective)


@pytest.mark.slow
def test_an_optimum_where_limits_meet_is_kept() -> None:
    """Two of three limits meet in the optimum, at the end of the feasible segment."""
    for seed in range(300):
        rng = np.random.default_rng(seed)
        A = rng.normal(size=(3, 2))
        x0 = rng.dirichlet(np.ones(2))
        F, target = rng.normal(size=(3, 2)), rng.normal(size=3)
        b = A @ x0 + rng.choice([0.0, 0.02, 0.2], size=3)
        answer = solve_sparse_mixture(F, target, max_ingredients=2, A_ub=A, b_ub=b)
        low, high = 0.0, 1.0  # of the first fraction; the second is the rest
        for (p, q), limit in zip(A, b, strict=True):
            end = (limit - q) / (p - q)
            low, high = (low, min(high, end)) if p > q else (max(low, end), high)
        gap, way = F[:, 1] - target, F[:, 0] - F[:, 1]
        at = float(np.clip(-(gap @ way) / (way @ way), low, high))
        best = float(np.sum((gap + at * way) ** 2))
        assert answer.objective == pytest.approx(best, rel=1e-6, abs=1e-9)
