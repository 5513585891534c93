"""Can this brief be met? A quick answer before the search, and an honest one.

The limits of the brief, doses, windows, structure and all linear rules make a mixed-integer
linear feasibility problem, which is proven one way or the other in tenths of a second. Rules that
are not linear, rounding to the scale step and the distance are the business of the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from formulator.errors import InfeasibleError
from formulator.profiles import ProfileTable, profile_table
from formulator.search.assemble import Question, ask
from formulator.search.brief import Brief
from formulator.search.demands import demands_of, smallest
from formulator.search.infeasible import explain_conflict
from ingredients import Catalogue


class Outlook(StrEnum):
    """What is known of a brief before the search."""

    CAN = "can be met"
    """A formula keeps all limits and all linear rules."""
    WARNED = "can be met with warnings"
    """Only at bounds where a rule warns."""
    CANNOT = "cannot be met"
    """Proven."""
    UNKNOWN = "not yet known"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known of a brief before the search."""

    outlook: Outlook
    n_considered: int
    """Ingredients that the brief allows; 0 when a demand was refused before counting."""
    reason: str = ""
    """Why it cannot be met."""
    conflicts: tuple[str, ...] = ()
    """What cannot hold together."""
    relaxations: tuple[str, ...] = ()
    """Single changes, each of which would help; cheapest first."""


def prospect(brief: Brief, catalogue: Catalogue, *, table: ProfileTable | None = None) -> Prospect:
    """Say whether a brief can be met.

    Parameters
    ----------
    brief : Brief
    catalogue : Catalogue
    table : ProfileTable, optional
        Profiles of all foods of the catalogue, when the caller holds them already.

    Returns
    -------
    Prospect
        ``CAN`` and ``CANNOT`` are proven for the limits, doses, windows, structure and linear
        rules. ``CAN`` is no promise: rules that are not linear may still reject each formula.

    Raises
    ------
    UnknownKeyError
        For an unknown target, ingredient, allergen, quantity or claim.
    """
    table = profile_table(catalogue) if table is None else table
    n_considered = 0
    found: set[str] = set()
    try:
        for preferred, outlook in ((True, Outlook.CAN), (False, Outlook.WARNED)):
            questions = ask(brief, catalogue, table, preferred=preferred)
            n_considered = len(questions[0].keys)
            states = {_state(q) for q in questions}
            if "feasible" in states:
                return Prospect(outlook, n_considered)
            found |= states
    except InfeasibleError as error:
        return _cannot(error, n_considered)
    if "unknown" in found:
        return Prospect(Outlook.UNKNOWN, n_considered)
    return _cannot(explain_conflict(questions), n_considered)


def _state(question: Question) -> str:
    return smallest(question, demands_of(question.brief, question)).status


def _cannot(error: InfeasibleError, n_considered: int) -> Prospect:
    return Prospect(Outlook.CANNOT, n_considered, error.message, error.conflicts, error.relaxations)
