"""What a panel's judgements say about the candidates of a search, tasted or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from formulator.errors import InputError
from formulator.learning.blend import Blend, blended_posterior, hypothesis_grid
from formulator.learning.components import PRIOR, Prior
from formulator.learning.features import Kernel, scaled_columns
from formulator.learning.liking import Scores
from formulator.panel.judgements import Judgement
from formulator.panel.scales import HEDONIC_RANGE
from formulator.profiles import AXES
from formulator.search.candidate import Candidate

FloatArray = npt.NDArray[np.float64]

FALL = 0.10
"""Prior fall of liking from similarity 1 to 0, share of the range: an assumption, not measured."""


PERCEIVED = frozenset(
    {"macro", "sugars", "acids", "minerals", "taste_active", "aroma", "texture", "colour"}
)
"""Blocks of the profile that people taste, feel or see."""
BASIC = frozenset({"macro", "sugars"})
"""Blocks of the plainer description: what a formula mainly consists of."""
NEARNESS = 0.3
"""Weight of nearness to the target beside composition and profile (1 each): chosen on simulated
panels (docs/panels.md); half or twice as much changes little."""
HARDLY_PERCEIVED = 0.25
"""Weight of the other blocks (amino acids, fatty acids, vitamins): an assumption, not measured."""


@dataclass(frozen=True, slots=True)
class Belief:
    """Posterior of population liking over candidates, then strangers such as the control."""

    ids: tuple[str, ...]
    """Candidate ids, then the ids of judged formulas that are no candidates."""
    n_candidates: int
    blend: Blend
    n_ratings: tuple[int, ...]
    """Scores per formula, in the order of ``ids``."""
    prior_mean: tuple[float, ...]
    """Before the panel, [scale points]."""
    prior_version: str

    @property
    def best_tasted(self) -> float | None:
        """Highest posterior mean among tasted candidates, None before the first round."""
        tasted = np.array(self.n_ratings[: self.n_candidates]) > 0
        means = self.blend.mean[: self.n_candidates]
        return float(means[tasted].max()) if tasted.any() else None

    def index(self, formula: str) -> int:
        """Row of a formula."""
        return self.ids.index(formula)


def compositions(candidates: Sequence[Candidate]) -> FloatArray:
    """Fractions [g/g] of every ingredient that occurs, in the order of the ingredients' keys.

    Returns
    -------
    ndarray of shape (n_candidates, n_ingredients)
    """
    keys = sorted({part.key for c in candidates for part in c.parts})
    formulas = [c.formula for c in candidates]
    return np.array([[f.fraction(k) for k in keys] for f in formulas], dtype=float)


def candidate_features(candidates: Sequence[Candidate]) -> FloatArray:
    """Describe candidates by composition, by profile and by nearness to the target.

    Composition and profile weigh the same; nearness, the one thing that the search orders by, is a
    column of its own, so that a panel that minds it, or does not, says so within a round.

    Composition enters as square roots of the fractions (Hellinger distance), on one common scale:
    0.1 % of a gum is then visible beside 90 % of water, and a rare ingredient does not weigh more
    than its dose. Profile axes are scaled within their block, and blocks that
    people can perceive weigh most; an axis that a
    candidate does not carry stands at the mean of the others (no known difference).

    Returns
    -------
    ndarray of shape (n_candidates, n_features)
    """
    root = np.sqrt(compositions(candidates))
    blocks = [_jointly_scaled(root), _by_block(*_profile_table(candidates))]
    return _weighed((*blocks, _nearness(candidates)), (1.0, 1.0, NEARNESS))


def basic_features(candidates: Sequence[Candidate]) -> FloatArray:
    """Describe candidates by what they mainly consist of, and by nearness to the target.

    The other way to think of a panel: water, protein, fat, sugars and the like decide, whatever
    they come from. ``believe`` keeps all descriptions and the scores weigh them.

    Returns
    -------
    ndarray of shape (n_candidates, n_features)
    """
    axes, values = _profile_table(candidates)
    block_of = {axis.key: axis.block for axis in AXES}
    basic = scaled_columns(values[:, [block_of.get(axis) in BASIC for axis in axes]])
    return _weighed((basic, _nearness(candidates)), (1.0, NEARNESS))


def ingredient_features(candidates: Sequence[Candidate]) -> FloatArray:
    """Describe candidates by their ingredients alone, and by nearness to the target.

    The third way to think of a panel: this ingredient is liked and that one is not, whatever it
    brings to the profile. Roots of the fractions, each ingredient scaled by its own spread: the
    change from a little to none of a powder counts like that from much to little water.

    Returns
    -------
    ndarray of shape (n_candidates, n_features)
    """
    root = scaled_columns(np.sqrt(compositions(candidates)))
    return _weighed((root, _nearness(candidates)), (1.0, NEARNESS))


def _profile_table(candidates: Sequence[Candidate]) -> tuple[list[str], FloatArray]:
    """Axes and their values; an axis that a candidate does not carry stands at the others' mean."""
    axes = sorted({axis for c in candidates for axis, _ in c.profile})
    profiles = [dict(c.profile) for c in candidates]
    values = np.array(
        [[p[axis].value if axis in p else np.nan for axis in axes] for p in profiles], dtype=float
    ).reshape(len(candidates), -1)
    unknown = np.isnan(values)
    values[unknown] = np.nanmean(values, axis=0)[np.nonzero(unknown)[1]]
    return axes, values


def _nearness(candidates: Sequence[Candidate]) -> FloatArray:
    return scaled_columns(np.sqrt([c.distance for c in candidates]))


def _weighed(blocks: Sequence[FloatArray], weights: Sequence[float]) -> FloatArray:
    """Put blocks, each with mean z'z of 1, side by side by weight; empty or constant ones drop."""
    parts = [
        (block, weight)
        for block, weight in zip(blocks, weights, strict=True)
        if block.size and np.any(block)
    ]
    if not parts:
        return np.zeros((len(blocks[0]), 0))
    total = sum(weight for _, weight in parts)
    return np.hstack([block * np.sqrt(weight / total) for block, weight in parts])


def _by_block(axes: Sequence[str], values: FloatArray) -> FloatArray:
    """Scale the axes block by block, so that 18 amino acids do not outvote sugar and fat."""
    block_of = {axis.key: axis.block for axis in AXES}
    names = [block_of.get(axis, "other") for axis in axes]
    parts: list[FloatArray] = []
    total = 0.0
    for block in sorted(set(names)):
        part = scaled_columns(values[:, [name == block for name in names]])
        if part.size:
            weight = 1.0 if block in PERCEIVED else HARDLY_PERCEIVED
            parts.append(part * np.sqrt(weight))
            total += weight
    return np.hstack(parts) / np.sqrt(total) if parts else np.zeros((len(values), 0))


def _jointly_scaled(table: FloatArray) -> FloatArray:
    """Centre the columns and scale all of them by one factor, so that the mean of z'z is 1."""
    centred = table - table.mean(axis=0)
    size = np.sqrt((centred**2).sum(axis=1).mean())
    return np.asarray(centred / size) if size > 0 else np.zeros_like(centred)


DESCRIPTIONS = (candidate_features, basic_features, ingredient_features)
"""Ways to think of a panel, equally likely before it has tasted."""


def believe(
    candidates: Sequence[Candidate],
    judgements: Sequence[Judgement],
    *,
    attribute: str = "overall",
    shift: npt.ArrayLike = 0.0,
    prior: Prior = PRIOR,
) -> Belief:
    """Posterior of the population's liking of every candidate.

    Parameters
    ----------
    candidates : sequence of Candidate
        The whole region: those of this proposal and those tasted earlier.
    judgements : sequence of Judgement
        Judged formulas that are no candidates (the blind control) help to place the tasters.
    attribute : str
        ``overall``, ``taste``, ``texture`` or ``appearance``.
    shift : float or array-like of shape (n_candidates,)
        Change of the prior mean, e.g. from directives, [scale points].
    prior : Prior

    Returns
    -------
    Belief

    Raises
    ------
    InputError
        If there is no candidate, or two candidates have the same id.
    """
    known = tuple(c.id for c in candidates)
    if not known:
        raise InputError("there is no candidate to learn about")
    twice = sorted({i for i in known if known.count(i) > 1})
    if twice:
        raise InputError(f"candidates need different ids; {', '.join(twice)} come more than once")
    components = prior.for_scale(*HEDONIC_RANGE)
    judged = [j for j in judgements if j.liking(attribute) is not None]
    strangers = tuple(sorted({j.formula for j in judged} - set(known)))
    ids = known + strangers
    kernels = [
        Kernel.of_scaled(z, length=components.length).with_strangers(len(strangers))
        for z in (describe(candidates) for describe in DESCRIPTIONS)
    ]
    hypotheses = [
        h
        for i in range(len(kernels))
        for h in hypothesis_grid(components, features=i, weight=1 / len(kernels))
    ]
    width = HEDONIC_RANGE[1] - HEDONIC_RANGE[0]
    near = np.array([c.similarity for c in candidates], dtype=float)
    start = sum(HEDONIC_RANGE) / 2 + FALL * width * (near - near.mean()) + np.asarray(shift)
    mean = np.concatenate([start, np.full(len(strangers), sum(HEDONIC_RANGE) / 2)])
    scores = scores_of_judgements(judged, ids, attribute=attribute)
    blend = blended_posterior(kernels, scores, hypotheses, prior_mean=mean)
    counts = np.bincount(scores.formula, minlength=len(ids))
    return Belief(
        ids=ids,
        n_candidates=len(known),
        blend=blend,
        n_ratings=tuple(int(n) for n in counts),
        prior_mean=tuple(float(m) for m in mean),
        prior_version=prior.version,
    )


def scores_of_judgements(
    judgements: Sequence[Judgement], ids: Sequence[str], *, attribute: str = "overall"
) -> Scores:
    """Return the judgements' scores with formulas (rows of ``ids``) and tasters numbered.

    Every judgement must carry the attribute.
    """
    row = {name: i for i, name in enumerate(ids)}
    number = {name: i for i, name in enumerate(sorted({j.taster for j in judgements}))}
    return Scores(
        formula=np.array([row[j.formula] for j in judgements], dtype=np.intp),
        taster=np.array([number[j.taster] for j in judgements], dtype=np.intp),
        score=np.array([j.liking(attribute) for j in judgements], dtype=float),
        is_first=np.array([float(j.position == 1) for j in judgements]),
    )
