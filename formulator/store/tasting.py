"""Tastings: from chosen candidates and tasters to a coded round, its progress and results."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from formulator.errors import InputError, TableError
from formulator.panel import (
    JAR_ATTRIBUTES,
    JAR_NAMES,
    Balance,
    Judgement,
    RoundPlan,
    draw_codes,
    plan_round,
)
from formulator.panel.scales import MAX_JAR
from formulator.search.candidate import Candidate
from formulator.store.base import Store
from formulator.store.errors import ConflictError, NotFoundError
from formulator.store.records import (
    Iteration,
    NewRound,
    Round,
    RoundStatus,
    Sample,
    SampleKind,
    Seat,
    Serving,
    Sitting,
)
from formulator.store.sql_base import new_id, now
from formulator.store.sql_sittings import token_hash

CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits of short codes; look-alikes (O 0, I 1, S 5, B 8, Z 2) are left out."""
CODE_LENGTH = 6
LINK_DAYS = 14
"""Links die after two weeks even when nobody closes the round, [d]."""
MAX_TERMS = 20
"""More words than this are not read by people who also score, a convention."""
KINDS = {
    "formula": SampleKind.FORMULA,
    "duplicate": SampleKind.DUPLICATE,
    "control": SampleKind.BLIND_CONTROL,
}


@dataclass(frozen=True, slots=True)
class TastingPlan:
    """What the panel leader chose for a round."""

    name: str
    candidates: tuple[Candidate, ...]
    tasters: tuple[str, ...]
    """Pseudonyms, unique."""
    iteration_id: str = ""
    control: str = ""
    """Label of a blind control such as ``milk_whole``; empty for none."""
    duplicate: str = ""
    """Id of the candidate that is served a second time under another code; empty for none."""
    warm_up: bool = False
    """Whether a first cup outside the set is served and not analysed."""
    cups: int | None = None
    """Scored cups a taster gets; all samples by default."""
    seed: int = 0
    margin: float | None = None
    """Largest difference from the control that does not matter, fixed here before anybody tastes,
    [scale points]; None when no claim of being as good will be tested."""
    jar: tuple[str, ...] = JAR_ATTRIBUTES
    """Just-about-right attributes that the ballot asks, at most five."""
    cata: tuple[str, ...] = ()
    """Words that the ballot offers to tick."""
    difference: bool = False
    """Whether the ballot asks for the difference from an open cup of the control."""

    def __post_init__(self) -> None:
        problems = []
        if len(self.jar) > MAX_JAR or not set(self.jar) <= set(JAR_NAMES["en"]):
            problems.append(
                f"a ballot asks at most {MAX_JAR} just-about-right attributes of "
                f"{', '.join(JAR_NAMES['en'])}; got {', '.join(self.jar)}"
            )
        if len(self.cata) > MAX_TERMS:
            problems.append(f"a ballot offers at most {MAX_TERMS} words, got {len(self.cata)}")
        if self.difference and not self.control:
            problems.append("the difference from control needs a blind control among the cups")
        if problems:
            raise TableError("the round cannot be asked like this", problems)


@dataclass(frozen=True, slots=True)
class OpenedRound:
    """A saved round with the links that are shown only now."""

    round: Round
    tokens: tuple[tuple[str, str], ...]
    """(taster, raw link token) pairs; the store keeps only their hashes."""
    short_codes: tuple[tuple[str, str], ...]
    """(taster, short code) pairs."""
    balance: Balance


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one taster is."""

    taster: str
    seat_id: str
    short_code: str
    n_answered: int
    n_cups: int


def coded_plan(plan: TastingPlan, *, used_codes: Collection[str] = ()) -> RoundPlan:
    """Codes and serving orders of a plan; the practice cup stands outside the design.

    Raises
    ------
    InputError
        Where the plan breaks a rule.
    """
    return plan_round(
        [c.id for c in plan.candidates],
        plan.tasters,
        seed=plan.seed,
        control=plan.control or None,
        duplicate=plan.duplicate or None,
        warm_up="",
        per_sitting=plan.cups,
        used_codes=used_codes,
    )


def open_round(store: Store, project_id: str, plan: TastingPlan, *, actor: str = "") -> OpenedRound:
    """Code the samples, balance the serving orders and save the round.

    Raises
    ------
    TableError, InputError
        Where the plan breaks a rule; nothing is saved then.
    """
    round_id = new_id()
    used = {s.code for r in store.rounds(project_id) for s in store.samples(r.id)}
    coded = coded_plan(plan, used_codes=used)
    samples = _samples(plan, coded, round_id, used)
    tokens = {taster: secrets.token_urlsafe(16) for taster in plan.tasters}
    seats = tuple(_seat(round_id, taster, tokens[taster]) for taster in plan.tasters)
    saved = store.create_round(
        project_id,
        NewRound(
            name=plan.name,
            seed=plan.seed,
            samples=samples,
            seats=seats,
            servings=_servings(samples, seats, coded),
            settings={
                "control": plan.control,
                "balance": coded.balance.describe(),
                "margin": plan.margin,
                "questions": {
                    "jar": list(plan.jar),
                    "cata": list(plan.cata),
                    "difference": plan.difference,
                },
            },
        ),
        actor=actor,
    )
    return OpenedRound(
        round=saved,
        tokens=tuple(tokens.items()),
        short_codes=tuple((s.taster, s.short_code) for s in seats),
        balance=coded.balance,
    )


def _samples(
    plan: TastingPlan, coded: RoundPlan, round_id: str, used: set[str]
) -> tuple[Sample, ...]:
    candidates = {c.id: c for c in plan.candidates}
    rows = [
        _sample(round_id, s.code, KINDS[s.role], plan, candidates.get(s.formula))
        for s in coded.samples
    ]
    if plan.warm_up:
        taken = used | {s.code for s in coded.samples}
        (code,) = draw_codes(1, seed=plan.seed, used=taken)
        rows.append(_sample(round_id, code, SampleKind.WARM_UP, plan, plan.candidates[0]))
    return tuple(rows)


def _sample(
    round_id: str, code: str, kind: SampleKind, plan: TastingPlan, candidate: Candidate | None
) -> Sample:
    label = plan.control if candidate is None else candidate.id
    return Sample(
        id=new_id(),
        round_id=round_id,
        code=code,
        kind=kind,
        label=label
        if kind in (SampleKind.FORMULA, SampleKind.BLIND_CONTROL)
        else f"{label} ({kind})",
        iteration_id=plan.iteration_id,
        candidate_id=candidate.id if candidate else "",
        formula=tuple((p.key, p.percent) for p in candidate.parts) if candidate else (),
    )


def _seat(round_id: str, taster: str, token: str) -> Seat:
    return Seat(
        id=new_id(),
        round_id=round_id,
        taster=taster,
        token_hash=token_hash(token),
        short_code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        expires_at=now() + timedelta(days=LINK_DAYS),
    )


def _servings(
    samples: Sequence[Sample], seats: Sequence[Seat], coded: RoundPlan
) -> tuple[Serving, ...]:
    by_code = {s.code: s.id for s in samples}
    warm_ups = [s.id for s in samples if s.kind is SampleKind.WARM_UP]
    rows = []
    for seat in seats:
        cups = [by_code[code] for code in coded.order_of(seat.taster)]
        rows += [
            Serving(new_id(), seat.round_id, seat.id, position, sample_id)
            for position, sample_id in enumerate([*warm_ups, *cups], start=1 - len(warm_ups))
        ]
    return tuple(rows)


def enter(store: Store, code: str) -> Sitting:
    """Return the sitting that a link token or a typed short code opens.

    Raises
    ------
    NotFoundError
        With one message for every failure.
    """
    cleaned = code.strip()
    if len(cleaned) == CODE_LENGTH:
        return store.sitting_by_short_code(cleaned)
    return store.sitting_by_token(cleaned)


def progress(store: Store, round_id: str) -> tuple[Progress, ...]:
    """Return how far each taster of a round is, sorted by taster."""
    answered = store.answered(round_id)
    return tuple(
        Progress(seat.taster, seat.id, seat.short_code, *answered.get(seat.id, (0, 0)))
        for seat in store.seats(round_id)
    )


def renew_link(store: Store, seat_id: str, *, actor: str = "") -> str:
    """Give a seat a new link; returns the raw token, which is not kept."""
    token = secrets.token_urlsafe(16)
    store.reissue_seat(seat_id, token=token, actor=actor)
    return token


def panel_judgements(store: Store, round_: Round) -> tuple[Judgement, ...]:
    """Return the judgements of a closed round, formulas named; voided and warm-up left out.

    Raises
    ------
    ConflictError
        While the round is open: results are sealed until it is closed.
    """
    if round_.status is RoundStatus.OPEN:
        raise ConflictError(f"round {round_.name!r} is open: results are sealed until it is closed")
    samples = {s.id: s for s in store.samples(round_.id)}
    return tuple(
        Judgement(
            taster=j.taster,
            formula=samples[j.sample_id].candidate_id or samples[j.sample_id].label,
            code=j.code,
            position=j.position,
            jar=tuple(j.jar.items()),
            directives=j.directives,
            cata=j.cata,
            difference=j.difference,
            comment=j.comment,
            seconds=j.seconds,
            sitting=round_.id,
            **{name: float(value) for name, value in j.scores.items()},
        )
        for j in store.judgements(round_id=round_.id)
        if not j.voided and samples[j.sample_id].kind is not SampleKind.WARM_UP
    )


def closed_rounds(store: Store, project_id: str) -> tuple[Round, ...]:
    """Return the rounds whose results may be looked at, oldest first."""
    return tuple(r for r in store.rounds(project_id) if r.status is RoundStatus.CLOSED)


def candidates_of(iteration: Iteration) -> tuple[Candidate, ...]:
    """Return the candidates of a kept proposal."""
    return tuple(Candidate.from_dict(c) for c in iteration.proposal["candidates"])


def choose(iteration: Iteration, ids: Sequence[str]) -> tuple[Candidate, ...]:
    """Return candidates of an iteration by id, in the order asked for.

    Raises
    ------
    InputError
        Naming the ids that the iteration does not have.
    """
    known = {c.id: c for c in candidates_of(iteration)}
    missing = [i for i in ids if i not in known]
    if missing:
        raise InputError(
            f"iteration {iteration.number} has no candidate {', '.join(missing)}; "
            f"it has {', '.join(known)}"
        )
    return tuple(known[i] for i in ids)


def latest_iteration(store: Store, project_id: str) -> Iteration:
    """Return the newest iteration.

    Raises
    ------
    NotFoundError
        If the project has none yet.
    """
    iterations = store.iterations(project_id)
    if not iterations:
        raise NotFoundError("this project has no proposal yet; run 'formulator propose' first")
    return iterations[-1]
