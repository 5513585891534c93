"""Exception tree of the engine.

::

    FormulatorError
    ├── InputError          what the user gave breaks a rule (also a ValueError); exit code 2
    │   └── TableError      rows of a file break rules; all of them are listed
    └── InfeasibleError     the limits of a brief contradict each other; exit code 1

Unknown keys raise ``ingredients.UnknownKeyError``, which names the nearest known ones.
"""

from __future__ import annotations

from collections.abc import Sequence


class FormulatorError(Exception):
    """Root of every error that the engine raises on purpose."""


class InputError(FormulatorError, ValueError):
    """What the user gave breaks a rule: the message says the rule, the value and the way out."""


class TableError(InputError):
    """Rows of a table break rules; every bad row is listed with its place.

    Parameters
    ----------
    rule : str
        What must hold, and the way out.
    problems : sequence of str
        One line per bad row: the place and the value.
    """

    def __init__(self, rule: str, problems: Sequence[str] = ()) -> None:
        self.rule = rule
        self.problems = tuple(problems)
        super().__init__("\n".join([rule, *(f"  - {p}" for p in problems)]))

    def __reduce__(self) -> tuple[type[TableError], tuple[str, tuple[str, ...]]]:
        return (type(self), (self.rule, self.problems))


class InfeasibleError(FormulatorError):
    """No formula satisfies the brief.

    Parameters
    ----------
    message : str
        In words: what contradicts what.
    conflicts : sequence of str
        The smallest set of limits found that cannot hold together.
    relaxations : sequence of str
        Changes of single limits, each of which makes the brief feasible, cheapest first.
    """

    def __init__(
        self, message: str, conflicts: Sequence[str] = (), relaxations: Sequence[str] = ()
    ) -> None:
        self.message = message
        self.conflicts = tuple(conflicts)
        self.relaxations = tuple(relaxations)
        super().__init__(message)

    def __reduce__(
        self,
    ) -> tuple[type[InfeasibleError], tuple[str, tuple[str, ...], tuple[str, ...]]]:
        return (type(self), (self.message, self.conflicts, self.relaxations))
