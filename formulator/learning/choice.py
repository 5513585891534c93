"""Choose among a few honest models by how well they predict scores they have not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.learning.blend import Hypothesis, blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR, Components, Prior
from formulator.learning.features import Kernel
from formulator.learning.liking import Scores
from formulator.learning.ranking import readings, scores_of
from formulator.learning.tables import Rating

N_FOLDS = 5
CLEAR = 2.0
"""A lead in total log density from which a model is called clearly better (odds of 7 to 1)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A way of thinking about the formulas, in plain words."""

    key: str
    words: str

    def components(self, base: Components) -> Components:
        """Return the prior's components with what this model leaves out set to zero."""
        whole = base.linear + base.smooth + base.own
        if self.key == "flat":
            return replace(base, linear=0.0, smooth=0.0, own=0.0)
        if self.key == "formulas":
            return replace(base, linear=0.0, smooth=0.0, own=whole)
        if self.key == "linear":
            return replace(base, linear=whole - base.own, smooth=0.0)
        return base


MODELS: Final = (
    Model("flat", "all formulas are liked the same"),
    Model("formulas", "each formula has its own liking, whatever it is made of"),
    Model("linear", "each ingredient adds its share to liking"),
    Model("mixture", "ingredients add their shares, and similar formulas are liked similarly"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The models compared, best first."""

    chosen: Model
    densities: tuple[tuple[str, float], ...]
    """(model key, cross-validated log predictive density per score), best first."""
    sentence: str


def choose_model(
    formulas: Mapping[str, Mapping[str, float]],
    ratings: Sequence[Rating],
    *,
    scale: tuple[float, float] = (1, 9),
    seed: int = 0,
    prior: Prior = PRIOR,
) -> Choice:
    """Compare the models on the study's own scores.

    Scores are dealt into five folds; each fold is predicted jointly from the others, and the log
    densities are added up. When no model leads clearly, the most complete one stays: it contains
    the others and pays little for what is not there.

    Parameters
    ----------
    formulas : mapping
        Formula name -> component -> amount.
    ratings : sequence of Rating
        At least ten.
    scale : (low, high)
    seed : int
        Of the folds.
    prior : Prior

    Raises
    ------
    InputError
        If there are fewer than ten scores.
    """
    if len(ratings) < 2 * N_FOLDS:
        raise InputError(f"comparing models needs at least 10 scores, got {len(ratings)}")
    scores = scores_of(ratings, tuple(formulas))
    base = prior.for_scale(*scale)
    kernel = Kernel.of(_likelier(formulas), length=base.length)
    fold = np.random.default_rng(seed).permutation(len(ratings)) % N_FOLDS
    middle = sum(scale) / 2
    found = {
        model.key: _density(kernel, scores, model.components(base), fold, middle)
        for model in MODELS
    }
    order = sorted(MODELS, key=lambda m: -found[m.key])
    best = order[0]
    lead = found[best.key] - found["mixture"]
    chosen = best if lead > CLEAR else MODELS[-1]
    return Choice(
        chosen=chosen,
        densities=tuple((m.key, found[m.key] / len(ratings)) for m in order),
        sentence=_sentence(chosen, best, lead, len(ratings)),
    )


def _likelier(formulas: Mapping[str, Mapping[str, float]]) -> npt.NDArray[np.float64]:
    return max(readings(formulas), key=lambda reading: reading[1])[0]


def _density(
    kernel: Kernel,
    scores: Scores,
    components: Components,
    fold: npt.NDArray[np.int_],
    middle: float,
) -> float:
    """Sum over folds of log p(fold | the other scores)."""
    grid: list[Hypothesis] = hypothesis_grid(components)

    def evidence(rows: npt.NDArray[np.bool_]) -> float:
        part = _part(scores, rows)
        return blended_posterior([kernel], part, grid, prior_mean=middle).log_evidence

    everything = evidence(np.ones(len(fold), dtype=bool))
    return sum(everything - evidence(fold != k) for k in range(N_FOLDS))


def _part(scores: Scores, rows: npt.NDArray[np.bool_]) -> Scores:
    _, taster = np.unique(scores.taster[rows], return_inverse=True)
    return Scores(
        scores.formula[rows], taster.astype(np.intp), scores.score[rows], scores.is_first[rows]
    )


def _sentence(chosen: Model, best: Model, lead: float, n: int) -> str:
    if chosen is best and chosen.key != "mixture":
        return (
            f"On your {n} scores the simplest good description is that {chosen.words}; "
            f"it predicts held-out scores better (by {lead:.1f} in log density)."
        )
    if chosen is best:
        return (
            f"On your {n} scores the best description is that {chosen.words}: "
            "it predicts held-out scores best."
        )
    return (
        f"Your {n} scores cannot tell the descriptions apart (lead {lead:.1f} in log density), "
        f"so the most complete one stays: {chosen.words}."
    )
