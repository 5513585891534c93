"""Store: projects, briefs, candidates, rounds and judgements that outlive the process."""

from formulator.store.base import Store
from formulator.store.engine import default_url
from formulator.store.errors import ConflictError, NotFoundError, SchemaError, StoreError
from formulator.store.records import (
    Answers,
    AuditEntry,
    Draft,
    Iteration,
    NewRound,
    Project,
    Receipt,
    Round,
    RoundStatus,
    Sample,
    SampleKind,
    Seat,
    Serving,
    StoredJudgement,
    User,
)
from formulator.store.sql import SqlStore, open_store
from formulator.store.sql_rounds import token_hash

__all__ = [
    "Answers",
    "AuditEntry",
    "ConflictError",
    "Draft",
    "Iteration",
    "NewRound",
    "NotFoundError",
    "Project",
    "Receipt",
    "Round",
    "RoundStatus",
    "Sample",
    "SampleKind",
    "SchemaError",
    "Seat",
    "Serving",
    "SqlStore",
    "Store",
    "StoreError",
    "StoredJudgement",
    "User",
    "default_url",
    "open_store",
    "token_hash",
]
