"""Errors of the store; all are ``FormulatorError`` so that callers need only one except.

::

    FormulatorError
    └── StoreError
        ├── UnavailableError     the database is gone, full or busy: send again
        ├── NotFoundError        no such project, round, seat or serving
        ├── ConflictError        someone else was first: the message says what stands now
        └── SchemaError          the database has another schema; names the command that mends it
"""

from __future__ import annotations

from formulator.errors import FormulatorError


class StoreError(FormulatorError):
    """Root of the store's errors."""


class UnavailableError(StoreError):
    """The database cannot be reached or written just now; sending again is safe."""


class NotFoundError(StoreError, LookupError):
    """What was asked for is not in the store."""


class ConflictError(StoreError):
    """What was written does not fit what stands in the store by now."""

    entry: int | None = None
    """Which of several entries is meant, from 0, when many were handed over at once."""


class SchemaError(StoreError):
    """The database's schema is not the one this version works with."""
