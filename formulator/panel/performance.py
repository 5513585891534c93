"""Panel performance: discrimination, repeatability, agreement, and the Mixed Assessor Model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Assessor:
    """One assessor of a replicated panel (ISO 11132)."""

    f_value: float
    """Discrimination: one-way analysis of variance on products over replicates."""
    p_value: float
    root_mse: float
    """Repeatability: standard deviation between replicates, [score units]."""
    agreement: float
    """Correlation of the product means with the mean of the others."""
    scaling: float
    """Mixed Assessor Model beta: use of the scale relative to the panel, 1 on average."""


@dataclass(frozen=True, slots=True)
class MixedAssessor:
    """Mixed Assessor Model (Brockhoff, Schlich & Skovgaard 2015, Food Qual. Prefer. 39, 156)."""

    beta: tuple[float, ...]
    """Scaling of each assessor; the mean is 1."""
    f_classic: float
    """Product against product x assessor interaction."""
    f_product: float
    """Product against disagreement, once scaling is taken out."""
    p_product: float
    f_scaling: float
    p_scaling: float
    f_disagreement: float
    p_disagreement: float
    ms_error: float
    """Between replicates."""


def _checked(scores: npt.ArrayLike) -> FloatArray:
    y = np.asarray(scores, dtype=float)
    if y.ndim != 3 or min(y.shape) < 2 or y.shape[1] < 3 or not np.isfinite(y).all():
        raise InputError(
            "panel performance needs a complete table of 2 assessors, 3 products and 2 "
            f"replicates or more, got shape {y.shape}"
        )
    return y


def mixed_assessor_model(scores: npt.ArrayLike) -> MixedAssessor:
    """Separate scaling from real disagreement.

    Parameters
    ----------
    scores : array-like of shape (n_assessors, n_products, n_replicates)
        Complete.

    Returns
    -------
    MixedAssessor

    Raises
    ------
    InputError
        If the table is too small or incomplete.
    """
    from scipy.stats import f as f_distribution  # noqa: PLC0415 (heavy: start-up stays light)

    y = _checked(scores)
    n_assessors, n_products, n_rep = y.shape
    cell = y.mean(axis=2)
    product, assessor, grand = cell.mean(axis=0), cell.mean(axis=1), float(cell.mean())
    x = product - grand
    sum_x = float(x @ x)
    beta = (cell - assessor[:, None]) @ x / sum_x
    rest = cell - assessor[:, None] - x[None, :]
    ss_interaction = n_rep * float((rest**2).sum())
    ss_scaling = n_rep * float(((beta - 1) ** 2).sum()) * sum_x
    df_scaling, df_disagree = n_assessors - 1, (n_assessors - 1) * (n_products - 2)
    df_error = n_assessors * n_products * (n_rep - 1)
    ms_product = n_assessors * n_rep * sum_x / (n_products - 1)
    ms_scaling = ss_scaling / df_scaling
    ms_disagree = (ss_interaction - ss_scaling) / df_disagree
    ms_error = float(((y - cell[:, :, None]) ** 2).sum()) / df_error
    f_product, f_scaling = ms_product / ms_disagree, ms_scaling / ms_disagree
    f_disagreement = ms_disagree / ms_error
    return MixedAssessor(
        beta=tuple(beta.tolist()),
        f_classic=ms_product / (ss_interaction / ((n_assessors - 1) * (n_products - 1))),
        f_product=f_product,
        p_product=float(f_distribution.sf(f_product, n_products - 1, df_disagree)),
        f_scaling=f_scaling,
        p_scaling=float(f_distribution.sf(f_scaling, df_scaling, df_disagree)),
        f_disagreement=f_disagreement,
        p_disagreement=float(f_distribution.sf(f_disagreement, df_disagree, df_error)),
        ms_error=ms_error,
    )


def assessors(scores: npt.ArrayLike) -> tuple[Assessor, ...]:
    """Describe every assessor of a replicated panel.

    Parameters
    ----------
    scores : array-like of shape (n_assessors, n_products, n_replicates)
        Complete.

    Returns
    -------
    tuple of Assessor
        In the order of the table. A taster who likes other things is not a bad taster: for hedonic
        scores this describes, it does not judge.
    """
    y = _checked(scores)
    betas = mixed_assessor_model(y).beta
    return tuple(_assessor(y, i, betas[i]) for i in range(len(y)))


def _assessor(y: FloatArray, i: int, beta: float) -> Assessor:
    from scipy.stats import f as f_distribution  # noqa: PLC0415 (heavy: start-up stays light)

    own = y[i]
    n_products, n_rep = own.shape
    means = own.mean(axis=1)
    df_error = n_products * (n_rep - 1)
    ms_error = float(((own - means[:, None]) ** 2).sum()) / df_error
    ms_product = n_rep * float(((means - means.mean()) ** 2).sum()) / (n_products - 1)
    f_value = ms_product / ms_error if ms_error > 0 else float("inf")
    others = np.delete(y, i, axis=0).mean(axis=(0, 2))
    flat = np.ptp(means) == 0 or np.ptp(others) == 0
    return Assessor(
        f_value=f_value,
        p_value=float(f_distribution.sf(f_value, n_products - 1, df_error)),
        root_mse=float(np.sqrt(ms_error)),
        agreement=float("nan") if flat else float(np.corrcoef(means, others)[0, 1]),
        scaling=beta,
    )
