"""Store: projects, briefs, candidates, rounds and judgements that outlive the process."""

from formulator.store.base import Store
from formulator.store.engine import default_url
from formulator.store.errors import (
    ConflictError,
    NotFoundError,
    SchemaError,
    StoreError,
    UnavailableError,
)
from formulator.store.records import (
    Answers,
    AuditEntry,
    Draft,
    FormulaVersion,
    Iteration,
    Measurement,
    NewMeasurement,
    NewRound,
    Project,
    Receipt,
    Round,
    RoundStatus,
    Sample,
    SampleKind,
    Seat,
    Serving,
    Share,
    Sitting,
    StoredJudgement,
    User,
)
from formulator.store.sql import SqlStore, open_store
from formulator.store.sql_sittings import token_hash
from formulator.store.verify import Verification
from formulator.store.versions import PartChange, diff_parts

__all__ = [
    "Answers",
    "AuditEntry",
    "ConflictError",
    "Draft",
    "FormulaVersion",
    "Iteration",
    "Measurement",
    "NewMeasurement",
    "NewRound",
    "NotFoundError",
    "PartChange",
    "Project",
    "Receipt",
    "Round",
    "RoundStatus",
    "Sample",
    "SampleKind",
    "SchemaError",
    "Seat",
    "Serving",
    "Share",
    "Sitting",
    "SqlStore",
    "Store",
    "StoreError",
    "StoredJudgement",
    "UnavailableError",
    "User",
    "Verification",
    "default_url",
    "diff_parts",
    "open_store",
    "token_hash",
]
