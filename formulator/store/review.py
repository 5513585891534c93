"""What a closed round says: statistics, people, prices of wishes and the model, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from formulator.errors import InputError
from formulator.learning import Choice, Rating, WishCost, choose_model, wish_costs
from formulator.panel import (
    HEDONIC_RANGE,
    Analysis,
    Contrast,
    Judgement,
    Performance,
    TasterUse,
    analyse,
    difference_from_control,
    panel_performance,
    taster_uses,
)
from formulator.search.candidate import Candidate
from formulator.store.base import Store
from formulator.store.records import Round, SampleKind
from formulator.store.tasting import candidates_of, closed_rounds, panel_judgements


@dataclass(frozen=True, slots=True)
class RoundReview:
    """Everything that a closed round, and the rounds before it, say about one attribute."""

    number: int
    name: str
    control: str
    """Id of the blind control, empty when none was served."""
    analysis: Analysis
    """Of this round alone."""
    difference: tuple[Contrast, ...]
    """"How different from the dairy product", against the blind control's own rating."""
    tasters: tuple[TasterUse, ...]
    """How each taster of this round uses the scale."""
    performance: Performance | None
    """Over all rounds so far; None where too few formulas were scored twice by the same people."""
    wish_costs: tuple[WishCost, ...]
    """What obeying the round's wishes costs, by all rounds so far."""
    choice: Choice | None
    """The description of the formulas that predicts the project's scores best; None below ten."""
    notes: tuple[str, ...]
    """Sentences for the reader, the verdict first, and what could not be computed."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain lists, numbers and strings, ready for JSON; matrices are left out."""
        data = _plain(asdict(self))
        data["wish_costs"] = [
            {**_plain(asdict(c)), "points": c.points, "sentence": c.describe()}
            for c in self.wish_costs
        ]
        data["analysis"]["parity"] = [
            {**_plain(asdict(p)), "verdict": p.verdict()} for p in self.analysis.parity
        ]
        if self.analysis.means is not None:
            for name in ("means", "covariance", "names"):
                data["analysis"]["means"].pop(name)
        return dict(data)


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data.tolist() if isinstance(data, np.ndarray | np.generic) else data


def review_round(
    store: Store, round_: Round, *, attribute: str = "overall", margin: float | None = None
) -> RoundReview:
    """Review a closed round.

    Parameters
    ----------
    store : Store
    round_ : Round
        Closed.
    attribute : str
        ``overall``, ``taste``, ``texture`` or ``appearance``.
    margin : float, optional
        Largest difference from the control that does not matter, [scale points]. It must have been
        fixed before tasting; without it, or without a blind control, no claim is tested.

    Returns
    -------
    RoundReview

    Raises
    ------
    ConflictError
        While the round is open.
    InputError
        If there is no such attribute, or the margin is not positive.
    """
    judged = panel_judgements(store, round_)
    so_far = _so_far(store, round_)
    control = _control(store, round_)
    analysis = analyse(judged, attribute=attribute, control=control or None, margin=margin)
    known = _candidates(store, round_)
    tasted = {j.formula for j in so_far}
    region = [c for c in known if c.id in tasted] + [c for c in known if c.id not in tasted]
    difference, why_none = _difference(judged, control)
    choice, why_no_choice = _choice(known, so_far, attribute)
    return RoundReview(
        number=round_.number,
        name=round_.name,
        control=control,
        analysis=analysis,
        difference=difference,
        tasters=taster_uses(judged, attribute=attribute),
        performance=panel_performance(so_far, attribute=attribute),
        wish_costs=wish_costs(region, so_far) if region else (),
        choice=choice,
        notes=(*analysis.notes, *why_none, *why_no_choice),
    )


def _so_far(store: Store, round_: Round) -> tuple[Judgement, ...]:
    """Judgements of this round and the closed rounds before it, oldest first."""
    return tuple(
        judgement
        for found in closed_rounds(store, round_.project_id)
        if found.number <= round_.number
        for judgement in panel_judgements(store, found)
    )


def _control(store: Store, round_: Round) -> str:
    controls = [s for s in store.samples(round_.id) if s.kind is SampleKind.BLIND_CONTROL]
    return controls[0].candidate_id or controls[0].label if controls else ""


def _candidates(store: Store, round_: Round) -> tuple[Candidate, ...]:
    """Every candidate of the project that this round could have known, each once."""
    return tuple(
        {
            c.id: c
            for iteration in store.iterations(round_.project_id)
            for c in candidates_of(iteration)
        }.values()
    )


def _difference(
    judged: Sequence[Judgement], control: str
) -> tuple[tuple[Contrast, ...], tuple[str, ...]]:
    if not control or all(j.difference is None for j in judged):
        return (), ()
    try:
        return difference_from_control(judged, control), ()
    except InputError as error:
        return (), (f"difference from the control is not compared: {error}",)


def _choice(
    known: Sequence[Candidate], judged: Sequence[Judgement], attribute: str
) -> tuple[Choice | None, tuple[str, ...]]:
    """Compare descriptions of the tasted candidates; the control has no composition here."""
    by_id = {c.id: c for c in known}
    ratings = [
        Rating(j.formula, j.taster, float(score), j.position)
        for j in judged
        if j.formula in by_id and (score := j.liking(attribute)) is not None
    ]
    formulas = {
        name: {key: by_id[name].formula.fraction(key) for key in by_id[name].formula.keys}
        for name in sorted({r.formula for r in ratings})
    }
    try:
        return choose_model(formulas, ratings, scale=HEDONIC_RANGE), ()
    except InputError as error:
        return None, (f"models are not compared: {error}",)
