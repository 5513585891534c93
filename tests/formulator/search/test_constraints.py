"""Constraints: what they say, how they judge, and that both agree."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formulator.search.constraints import (
    Constraint,
    Count,
    Doses,
    Linear,
    Locked,
    Origin,
    Step,
    Total,
    violated,
)

SUGARS = Linear(
    "sugars<=4", Origin.BRIEF, "sugars <= 4 g/100 g", np.array([0.0, 100.0, 50.0]), "<=", 4.0, "g"
)
PROTEIN = Linear(
    "protein>=3", Origin.BRIEF, "protein >= 3 g/100 g", np.array([0.0, 0.0, 80.0]), ">=", 3.0, "g"
)
DOSES = Doses(("water", "sucrose", "pea"), np.array([0.1, 0.01, 0.02]), np.array([1.0, 0.2, 0.05]))
COUNT = Count("two", Origin.STRUCTURE, "at most 2", (0, 1, 2), 1, 2)
LOCK = Locked("pea", 2, 0.03)
ALL: tuple[Constraint, ...] = (SUGARS, PROTEIN, DOSES, COUNT, LOCK, Step(0.01), Total())


@pytest.mark.parametrize("constraint", ALL, ids=lambda c: c.name)
def test_every_constraint_keeps_the_promise(constraint: Constraint) -> None:
    assert isinstance(constraint, Constraint)
    assert constraint.describe()
    X = np.array([[0.96, 0.01, 0.03], [0.5, 0.5, 0.0]])
    assert constraint.violation(X).shape == (2,)
    assert (constraint.violation(X) >= 0).all()
    assert constraint.satisfied(X).dtype == bool
    assert pickle.loads(pickle.dumps(constraint)).name == constraint.name  # noqa: S301 (our own)


@given(arrays(float, (4, 3), elements=st.floats(0, 1)))
def test_satisfied_means_no_violation_beyond_tolerance(X: np.ndarray) -> None:
    for constraint in ALL:
        clearly_broken = constraint.violation(X) > 1e-3
        assert not (constraint.satisfied(X) & clearly_broken).any()
        assert constraint.satisfied(X)[constraint.violation(X) == 0].all()


@given(arrays(float, 3, elements=st.floats(0, 1)))
def test_rows_of_the_search_agree_with_the_judgement(x: np.ndarray) -> None:
    for limit in (SUGARS, PROTEIN):
        a, b = limit.row()
        assert limit.violation(x)[0] == pytest.approx(max(0.0, float(a @ x - b)), abs=1e-12)


def test_violation_is_in_the_limits_own_unit() -> None:
    assert SUGARS.violation(np.array([[0.9, 0.1, 0.0]]))[0] == pytest.approx(6.0)
    assert PROTEIN.violation(np.array([[0.975, 0.0, 0.025]]))[0] == pytest.approx(1.0)


def test_doses_name_the_offender_and_allow_absence() -> None:
    x = np.array([0.89, 0.0, 0.11])
    assert not DOSES.satisfied(x[None, :])[0]
    assert DOSES.offenders(x) == ("pea at 11 % is outside 2-5 %",)
    assert DOSES.satisfied(np.array([[1.0, 0.0, 0.0]]))[0]


def test_doses_see_a_dose_too_small_to_act() -> None:
    assert DOSES.violation(np.array([[0.995, 0.005, 0.0]]))[0] == pytest.approx(0.005)


def test_count_sees_too_few_and_too_many() -> None:
    assert COUNT.violation(np.array([[0.0, 0.0, 0.0], [0.5, 0.3, 0.2]])).tolist() == [1, 1]


def test_relaxing_moves_only_the_bound() -> None:
    relaxed = SUGARS.relaxed(10)
    assert relaxed.satisfied(np.array([[0.9, 0.1, 0.0]]))[0]
    assert SUGARS.bound == 4.0


def test_violated_lists_what_is_broken() -> None:
    broken = violated(ALL, np.array([0.9, 0.1, 0.0]))
    assert {c.name for c in broken} == {"sugars<=4", "protein>=3", "locked:pea"}
