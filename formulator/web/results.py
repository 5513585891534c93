"""Rows of the Compare page: what closed rounds say, beside what the model makes of it."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from numpy.linalg import LinAlgError
from scipy.stats import t as student_t

from formulator.errors import InputError
from formulator.learning import Belief, CandidateLiking, believe
from formulator.learning.rerank import candidate_likings
from formulator.panel import (
    HEDONIC_ATTRIBUTES,
    JAR_NAMES,
    Judgement,
    MeansReport,
    Scored,
    formula_means,
)
from formulator.search.candidate import Candidate
from formulator.store import Iteration, Project, Round, Store
from formulator.store.improve import project_judgements, tasted_candidates
from formulator.store.tasting import candidates_of, closed_rounds, panel_judgements
from formulator.web.auth import Right, Viewer, require
from formulator.web.formulas import base_name, cost_text

_WORD = re.compile(r"\w+(?:-\w+)*")
_NUMBER = re.compile(r"\d+\.\d+")
INTERVAL = 0.90
NUTRITION = ("protein", "fat", "saturated_fat", "sugars", "fibre", "sodium")
"""Axes of a formula's profile that tables of nutrition show."""
ALPHA = 0.05
"""Error rate of "the panel tells formulas apart"."""
MODEL, RAW = "model estimate", "panel mean"
Interval: TypeAlias = tuple[float, float, float]
"""Mean, low and high."""


@dataclass(frozen=True, slots=True)
class Story:
    """A project's iterations and closed rounds, with what was learned."""

    iterations: tuple[Iteration, ...]
    rounds: tuple[Round, ...]
    """Closed rounds, oldest first."""
    judgements: Mapping[str, tuple[Judgement, ...]]
    """Round id to its judgements."""
    candidates: Mapping[str, Candidate]
    """Every candidate of the project by id."""
    labels: Mapping[str, str]
    """Candidate or control to the name that people read, unique within the project."""
    iteration_of: Mapping[str, str]
    """Round id to the newest iteration whose formulas it tasted."""
    likings: Mapping[str, CandidateLiking]
    """What the model believes of each candidate and control now; empty before the first score."""
    belief: Belief | None = None
    """The same with what differences need; None before the first score."""


def story(store: Store, viewer: Viewer, project: Project) -> Story:
    """Gather everything that the Compare page shows; open rounds stay sealed."""
    require(viewer, Right.READ_RESULTS)
    iterations = store.iterations(project.id)
    rounds = closed_rounds(store, project.id)
    candidates: dict[str, Candidate] = {}
    labels: dict[str, str] = {}
    for iteration in iterations:
        for rank, candidate in enumerate(candidates_of(iteration), start=1):
            candidates.setdefault(candidate.id, candidate)
            name = f"{iteration.number}.{rank} {base_name(candidate)}"
            labels.setdefault(candidate.id, name)
        target = iteration.proposal["target"]
        labels.setdefault(target["key"], f"{target['name']} (control)")
    belief = _belief(store, project, iterations)
    return Story(
        iterations=iterations,
        rounds=rounds,
        judgements={r.id: panel_judgements(store, r) for r in rounds},
        candidates=candidates,
        labels=labels,
        iteration_of={r.id: _iteration_of(store, r, iterations) for r in rounds},
        likings={i.id: i for i in candidate_likings(belief)} if belief is not None else {},
        belief=belief,
    )


def _belief(store: Store, project: Project, iterations: Sequence[Iteration]) -> Belief | None:
    """Return what all closed rounds say of the newest proposal and of all that was tasted."""
    judged = [j for j in project_judgements(store, project.id) if j.overall is not None]
    if not iterations or not judged:
        return None
    newest = candidates_of(iterations[-1])
    here = {c.id for c in newest}
    earlier = [c for c in tasted_candidates(store, project.id) if c.id not in here]
    return believe([*newest, *earlier], judged)


def control_id(told: Story) -> str | None:
    """Return the id of the animal control that was tasted; None where none was."""
    strangers = (k for k, v in told.likings.items() if k not in told.candidates and v.is_tasted)
    return next(strangers, None)


def _iteration_of(store: Store, round_: Round, iterations: Sequence[Iteration]) -> str:
    """Return the newest iteration that a round's formulas belong to, as said when it was opened."""
    named = {sample.iteration_id for sample in store.samples(round_.id)}
    return next((i.id for i in reversed(iterations) if i.id in named), "")


def raw_mean(scores: Sequence[float]) -> Interval | None:
    """Return mean and 90 % interval (Student t) of a panel's scores; None without any.

    With one score there is no interval: low and high are then the ends of the scale.
    """
    if not scores:
        return None
    mean = statistics.fmean(scores)
    if len(scores) == 1:
        return mean, 1.0, 9.0
    half = float(student_t.ppf((1 + INTERVAL) / 2, len(scores) - 1))
    half *= statistics.stdev(scores) / math.sqrt(len(scores))
    return mean, max(mean - half, 1.0), min(mean + half, 9.0)


def distinguished(told: Story, round_: Round) -> tuple[dict[str, str], str]:
    """Say which formulas this panel tells apart in overall liking.

    Returns
    -------
    dict of str to str
        Formula to letters; formulas that share a letter are not distinguishable. Empty where
        there are too few scores.
    str
        The finding in one sentence.
    """
    scored = [
        Scored(j.formula, j.taster, j.overall, is_first=j.position == 1)
        for j in told.judgements[round_.id]
        if j.overall is not None
    ]
    try:
        report = _means(scored)
    except InputError as error:
        return {}, str(error)
    except LinAlgError:
        return {}, "The tasters agree so exactly that there is no noise to judge differences by."
    letters = {row.formula: row.letters for row in report.rows}
    if report.p_value >= ALPHA:
        return letters, (
            "No difference detected: all formulas may be liked the same "
            f"({p_text(report.p_value)}). That is no proof that they are."
        )
    return letters, (
        f"The panel tells formulas apart ({p_text(report.p_value)}); those that share a letter "
        "are not distinguishable."
    )


def p_text(p: float) -> str:
    """Return a probability of error as people read it.

    Examples
    --------
    >>> p_text(7.6e-16), p_text(0.0213), p_text(0.4)
    ('p < 0.001', 'p = 0.021', 'p = 0.40')
    """
    if p < 0.001:
        return "p < 0.001"
    return f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"


def numbered(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with the number of each ``formula`` apart, which stays in sight on phones.

    Examples
    --------
    >>> numbered([{"formula": "2.1 Oats + rapeseed oil", "liking": 6.0}])
    [{'no': '2.1', 'formula': 'Oats + rapeseed oil', 'liking': 6.0}]
    """
    return [_numbered(row) for row in rows]


def _numbered(row: Mapping[str, Any]) -> dict[str, Any]:
    number, _, name = str(row["formula"]).partition(" ")
    if not _NUMBER.fullmatch(number):  # the animal food is no formula
        number, name = "control", str(row["formula"]).removesuffix(" (control)")
    return {"no": number, "formula": name, **{k: v for k, v in row.items() if k != "formula"}}


def _means(scored: Sequence[Scored]) -> MeansReport:
    """Compare formulas with the first cup's effect taken out, where the design carries it."""
    try:
        return formula_means(scored, with_position=True)
    except InputError:
        return formula_means(scored)


def _scores(judgements: Sequence[Judgement], formula: str, attribute: str) -> list[float]:
    found = (j.liking(attribute) for j in judgements if j.formula == formula)
    return [score for score in found if score is not None]


def panel_mean(told: Story, round_: Round, formula: str) -> Interval | None:
    """Return mean and interval of a formula's overall liking in one round."""
    return raw_mean(_scores(told.judgements[round_.id], formula, "overall"))


def liking_text(liking: CandidateLiking) -> str:
    """Return what is believed of a formula's liking, with its 90 % interval."""
    tasted_or_not = "" if liking.is_tasted else ", not tasted"
    return f"{liking.mean:.1f} ({liking.low90:.1f} to {liking.high90:.1f}{tasted_or_not})"


def named(told: Story, text: str) -> str:
    """Return a sentence with names in place of ids such as ``F-j7mwpc2``."""
    return _WORD.sub(lambda match: told.labels.get(match[0], match[0]), text)


def tasted(told: Story, round_: Round) -> list[str]:
    """Return what was tasted in a round, the best panel mean first."""
    judgements = told.judgements[round_.id]
    formulas = {j.formula for j in judgements}
    means = {f: raw_mean(_scores(judgements, f, "overall")) for f in formulas}
    return sorted(formulas, key=lambda f: (-(means[f] or (0.0,))[0], f))


def liking_rows(told: Story, round_: Round) -> list[dict[str, Any]]:
    """Return the dots and intervals of a round's chart: model and panel, told apart."""
    rows = []
    for formula in tasted(told, round_):
        name = told.labels.get(formula, formula)
        liking = told.likings.get(formula)
        if liking is not None:
            rows.append(_dot(name, MODEL, (liking.mean, liking.low90, liking.high90)))
        raw = panel_mean(told, round_, formula)
        if raw is not None:
            rows.append(_dot(name, RAW, raw))
    return rows


def _dot(name: str, kind: str, values: Interval) -> dict[str, Any]:
    mean, low, high = values
    return {"name": name, "kind": kind, "mean": mean, "low": low, "high": high}


def result_rows(told: Story, round_: Round) -> list[dict[str, Any]]:
    """Return a round's table: liking by attribute, number of tasters, distance, cost."""
    judgements = told.judgements[round_.id]
    letters, _ = distinguished(told, round_)
    rows = []
    for formula in tasted(told, round_):
        candidate = told.candidates.get(formula)
        liking = told.likings.get(formula)
        row: dict[str, Any] = {
            "formula": told.labels.get(formula, formula),
            "group": letters.get(formula, ""),
            "model": None if liking is None else liking.mean,
        }
        for attribute in HEDONIC_ATTRIBUTES:
            scores = _scores(judgements, formula, attribute)
            row[attribute] = statistics.fmean(scores) if scores else None
        row["n"] = len(_scores(judgements, formula, "overall"))
        row["distance"] = None if candidate is None else candidate.distance
        row["cost"] = "–" if candidate is None else cost_text(candidate)
        rows.append(row)
    return rows


def jar_rows(told: Story, round_: Round, attribute: str) -> list[dict[str, Any]]:
    """Return the shares of too little, just right and too much by formula."""
    rows = []
    for formula in tasted(told, round_):
        steps = [
            step
            for j in told.judgements[round_.id]
            if j.formula == formula and (step := j.jar_step(attribute)) is not None
        ]
        for level, holds in (
            ("too little", [s < 0 for s in steps]),
            ("just about right", [s == 0 for s in steps]),
            ("too much", [s > 0 for s in steps]),
        ):
            if steps:
                rows.append(
                    {
                        "item": told.labels.get(formula, formula),
                        "level": level,
                        "share": sum(holds) / len(steps),
                        "n": len(steps),
                    }
                )
    return rows


def jar_names(told: Story, round_: Round) -> dict[str, str]:
    """Return the just-about-right attributes that a round answered, with their names."""
    asked = {name for j in told.judgements[round_.id] for name, _ in j.jar}
    return {key: name for key, name in JAR_NAMES["en"].items() if key in asked}


def wish_rows(told: Story, round_: Round) -> list[dict[str, Any]]:
    """Return how often each wish was ticked, by formula, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for judgement in told.judgements[round_.id]:
        for wish in judgement.directives:
            name = told.labels.get(judgement.formula, judgement.formula)
            counts[name, wish] = counts.get((name, wish), 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"formula": name, "wish": wish.replace("_", " "), "tasters": n}
        for (name, wish), n in ordered
    ]


def comment_rows(told: Story, round_: Round) -> list[dict[str, Any]]:
    """Return the comments of a round with the formula they are about."""
    return [
        {"formula": told.labels.get(j.formula, j.formula), "comment": j.comment}
        for j in told.judgements[round_.id]
        if j.comment
    ]


def next_rows(told: Story) -> list[dict[str, Any]]:
    """Return the newest proposal in its order, with place by nearness and by predicted liking."""
    if not told.iterations:
        return []
    candidates = candidates_of(told.iterations[-1])
    by_distance = sorted(candidates, key=lambda c: c.distance)
    beliefs = {c.id: told.likings.get(c.id) for c in candidates}
    by_liking = sorted(
        candidates, key=lambda c: (-(b.mean if (b := beliefs[c.id]) else 0.0), c.distance)
    )
    rows = []
    for candidate in by_liking:
        belief = beliefs[candidate.id]
        rows.append(
            {
                "formula": told.labels[candidate.id],
                "place_now": by_liking.index(candidate) + 1,
                "place_by_nearness": by_distance.index(candidate) + 1,
                "liking": None if belief is None else belief.mean,
                "low": None if belief is None else belief.low90,
                "high": None if belief is None else belief.high90,
                "before": None if belief is None else belief.before,
                "gain": None if belief is None else belief.expected_improvement,
                "tasted": belief is not None and belief.is_tasted,
                "distance": candidate.distance,
                "cost": cost_text(candidate),
            }
        )
    return rows


def timeline(told: Story) -> list[str]:
    """Tell in sentences, in order of time, what was proposed and what was tasted."""
    names = {r.id: r.name for r in told.rounds}
    events = []
    for iteration in told.iterations:
        n = len(iteration.proposal["candidates"])
        taught = [names[r] for r in iteration.learned_from if r in names]
        after = f", after learning from {', '.join(taught)}" if taught else ""
        events.append((iteration.created_at, f"Iteration {iteration.number}: {n} formulas{after}"))
    for round_ in told.rounds:
        judgements = told.judgements[round_.id]
        n_tasters = len({j.taster for j in judgements})
        words = f"{round_.name}: {len(judgements)} judgements of {n_tasters} tasters"
        events.append((round_.created_at, words))
    return [words for _, words in sorted(events)]


def nutrition_rows(before: Candidate, after: Candidate) -> list[dict[str, Any]]:
    """Return the nutrition of two formulas per 100 g; None where a profile lacks an axis."""
    old, new = dict(before.profile), dict(after.profile)
    return [
        {
            "name": f"{axis.replace('_', ' ')}, {found.unit.removesuffix('/100 g')}",
            "before": old[axis].value if axis in old else None,
            "after": new[axis].value if axis in new else None,
        }
        for axis in NUTRITION
        if (found := old.get(axis) or new.get(axis)) is not None
    ]
