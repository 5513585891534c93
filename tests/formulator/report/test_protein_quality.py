from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ingredients
from formulator.report import protein_quality
from formulator.report.amino_acids import ESSENTIAL, pattern_of
from formulator.report.protein_quality import REFERENCE
from tests.formulator.report.formulas import of

CATALOGUE = ingredients.load()
LISTED = [
    "pea_protein_isolate", "soy_protein_isolate", "potato_protein_isolate", "fava_protein_isolate",
    "oat_protein", "rice_protein", "wheat_gluten", "canola_protein_isolate", "hemp_protein",
    "chickpea_protein_isolate",
]  # fmt: skip


@pytest.mark.parametrize("key", LISTED)
def test_listed_scores_lie_inside_the_interval(key: str) -> None:
    listed = float(CATALOGUE.table([key], ["pdcaas"])[0, 0])
    quality = protein_quality(of(**{key: 1.0}), CATALOGUE)
    assert quality.low <= quality.pdcaas <= quality.high
    assert quality.low - 0.02 <= listed <= quality.high + 0.02


def test_score_by_hand() -> None:
    # SR28 soy isolate: (methionine 1.130 + cystine 1.046) over 88.32 g protein against 25 mg/g
    quality = protein_quality(of(soy_protein_isolate=1), CATALOGUE)
    assert quality.limiting == "methionine + cystine"
    assert quality.pdcaas == pytest.approx((1.130 + 1.046) / 88.32 * 1000 / 25 * 0.95, abs=0.002)
    assert quality.reported_share == 1


def test_amino_acids_are_summed_and_scores_are_not_averaged() -> None:
    # rice lacks lysine and soy lacks methionine: together they are better than either's mean
    rice, soy = (
        protein_quality(of(**{k: 1}), CATALOGUE) for k in ("rice_white_raw", "soybeans_raw")
    )
    blend = of(rice_white_raw=3, soybeans_raw=1)
    both = protein_quality(blend, CATALOGUE)
    assert both.pdcaas > min(rice.pdcaas, soy.pdcaas)
    protein = CATALOGUE.table(list(blend.keys), ["protein"])[:, 0]
    shares = protein * [f for _, f in blend.parts]
    shares = shares / shares.sum()
    grams = sum(
        s * pattern_of(CATALOGUE, CATALOGUE.food(k)).grams
        for s, k in zip(shares, blend.keys, strict=True)
    )
    lysine = 1000 * grams[ESSENTIAL.index("lysine")] / 58
    assert dict(both.ratios)["lysine"] == pytest.approx(lysine)


def test_water_and_fat_do_not_change_the_score() -> None:
    plain = protein_quality(of(soybeans_raw=1), CATALOGUE)
    thin = protein_quality(of(soybeans_raw=8, water=90, canola_oil=2), CATALOGUE)
    assert thin.pdcaas == pytest.approx(plain.pdcaas)


def test_no_protein_no_score() -> None:
    quality = protein_quality(of(water=1), CATALOGUE)
    assert math.isnan(quality.pdcaas)
    assert quality.to_dict()["pdcaas"] is None
    json.dumps(quality.to_dict(), allow_nan=False)


def test_estimates_are_named() -> None:
    (note,) = [
        n for n in protein_quality(of(pea_protein_isolate=4, water=96), CATALOGUE).notes
        if "estimated" in n
    ]  # fmt: skip
    assert "pea_protein_isolate" in note


def test_reference_covers_the_nine_essential_ones() -> None:
    assert len(REFERENCE) == 9
    assert {m for members, _ in REFERENCE.values() for m in members} == set(ESSENTIAL)


@settings(max_examples=40, deadline=None)
@given(grams=st.dictionaries(st.sampled_from([*LISTED, "cashew", "oats_raw"]), st.floats(0.1, 10),
                             min_size=1, max_size=5))  # fmt: skip
def test_score_is_between_0_and_1_and_inside_its_interval(grams: dict[str, float]) -> None:
    quality = protein_quality(of(**grams), CATALOGUE)
    assert 0 <= quality.low <= quality.pdcaas <= quality.high <= 1
    assert quality.ratios[0][0] == quality.limiting
    assert [r for _, r in quality.ratios] == sorted(r for _, r in quality.ratios)
