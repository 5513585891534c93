"""The list of a proposal while it grows: candidates kept, formulas rejected, who is told."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from formulator.errors import InfeasibleError
from formulator.search.assemble import Question
from formulator.search.brief import Brief
from formulator.search.candidate import Candidate
from formulator.search.diversify import Signature, signature
from formulator.search.evaluate import evaluate
from formulator.search.rounding import round_to_step
from formulator.search.rules import Severity, Verdict, check_formula
from formulator.search.sparse_mixture import SparseMixture
from formulator.similarity import Target

Array = npt.NDArray[np.float64]
Watch = Callable[[int, int, str], bool]
"""Called with (candidates found, candidates wanted, what is being done); False stops."""

MAX_REJECTED = 12
"""Formulas that the rules may reject before the search gives up."""
N_STARTS = 4
"""So many sets of ingredients that were fitted before begin the next search."""


@dataclass(slots=True)
class Gathered:
    """Candidates being gathered; lives for one call only."""

    n: int
    """Wanted number of candidates."""
    preference: Mapping[str, float] = field(default_factory=dict)
    """Price of each mass fraction, in units of the distance."""
    aim: Target | None = None
    """The target as the panel weighs its blocks; None when no panel has spoken."""
    watch: Watch | None = None
    candidates: list[Candidate] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    shut: dict[str, list[tuple[tuple[int, ...], int]]] = field(default_factory=dict)
    """Supports that the rules rejected, per structure system."""
    tried: dict[str, dict[frozenset[str], float]] = field(default_factory=dict)
    """Sets of ingredients that were fitted, with the least distance they can have, per system."""
    worn: set[str] = field(default_factory=set)
    """Structure systems without a near formula on proteins and fats that have a share left."""
    is_stopped: bool = False

    @property
    def missing(self) -> int:
        """Candidates still wanted."""
        return self.n - len(self.candidates)

    @property
    def is_over(self) -> bool:
        """Whether the watcher or the rules have ended the search."""
        return self.is_stopped or len(self.rejected) > MAX_REJECTED

    def go_on(self, objective: float, bound: float) -> bool:
        """Tell the watcher how far the search is; it may stop it."""
        if self.watch is None or self.is_stopped:
            return not self.is_stopped
        words = f"best so far {objective:.4g}, none below {bound:.4g}"
        self.is_stopped = not self.watch(len(self.candidates), self.n, words)
        return not self.is_stopped

    def remember(self, question: Question, mixture: SparseMixture) -> None:
        """Keep the sets of ingredients that a search has fitted."""
        keys = question.keys
        known = self.tried.setdefault(question.system.name, {})
        known |= {frozenset(keys[i] for i in columns): value for value, columns in mixture.tried}

    def starts(
        self, question: Question, no_good: Sequence[tuple[Sequence[int], int]]
    ) -> tuple[tuple[int, ...], ...]:
        """Return the most promising sets fitted before that a question allows.

        Parameters
        ----------
        question : Question
            Closed ingredients have no dose.
        no_good : sequence of (indices, count)
            At most ``count`` of these ingredients.

        Returns
        -------
        tuple of tuple of int
            Columns, at most ``N_STARTS`` sets.
        """
        column = {k: i for i, k in enumerate(question.keys) if question.doses.upper[i] > 0}
        barred = [(frozenset(question.keys[i] for i in ks), most) for ks, most in no_good]
        known = self.tried.get(question.system.name, {})
        allowed = (
            (value, sorted(column[k] for k in keys))
            for keys, value in known.items()
            if keys <= column.keys() and all(len(keys & ks) <= most for ks, most in barred)
        )
        return tuple(tuple(columns) for _, columns in heapq.nsmallest(N_STARTS, allowed))

    def accept(self, question: Question, fractions: Array, *, bound: float, note: str = "") -> None:
        """Round, check and keep a formula, or remember why not.

        Parameters
        ----------
        question : Question
        fractions : ndarray of shape (n_ingredients,)
            [g/g].
        bound : float
            No formula that meets the brief has a smaller distance.
        note : str
            What makes this one special, e.g. ``lower cost``.
        """
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
            self.shut.setdefault(question.system.name, []).append((support, len(support) - 1))
            self.rejected.append(_why(verdict))
            return
        if self._holds(question, x):  # two structure systems may meet in one formula
            self.shut.setdefault(question.system.name, []).append((support, len(support) - 1))
            return
        sig = signature(question, x)
        self.signatures.append(sig)
        self.candidates.append(
            evaluate(question, x, bound=bound, sig=sig, findings=verdict.findings, note=note)
        )

    def _holds(self, question: Question, x: Array) -> bool:
        """Tell whether a formula of these ingredients is in the list already."""
        used = {question.keys[i] for i in np.flatnonzero(x > 0)}
        return any(used == {p.key for p in c.parts} for c in self.candidates)

    def nothing(self, brief: Brief) -> InfeasibleError:
        """Say why the list is empty."""
        if self.rejected:
            reasons = tuple(dict.fromkeys(self.rejected))
            return InfeasibleError(
                "formulas within the limits were found, but the rules reject each of them",
                conflicts=reasons[:5],
            )
        return InfeasibleError(
            f"no formula was found within {brief.time_limit:g} s; "
            "it is not proven that there is none",
            relaxations=("a longer --time-limit", "a larger --max-ingredients"),
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
