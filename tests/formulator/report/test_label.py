from __future__ import annotations

import json

import pytest

import ingredients
from formulator.errors import InputError
from formulator.report import eu_panel, us_panel
from formulator.report.label import DAILY_VALUES, SERVINGS
from ingredients.food_rules import categories
from tests.formulator.report.formulas import known, of

CATALOGUE = ingredients.load()


def test_us_panel_of_a_cup() -> None:
    panel = us_panel(known("pea_milk_concentrates"), CATALOGUE, category="milk")
    assert (panel.basis, panel.basis_g) == ("1 cup (240 mL)", 247)
    protein = panel.line("protein")
    assert protein.unrounded == pytest.approx(3.129 * 2.47, abs=0.01)
    assert (protein.rounded, protein.percent_dv) == ("8", "")
    calcium = panel.line("calcium")
    assert (calcium.rounded, calcium.percent_dv) == ("290", "25")  # 293 mg are 22.6 %
    assert panel.line("energy").rounded == "120"
    assert not panel.is_complete  # vitamin D of most materials is not known
    assert any("Vitamin D: no value for" in n for n in panel.notes)
    json.dumps(panel.to_dict())


def test_corrected_protein_gives_the_daily_value() -> None:
    panel = us_panel(of(soy_protein_isolate=5, water=95), CATALOGUE, corrected_protein=0.5)
    # 4.416 g x 0.5 over 50 g
    assert panel.line("protein").percent_dv == "4"


def test_serving_can_be_set() -> None:
    panel = us_panel(of(canola_oil=100), CATALOGUE, serving_g=14)
    assert panel.line("fat").unrounded == pytest.approx(14)
    with pytest.raises(InputError, match="more than 0 g"):
        us_panel(of(water=1), CATALOGUE, serving_g=0)
    with pytest.raises(InputError, match="no line 'iodine'"):
        panel.line("iodine")


def test_eu_panel_leaves_fibre_out_of_carbohydrate_and_counts_salt() -> None:
    panel = eu_panel(of(inulin=10, salt=1, water=89), CATALOGUE)
    assert panel.line("carbohydrate").unrounded == pytest.approx(9.58 - 8.8)
    assert panel.line("fibre").rounded == "8.8"
    sodium = 0.01 * 38758 + 0.1 * 30 + 0.89 * 2
    assert panel.line("salt").unrounded == pytest.approx(2.5e-3 * sodium)
    assert panel.line("salt").rounded == "0.98"
    assert {"energy_kj", "energy_kcal"} < {line.key for line in panel.lines}


def test_every_number_is_shown_unrounded_and_rounded_with_its_rule() -> None:
    formula = known("oat_barista")
    for panel in (us_panel(formula, CATALOGUE, category="milk_barista"),
                  eu_panel(formula, CATALOGUE)):  # fmt: skip
        for line in panel.lines:
            assert line.rounded
            assert line.rule
            assert line.unrounded >= 0


def test_servings_belong_to_known_categories_and_daily_values_are_positive() -> None:
    assert set(SERVINGS) <= set(categories())
    assert all(v > 0 for v in DAILY_VALUES.values())
