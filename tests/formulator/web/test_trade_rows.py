"""Trade-offs, blocks and triangles of formulas: the numbers behind the charts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.web import trade_charts, trade_rows
from formulator.web.trade_charts import CORNERS, ternary_point
from tests.formulator.web.examples import candidate

FORMULAS = {f"{n + 1}. {candidate(n).base}": candidate(n) for n in range(4)}


def test_the_front_holds_what_nothing_beats_in_both() -> None:
    cheap = replace(candidate(3), distance=9.0, cost=None)
    rows = trade_rows.front_rows({**FORMULAS, "5. x": cheap}, "cost", "distance")
    assert [r["name"] for r in rows] == ["1", "2", "3", "4"]  # without a price: left out
    assert [r["is_front"] == "best trade-off" for r in rows] == [True, False, False, False]


def test_more_novelty_is_better_and_more_distance_is_not() -> None:
    novel = {
        f"{n}. f": replace(candidate(n), novelty=0.2 * n, distance=float(n)) for n in (1, 2, 3)
    }
    rows = trade_rows.front_rows(novel, "novelty", "distance")
    assert all(r["is_front"] == "best trade-off" for r in rows)
    assert trade_rows.known_wishes(FORMULAS) == ["cost", "distance", "parts"]
    assert "novelty" in trade_rows.known_wishes(novel)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("1. Pea", "1"), ("2.13 Pea + oil", "2.13"), ("Mine v2", "Mine v2"), ("3", "3")],
)
def test_a_short_title_is_its_number(title: str, wanted: str) -> None:
    assert trade_rows.short(title) == wanted


def test_lines_stand_in_one_order_of_blocks_the_worst_first() -> None:
    rows = trade_rows.block_line_rows(FORMULAS)
    assert len(rows) == 3 * len(FORMULAS)
    for name in FORMULAS:
        mine = [r for r in rows if r["name"] == name]
        assert [r["block"] for r in mine] == ["macro", "sugars", "minerals"]
        assert [r["place"] for r in mine] == [0, 1, 2]


@given(st.lists(st.floats(0, 1e3), min_size=3, max_size=3))
def test_every_mixture_stands_inside_the_triangle(shares: list[float]) -> None:
    point = ternary_point(shares)
    if point is None:
        assert sum(shares) <= 0
        return
    x, y = point
    height = CORNERS[2][1]
    assert -1e-9 <= y <= height + 1e-9
    inset = y / height / 2
    assert inset - 1e-9 <= x <= 1 - inset + 1e-9


def test_shares_of_the_triangle_sum_to_a_hundred_and_the_target_stands_in_it() -> None:
    corners = ["axis:protein", "axis:fat", "axis:sugars"]
    shown = replace(
        candidate(0),
        profile=(*candidate(0).profile, ("sugars", dict(candidate(0).profile)["lactose"])),
    )
    rows = trade_rows.ternary_rows({"1. a": shown}, corners)
    assert [r["kind"] for r in rows] == ["formula", "target"]
    assert all(r["left"] + r["right"] + r["top"] == pytest.approx(100) for r in rows)


def test_parts_have_no_target_in_the_triangle() -> None:
    corners = ["role:protein", "role:fat", "part:sucrose"]
    rows = trade_rows.ternary_rows(FORMULAS, corners)
    assert {r["kind"] for r in rows} == {"formula"}
    assert rows[0]["left"] == pytest.approx(100 * 2.5 / (2.5 + 3.0 + 4.0))
    assert set(corners) <= set(trade_rows.corner_choices(FORMULAS))


def test_a_formula_without_any_of_the_three_is_not_drawn() -> None:
    assert trade_rows.ternary_rows(FORMULAS, ["part:x", "part:y", "part:z"]) == []


def test_side_by_side_an_absent_part_is_empty_not_zero() -> None:
    rows = trade_rows.part_table({"1. a": candidate(0), "2. b": candidate(1)})
    pea = next(r for r in rows if r["ingredient"] == "Pea protein isolate")
    assert (pea["1"], pea["2"]) == ("2.5", "–")
    numbers = [[0.0 if r[c] == "–" else float(r[c]) for c in ("1", "2")] for r in rows]
    spreads = [abs(a - b) for a, b in numbers]
    assert spreads == sorted(spreads, reverse=True)


def test_figures_say_what_is_proven() -> None:
    own = replace(candidate(1), bound=0.0, gap=1.0, cost=None)
    rows = trade_rows.figure_table({"1. a": candidate(0), "Mine v1": own}, {"1. a": "Milk"})
    assert rows[0]["proven"].startswith("not below")
    assert (rows[1]["proven"], rows[1]["cost"], rows[1]["target"]) == ("not searched", "–", "")


def fields(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["field"]] if isinstance(node.get("field"), str) else []
        return own + [f for value in node.values() for f in fields(value)]
    return [f for value in node for f in fields(value)] if isinstance(node, list) else []


@pytest.mark.parametrize(
    "chart",
    [
        trade_charts.front_chart(
            trade_rows.front_rows(FORMULAS, "cost", "distance"), x_title="x", y_title="y"
        ),
        trade_charts.block_lines(trade_rows.block_line_rows(FORMULAS)),
        trade_charts.ternary_chart(
            trade_rows.ternary_rows(FORMULAS, ["role:protein", "role:fat", "part:sucrose"]),
            ["a", "b", "c"],
        ),
        trade_charts.ternary_chart(
            trade_rows.ternary_rows(FORMULAS, ["role:protein", "role:fat", "part:sucrose"]),
            ["a", "b", "c"],
            near=True,
        ),
    ],
    ids=["front", "lines", "ternary", "near ternary"],
)
def test_no_field_of_a_chart_has_a_sign_that_altair_swallows(chart: Any) -> None:
    found = fields(chart.to_dict())
    assert found
    assert all(field.isidentifier() for field in found)


def test_the_window_holds_every_formula() -> None:
    rows = trade_rows.ternary_rows(FORMULAS, ["role:protein", "role:fat", "part:sucrose"])
    (left, right), (low, high) = trade_charts.window(rows)
    assert all(left < r["x"] < right and low < r["y"] < high for r in rows)
    assert right - left < 1


def test_formulas_that_stand_close_are_looked_at_from_near() -> None:
    near = [{"x": 0.5, "y": 0.3}, {"x": 0.6, "y": 0.35}]
    assert trade_charts.is_crowded(near)
    assert not trade_charts.is_crowded([*near, {"x": 0.05, "y": 0.02}])


def test_the_triangle_keeps_its_proportions_at_any_width() -> None:
    rows = trade_rows.ternary_rows(FORMULAS, ["role:protein", "role:fat", "part:sucrose"])
    names = ["Protein", "Fat", "Sucrose"]
    for near in (False, True):
        text = json.dumps(trade_charts.ternary_chart(rows, names, near=near).to_dict())
        scales = re.findall(r'"domainM(?:ax|in)": {"expr": "([^"]+)"', text)
        assert scales
        units = {re.sub(r".*(max\(.*\))", r"\1", s) for s in scales}
        assert len(units) == 1, "one length in the triangle must be one length on the screen"


def test_charts_are_told_in_words() -> None:
    rows = trade_rows.front_rows(FORMULAS, "cost", "distance")
    told = trade_charts.described("Scatter plot", rows, words="distance against cost")
    assert told.startswith("Scatter plot of 4 formulas: distance against cost")


def test_what_lies_close_is_seen_from_near_with_finer_lines() -> None:
    near = [{"x": 0.50 + 0.01 * n, "y": 0.2} for n in range(4)]
    far = [{"x": 0.1, "y": 0.0}, {"x": 0.9, "y": 0.1}]
    assert trade_charts.is_crowded(near) and not trade_charts.is_crowded(far)
    assert trade_charts.grid_step(near, near=True) < trade_charts.grid_step(near, near=False)
    assert trade_charts.grid_step(far, near=False) == 0.25
