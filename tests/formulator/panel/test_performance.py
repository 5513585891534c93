"""Panel performance and the Mixed Assessor Model."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulator.errors import InputError
from formulator.panel.performance import assessors, mixed_assessor_model
from tests.formulator.panel.reference import cube, rows


def tvbo(attribute):
    data = rows("tvbo", "panel.csv")
    data = [{**r, "product": f"{r['TVset']}-{r['Picture']}"} for r in data]
    return cube(data, ("Assessor", "product", "Repeat"), attribute)


def chocolates(attribute):
    return cube(rows("chocolates", "panel.csv"), ("Panelist", "Product", "Session"), attribute)


REFERENCE = [
    ("tvbo Coloursaturation", 11.186, 15.171, 4.919, 1.5e-4, 1.959, 0.7542,
     (0.789, 0.278, 1.555, 1.302, 1.546, 1.122, 0.390, 1.017)),
    ("tvbo Sharpness", 11.808, 11.607, 0.813, 0.58, 2.053, 1.5515,
     (0.677, 0.821, 1.091, 1.122, 1.273, 0.726, 1.195, 1.095)),
    ("chocolates CocoaA", 18.031, 22.031, 2.109, 0.0032, 0.572, 3.2931,
     (0.895, 0.601, 1.880, 1.657, 0.490)),
    ("chocolates Bitterness", 49.876, 49.006, 0.913, 0.60, 1.222, 3.3075,
     (1.073, 0.794, 1.105, 0.786, 0.863)),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", REFERENCE, ids=lambda c: c[0])
def test_mixed_assessor_model_reference(case):
    name, classic, product, scaling, p_scaling, disagreement, mse, beta = case
    source, attribute = name.split()
    found = mixed_assessor_model({"tvbo": tvbo, "chocolates": chocolates}[source](attribute))
    assert found.f_classic == pytest.approx(classic, abs=5e-4)
    assert found.f_product == pytest.approx(product, abs=5e-4)
    assert found.f_scaling == pytest.approx(scaling, abs=5e-4)
    assert found.p_scaling == pytest.approx(p_scaling, rel=0.04)
    assert found.f_disagreement == pytest.approx(disagreement, abs=5e-4)
    assert found.ms_error == pytest.approx(mse, abs=5e-5)
    assert found.beta[: len(beta)] == pytest.approx(beta, abs=5e-4)


@pytest.mark.slow
def test_assessors_of_the_television_panel():
    found = assessors(tvbo("Coloursaturation"))
    assert [a.f_value for a in found] == pytest.approx(
        [3.44, 2.73, 3.31, 19.14, 9.71, 10.70, 6.71, 10.28], abs=5e-3
    )
    assert [a.root_mse for a in found] == pytest.approx(
        [1.066, 0.532, 1.589, 0.545, 0.927, 0.705, 0.350, 0.559], abs=5e-4
    )
    assert [a.agreement for a in found] == pytest.approx(
        [0.573, 0.480, 0.844, 0.875, 0.837, 0.742, 0.685, 0.933], abs=5e-4
    )


@given(st.integers(2, 8), st.integers(3, 8), st.integers(2, 4), st.integers(0, 999))
def test_scalings_average_to_one(n_assessors, n_products, n_rep, seed):
    rng = np.random.default_rng(seed)
    found = mixed_assessor_model(rng.normal(size=(n_assessors, n_products, n_rep)))
    assert np.mean(found.beta) == pytest.approx(1.0)


def test_pure_scaling_is_recognised():
    rng = np.random.default_rng(3)
    use = np.linspace(0.4, 1.6, 10)
    truth = use[:, None, None] * np.linspace(-3, 3, 6)[None, :, None]
    found = mixed_assessor_model(truth + rng.normal(0, 0.4, (10, 6, 2)))
    assert found.beta == pytest.approx(use, abs=0.15)
    assert found.p_scaling < 1e-6
    assert found.p_disagreement > 0.001
    assert found.f_product > 3 * found.f_classic


def test_flat_assessors_have_no_agreement():
    table = np.random.default_rng(0).normal(size=(3, 4, 2))
    table[0] = 5.0
    flat = assessors(table)[0]
    assert np.isnan(flat.agreement)
    assert flat.scaling == pytest.approx(0.0)


def test_incomplete_tables_are_refused():
    with pytest.raises(InputError, match="complete table"):
        mixed_assessor_model(np.full((3, 4, 2), np.nan))
