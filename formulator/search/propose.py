"""The answer to a brief: several clearly different formulas, each with its proof."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from formulator.errors import InfeasibleError, InputError
from formulator.profiles import ProfileTable, profile_table
from formulator.search.assemble import Question, ask, solve
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate, Proposal
from formulator.search.constraints import Linear, Origin
from formulator.search.demands import demands_of, smallest
from formulator.search.diversify import Signature, differ_from, signature, without
from formulator.search.evaluate import evaluate
from formulator.search.front import aims_of, on_front
from formulator.search.novelty import is_unexpected
from formulator.search.quantities import quantity
from formulator.search.rounding import round_to_step
from formulator.search.rules import Severity, Verdict, check_formula
from formulator.search.sparse_mixture import SparseMixture
from formulator.search.steering import moderated, prices, weighed
from formulator.similarity import Target
from ingredients import Catalogue, Kind

Array = npt.NDArray[np.float64]
Watch = Callable[[int, int, str], bool]
"""Called with (candidates found, candidates wanted, what is being done); False stops."""

PROOF_SHARE = 0.4
"""Share of the time limit for the proof of the first, nearest candidate."""
LIST_SHARE = 0.48
"""Share of the time limit in which the list shall be full; each further candidate gets its part."""
LAST_START = 0.7
"""Share of the time limit after which no further candidate is started, full or not: the rest is for
loading the tables, rounding and the rules."""
LEAST_BUDGET = 0.25
"""Time that each further candidate gets at least, [s]."""
CHEAPER = 0.85
"""A candidate of lower cost costs at most this share of the cheapest one before it."""
FAR = 2.2
"""A candidate so many times as far as the nearest one is dropped for a nearer one on proteins and
fats that have had their share already."""
HOPELESS = 3.0
"""A candidate so many times as far as the nearest one is no answer once there are ``ENOUGH``."""
ENOUGH = 5
MAX_REJECTED = 12
"""Formulas that the rules may reject before the search gives up."""


@dataclass(slots=True)
class _List:
    """Candidates being gathered; lives for one call only."""

    n: int
    preference: Mapping[str, float] = field(default_factory=dict)
    aim: Target | None = None
    """The target as the panel weighs its blocks; None when no panel has spoken."""
    candidates: list[Candidate] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    shut: dict[str, list[tuple[tuple[int, ...], int]]] = field(default_factory=dict)
    """Supports that the rules rejected, per structure system."""
    watch: Watch | None = None
    is_stopped: bool = False

    @property
    def missing(self) -> int:
        return self.n - len(self.candidates)

    def go_on(self, objective: float, bound: float) -> bool:
        """Tell the watcher how far the search is; it may stop it."""
        if self.watch is None or self.is_stopped:
            return not self.is_stopped
        words = f"best so far {objective:.4g}, none below {bound:.4g}"
        self.is_stopped = not self.watch(len(self.candidates), self.n, words)
        return not self.is_stopped


def propose(
    brief: Brief,
    catalogue: Catalogue,
    *,
    n: int = 10,
    seed: int | None = None,
    watch: Watch | None = None,
    table: ProfileTable | None = None,
    preference: Mapping[str, float] | None = None,
    emphasis: Mapping[str, float] | None = None,
) -> Proposal:
    """Propose formulas for a brief.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    n : int
        Wanted number of candidates; fewer come back when the brief allows no more that differ.
    seed : int, optional
        Replaces the brief's seed.
    watch : callable, optional
        Told of progress; returning False ends the search with what has been found.
    table : ProfileTable, optional
        Profiles of all foods of the catalogue, when the caller holds them already.
    preference : mapping of ingredient key to float, optional
        Price of each mass fraction, in units of the distance, negative where a panel likes the
        ingredient. It steers every candidate but the first, which stays the nearest.
    emphasis : mapping of block to float, optional
        Factors on the brief's block weights, learned from a panel. They steer as ``preference``
        does; distances, bounds and similarities stay those of the brief's own weights.

    Returns
    -------
    Proposal
        Candidates from the nearest to the farthest.

    Raises
    ------
    InfeasibleError
        If no formula meets the brief, with the smallest conflicting set and relaxations.
    UnknownKeyError
        For an unknown target, ingredient, allergen, quantity or claim.

    Notes
    -----
    ``bound`` is valid for the brief together with the rules, windows and structure of the
    category: no formula that keeps them all is nearer, whatever its support.
    """
    if not 1 <= n <= 100:
        raise InputError(f"n must be 1 to 100, got {n}")
    if seed is not None:
        brief = replace(brief, seed=seed)
    table = profile_table(catalogue) if table is None else table
    start = time.perf_counter()
    aim = weighed(brief, catalogue, table, emphasis) if emphasis else None
    gathered = _List(n, aim=aim, watch=watch)
    bound, order = _nearest(brief, catalogue, table, gathered)
    if preference and gathered.candidates:
        nearest = min(c.distance for c in gathered.candidates)
        gathered.preference = moderated(preference, order[0], nearest)
    _fill(order, gathered, bound, start)
    if not gathered.candidates:
        raise _nothing(gathered, brief)
    return Proposal(
        target_key=brief.target,
        target_name=order[0].target.name,
        brief=brief,
        n_ingredients=len(catalogue.of_kind(Kind.INGREDIENT)),
        n_considered=len(order[0].keys),
        candidates=_ordered(gathered.candidates),
    )


def _ordered(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Sort candidates by distance and mark those on the front."""
    ordered = sorted(candidates, key=lambda c: (c.distance, c.id))
    front = on_front(aims_of(ordered))
    return tuple(replace(c, on_front=bool(f)) for c, f in zip(ordered, front, strict=True))


def _nearest(
    brief: Brief, catalogue: Catalogue, table: ProfileTable, gathered: _List
) -> tuple[float, list[Question]]:
    """Find the nearest formula of each structure system and the bound over all of them.

    The bounds at which no rule warns are tried first; a brief that they cannot meet is asked
    again at those where rules reject, and its candidates carry the warnings.
    """
    questions: tuple[Question, ...] = ()
    for preferred in (True, False):
        questions = ask(brief, catalogue, table, preferred=preferred)
        share = PROOF_SHARE * brief.time_limit / len(questions)
        solved = [(q, solve(q, time_limit=share, progress=gathered.go_on)) for q in questions]
        feasible = [(q, s) for q, s in solved if not _is_hopeless(q, s)]
        if feasible:
            break
    else:
        from formulator.search.infeasible import explain_conflict  # noqa: PLC0415 (rarely needed)

        raise explain_conflict(questions)
    bound = min(s.bound for _, s in feasible)
    feasible.sort(key=lambda pair: pair[1].objective)
    for question, mixture in feasible:
        if gathered.missing and math.isfinite(mixture.objective):
            _accept(question, mixture.fractions, gathered, bound)
    return bound, [q for q, _ in feasible]


def _is_hopeless(question: Question, mixture: SparseMixture) -> bool:
    """Tell whether a question is proven to have no formula, by the search or without distance."""
    if mixture.status == "infeasible" or math.isfinite(mixture.objective):
        return mixture.status == "infeasible"
    return smallest(question, demands_of(question.brief, question)).status == "infeasible"


def _fill(
    questions: Sequence[Question],
    gathered: _List,
    bound: float,
    start: float,
) -> None:
    """Ask for different formulas until the list is full, the time is up or none is left."""
    seconds = questions[0].brief.time_limit
    dry: set[str] = set()
    turn = 0
    while gathered.missing > 0 and len(dry) < len(questions):
        spent = time.perf_counter() - start
        left = LIST_SHARE * seconds - spent
        is_late = spent > LAST_START * seconds
        if is_late or len(gathered.rejected) > MAX_REJECTED or gathered.is_stopped:
            return
        question = questions[turn % len(questions)]
        turn += 1
        if question.system.name in dry:
            continue
        budget = max(LEAST_BUDGET, left / (gathered.missing + 1))
        if not _next(question, gathered, bound, budget):
            dry.add(question.system.name)


def _next(question: Question, gathered: _List, bound: float, budget: float) -> bool:
    """Look for one more formula; False when this question has no further different one."""
    demanded = (*question.brief.require, *(k for k, _ in question.brief.locked))
    shut = gathered.shut.get(question.system.name, [])
    nearest = min((c.distance for c in gathered.candidates), default=math.inf)
    best: _Found | None = None
    mixture = None
    for aim in _aims(question, gathered):
        asked = aim.question or question
        different = differ_from(asked, gathered.signatures, n=gathered.n, keep=demanded)
        closed = () if aim.is_last else different.closed
        solved = without(asked, (*closed, *aim.closed))
        if gathered.aim is not None and aim.question is None:
            solved = solved.replace(target=gathered.aim)
        mixture = solve(
            solved,
            time_limit=budget,
            gap=1e-2,
            no_good=(*different.no_good, *(() if aim.question else shut)),
            more_limits=aim.limits,
            # a wider question proves its own bound on the distance, so it is asked without prices
            linear=None if aim.question else prices(asked, gathered.preference),
            progress=gathered.go_on,
        )
        if math.isfinite(mixture.objective):
            distance = float(asked.distances(mixture.fractions)[0])
            lowest = bound if aim.question is None else min(bound, mixture.bound)
            found = _Found(distance, asked, mixture.fractions, lowest, aim.note)
            best = found if best is None or distance < best.distance else best
            if best.distance <= FAR * nearest:
                break
    if best is None:
        return mixture is not None and mixture.status != "infeasible"
    if best.distance > HOPELESS * nearest and len(gathered.candidates) >= ENOUGH:
        return False
    _accept(best.question, best.fractions, gathered, best.bound, note=best.note)
    return True


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A formula that may become the next candidate."""

    distance: float
    question: Question
    fractions: Array
    bound: float
    note: str


@dataclass(frozen=True, slots=True)
class _Aim:
    """What the next candidate shall be beside near."""

    note: str = ""
    limits: tuple[Linear, ...] = ()
    closed: tuple[int, ...] = ()
    question: Question | None = None
    """Another question than the brief's own, when more ingredients are considered."""
    is_last: bool = False
    """Whether proteins and fats that have had their share are open again."""


def _aims(question: Question, gathered: _List) -> list[_Aim]:
    """Return the wishes to try in turn: the last places go to cost and novelty."""
    special = {1: _cheaper, 2: _unexpected}.get(gathered.missing if gathered.n >= 4 else 0)
    wished = special(question, gathered) if special else None
    return [*([wished] if wished else []), _Aim(), _Aim(is_last=True)]


def _cheaper(question: Question, gathered: _List) -> _Aim | None:
    costs = [c.cost.high for c in gathered.candidates if c.cost]
    if not costs:
        return None
    q = quantity("cost", question.catalogue, question.all_foods, question.keys)
    most = CHEAPER * min(costs)
    limit = Linear(
        "lower cost",
        Origin.DIVERSITY,
        f"costs at most {most:.3g} {q.unit}",
        np.nan_to_num(q.values),
        "<=",
        most,
        q.unit,
    )
    return _Aim(
        note="lower cost",
        limits=(limit,),
        closed=tuple(int(i) for i in np.flatnonzero(~q.is_known)),
    )


def _unexpected(question: Question, gathered: _List) -> _Aim | None:
    """Ask the brief again with at least one unexpected ingredient, among more plant foods."""
    category = question.target.category
    roles = {s.key: s.role for s in question.pantry.shelves}
    used = {p.key for c in gathered.candidates for p in c.parts}
    if any(is_unexpected(k, roles[k], category) for k in used if k in roles):
        return None
    brief = replace(question.brief, n_unexpected=1)
    opened = ask(brief, question.catalogue, question.all_foods)
    same = [q for q in opened if q.system == question.system]
    return _Aim(note="with an unexpected ingredient", question=same[0]) if same else None


def _accept(
    question: Question, fractions: Array, gathered: _List, bound: float, *, note: str = ""
) -> None:
    """Round, check and keep a formula, or remember why not."""
    x = round_to_step(
        fractions,
        step=question.brief.scale_step,
        doses=question.doses,
        limits=question.limits,
        objective=question.distances,
        others=question.constraints,
    )
    support = tuple(int(i) for i in np.flatnonzero(fractions > 1e-9))
    verdict = None if x is None else _judge(question, x)
    if x is None or verdict is None or verdict.verdict == "reject":
        gathered.shut.setdefault(question.system.name, []).append((support, len(support) - 1))
        gathered.rejected.append(_why(verdict))
        return
    sig = signature(question, x)
    gathered.signatures.append(sig)
    gathered.candidates.append(
        evaluate(question, x, bound=bound, sig=sig, findings=verdict.findings, note=note)
    )


def _judge(question: Question, x: Array) -> Verdict:
    percents = {question.keys[i]: 100 * float(x[i]) for i in np.flatnonzero(x > 0)}
    return check_formula(
        percents,
        question.catalogue,
        target=question.brief.target,
        jurisdiction=question.brief.jurisdiction,
    )


def _why(verdict: Verdict | None) -> str:
    if verdict is None:
        return "no rounding to the scale step keeps every limit"
    return "; ".join(f"{f.rule}: {f.message}" for f in verdict.of_severity(Severity.HARD))


def _nothing(gathered: _List, brief: Brief) -> InfeasibleError:
    if gathered.rejected:
        reasons = tuple(dict.fromkeys(gathered.rejected))
        return InfeasibleError(
            "formulas within the limits were found, but the rules reject each of them",
            conflicts=reasons[:5],
        )
    return InfeasibleError(
        f"no formula was found within {brief.time_limit:g} s; it is not proven that there is none",
        relaxations=("a longer --time-limit", "a larger --max-ingredients"),
    )
