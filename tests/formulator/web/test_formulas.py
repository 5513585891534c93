from __future__ import annotations

from dataclasses import replace

import pytest

import ingredients
from formulator.web import charts, formulas, presets, provenance
from formulator.web.rounds import base_url, qr_svg, reaches_phones, taster_names
from ingredients import Kind
from tests.formulator.web.examples import candidate

NAMES = {"fa_18_1": "Oleic acid"}


def test_profile_rows_are_percent_of_the_target_within_the_drawn_range() -> None:
    rows = charts.profile_rows(candidate(0), ("water", "fat", "fa_18_1", "sucrose", "x"), NAMES)
    assert [row["axis"] for row in rows] == ["water", "fat", "Oleic acid"]
    fat = rows[1]
    assert fat["percent"] == pytest.approx(100 * 3.0 / 3.25)
    assert fat["place"] == "in the band"
    assert rows[0]["place"] == "outside the band"
    assert all(0 <= row[k] <= charts.CLIP for row in rows for k in ("percent", "value_high"))


def test_a_target_of_zero_has_no_percentage() -> None:
    assert charts.profile_rows(candidate(0), ("sucrose",), NAMES) == []


def test_the_front_holds_what_nothing_beats() -> None:
    rows = [
        {"name": "1", "cost": 1.0, "distance": 3.0},
        {"name": "2", "cost": 2.0, "distance": 2.0},
        {"name": "3", "cost": 2.0, "distance": 3.0},
        {"name": "4", "cost": 1.0, "distance": 3.0},
    ]
    marked = [row["is_front"] == "best trade-off" for row in charts.mark_front(rows)]
    assert marked == [True, True, False, True]


def test_candidates_without_prices_are_not_drawn_as_free() -> None:
    rows = formulas.trade_off_rows([replace(candidate(0), cost=None), candidate(1)])
    assert [row["name"] for row in rows] == ["2"]
    assert formulas.cost_text(replace(candidate(0), cost=None)) == "–"


def test_differences_add_up_and_stand_largest_first() -> None:
    rows = formulas.difference_rows(candidate(0), candidate(1))
    assert sum(row["change"] for row in rows) == pytest.approx(0.0, abs=1e-9)
    changes = [abs(row["change"]) for row in rows]
    assert changes == sorted(changes, reverse=True)


def test_stacked_bars_hold_everything_but_water() -> None:
    rows = formulas.stacked_rows({"a": candidate(0), "b": candidate(1)}, n_parts=2)
    for name, shown in (("a", candidate(0)), ("b", candidate(1))):
        water = next(p.percent for p in shown.parts if p.key == "water")
        total = sum(row["percent"] for row in rows if row["name"] == name)
        assert total == pytest.approx(100 - water)
    assert "others" in {row["part"] for row in rows}


@pytest.mark.parametrize(
    "chart",
    [
        charts.profile_chart(charts.profile_rows(candidate(0), ("water", "fat"), NAMES)),
        charts.block_chart(formulas.block_rows(candidate(0))),
        charts.pareto_chart(charts.mark_front(formulas.trade_off_rows([candidate(0)]))),
        charts.composition_chart(formulas.stacked_rows({"a": candidate(0)})),
        charts.liking_chart([{"name": "a", "kind": "panel mean", "mean": 5, "low": 4, "high": 6}]),
        charts.jar_chart([{"item": "a", "level": "too much", "share": 1.0, "n": 3}]),
    ],
    ids=["profile", "blocks", "pareto", "composition", "liking", "jar"],
)
def test_no_field_of_a_chart_has_a_sign_that_altair_swallows(chart: object) -> None:
    """A dot or bracket in a field name draws an empty chart without an error."""
    spec = chart.to_dict()  # type: ignore[attr-defined]
    fields: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("field"), str):
                fields.append(node["field"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(spec)
    assert fields
    assert all(field.isidentifier() for field in fields)


def test_molecules_are_those_that_differ_most_by_mass() -> None:
    rows = formulas.molecule_rows(candidate(0), ingredients.load(), n=2)
    assert rows == []  # the example's units are not per 100 g
    shown = replace(
        candidate(0),
        profile=tuple(
            (key, replace(axis, unit=axis.unit + "/100 g")) for key, axis in candidate(0).profile
        ),
    )
    rows = formulas.molecule_rows(shown, ingredients.load(), n=2)
    assert [row["name"] for row in rows] == ["Lactose", "Sucrose"]
    assert rows[0]["unit"] == "g"


def test_presets_and_first_targets_are_in_the_catalogue() -> None:
    catalogue = ingredients.load()
    keys = [*presets.FIRST_TARGETS, *(b.target for b in presets.PRESETS.values())]
    assert all(catalogue.food(key).kind is Kind.TARGET for key in keys)
    known = {a for food in catalogue.foods for a in (*food.allergens_us, *food.allergens_eu)}
    assert set(presets.ALLERGENS) <= known
    targets = presets.targets(catalogue)
    assert (
        len({food.key for food in targets}) == len(targets) == len(catalogue.of_kind(Kind.TARGET))
    )


def test_limits_are_read_as_they_are_written() -> None:
    limits = presets.limit_lines("fibre>=1, sodium<=60\n\nsugars<=4")
    assert [str(limit) for limit in limits] == ["fibre>=1", "sodium<=60", "sugars<=4"]
    assert presets.limit_lines(presets.limit_text(limits)) == limits


def test_foods_are_found_by_every_word() -> None:
    catalogue = ingredients.load()
    found = provenance.found(catalogue, text="pea protein", kinds=["ingredient"], categories=[])
    assert "pea_protein_isolate" in {food.key for food in found}
    assert all("pea" in f"{f.name} {f.key} {f.botanical_name}".lower() for f in found)
    assert provenance.found(catalogue, text="no such thing at all", kinds=[], categories=[]) == []


def test_every_value_of_the_data_page_names_its_source() -> None:
    catalogue = ingredients.load()
    rows = provenance.value_rows(catalogue, "milk_whole")
    assert len(rows) > 50
    assert all(row["source"] and row["evidence"] and row["unit"] for row in rows)
    sources = sorted({row["source"] for row in rows})
    assert len(provenance.source_lines(catalogue, sources)) == len(sources)
    lactose, *_ = provenance.molecules_of(catalogue, "milk_whole")
    assert lactose["name"] == "Lactose"


@pytest.mark.parametrize(
    ("text", "names"),
    [("T1\nT2\n\n T3 ", ("T1", "T2", "T3")), ("a, b; a", ("a", "b")), (" \n", ())],
)
def test_tasters_are_read_once_each(text: str, names: tuple[str, ...]) -> None:
    assert taster_names(text) == names


def test_links_are_made_for_the_address_that_phones_can_reach() -> None:
    assert base_url("http://10.0.0.5:8501/panel") == "http://10.0.0.5:8501"
    assert reaches_phones("http://10.0.0.5:8501/panel")
    assert not reaches_phones("http://localhost:8501/panel")
    assert not reaches_phones("")
    assert qr_svg("http://10.0.0.5:8501/b/" + "x" * 22).startswith("<svg ")


def test_long_names_lose_what_stands_after_a_comma_unless_they_would_be_one() -> None:
    names = ["Carbohydrate by difference, with fibre", "Sugars, total", "Sugars, added", "Fat"]
    assert list(charts.short_names(names).values()) == [
        "Carbohydrate by difference",
        "Sugars, total",
        "Sugars, added",
        "Fat",
    ]


def test_the_chart_of_blocks_is_told_with_its_numbers() -> None:
    told = formulas.block_words(candidate(0))
    assert told == (
        "Bar chart of the distance to the target by block: macro 1.60, sugars 1.40, minerals 1.00."
    )
