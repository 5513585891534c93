"""Score sheets: judgements of a round as CSV, in (paper ballots) and out (for statistics)."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from formulator.errors import TableError
from formulator.panel import DIRECTIVES, JAR_ATTRIBUTES, JAR_RANGE
from formulator.store.base import Store
from formulator.store.errors import ConflictError
from formulator.store.records import Answers, Receipt, Round, RoundStatus
from formulator.store.sql_judgements import check_answers
from formulator.store.tables import HEDONIC

MAX_BYTES = 10_000_000
JAR_COLUMNS = tuple(f"jar_{name}" for name in JAR_ATTRIBUTES)
COLUMNS = ("taster", "code", *HEDONIC, *JAR_COLUMNS, "directives", "comment")
EXPORT_COLUMNS = ("Assessor", "Product", "Session", "Replica", "Sequence", "Code")


def read_score_sheet(path: Path) -> list[dict[str, str]]:
    """Read a sheet with the columns ``taster, code, overall`` and any of the others.

    Commas, semicolons or tabs part the cells, whichever the first line holds most of.

    Raises
    ------
    TableError
        If the file is empty, too large, not UTF-8, or lacks or repeats columns.
    """
    if path.stat().st_size > MAX_BYTES:
        raise TableError(f"a score sheet may have {MAX_BYTES // 10**6} MB, {path.name} is larger")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path.name} is not UTF-8 text (byte {error.start})") from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    header = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in ("taster", "code", "overall") if name not in header]
    unknown = sorted(set(header) - set(COLUMNS))
    if missing or unknown or len(set(header)) < len(header):
        raise TableError(
            f"{path.name} must have the columns taster, code, overall and may have "
            f"{', '.join(COLUMNS[3:])}, each once",
            [*(f"missing: {n}" for n in missing), *(f"unknown: {n}" for n in unknown)],
        )
    reader.fieldnames = header
    rows = [{k: (v or "").strip() for k, v in row.items() if k} for row in reader]
    if not rows:
        raise TableError(f"{path.name} holds no row below its header")
    return rows


def enter_score_sheet(
    store: Store, round_: Round, rows: Iterable[Mapping[str, str]]
) -> tuple[Receipt, ...]:
    """Keep all rows of a sheet, or none.

    Entering the same sheet twice stores it once; a changed answer for a cup that was
    answered already is refused.

    Raises
    ------
    TableError
        Listing every bad row with its number (the header is row 1).
    ConflictError
        If the round is closed, or a cup was answered otherwise before.
    """
    rows = tuple(rows)
    cups = {
        (seat.taster, code): serving.id
        for seat in store.seats(round_.id)
        for serving, code, _ in store.ballot_servings(seat.id)
    }
    entries: list[tuple[str, Answers, str]] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        cup = cups.get((row["taster"], row["code"]))
        if cup is None:
            problems.append(
                f"row {number}: taster {row['taster']!r} has no cup {row['code']!r} in this round"
            )
            continue
        try:
            answers = _answers(row)
            check_answers(answers)
        except TableError as error:
            problems += [f"row {number}: {p}" for p in error.problems or (error.rule,)]
            continue
        entries.append((cup, answers, _key(cup, row)))
    if problems:
        raise TableError("the sheet was not stored; mend these rows", problems)
    try:
        return store.submit_all(entries)
    except ConflictError as error:
        if error.entry is None:
            raise
        row = rows[error.entry]
        raise ConflictError(
            f"row {error.entry + 2} (taster {row['taster']!r}, cup {row['code']!r}): {error}; "
            "nothing of the sheet was stored"
        ) from None


def _key(cup: str, row: Mapping[str, str]) -> str:

    answers = "\x1f".join(f"{name}={row.get(name, '')}" for name in COLUMNS[2:])
    return hashlib.sha256(f"{cup}\x1e{answers}".encode()).hexdigest()


def _answers(row: Mapping[str, str]) -> Answers:
    problems: list[str] = []

    def whole(name: str) -> int | None:
        text = row.get(name, "")
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            problems.append(f"{name} must be a whole number, got {text!r}")
            return None

    scores = {name: whole(name) for name in HEDONIC}
    jar = {name: whole(f"jar_{name}") for name in JAR_ATTRIBUTES}
    wishes = tuple(w.strip() for w in row.get("directives", "").split(";") if w.strip())
    unknown = [w for w in wishes if w not in DIRECTIVES]
    if unknown:
        problems.append(f"unknown directive {', '.join(unknown)}; known: {', '.join(DIRECTIVES)}")
    low, high = JAR_RANGE
    problems += [
        f"jar_{name} must be {low} to {high}, got {step}"
        for name, step in jar.items()
        if step is not None and not low <= step <= high
    ]
    if problems:
        raise TableError("answers that cannot be read", problems)
    return Answers(
        scores={k: v for k, v in scores.items() if v is not None},
        jar={k: v for k, v in jar.items() if v is not None},
        directives=wishes,
        comment=row.get("comment", ""),
        source="paper",
    )


def score_rows(store: Store, round_: Round) -> list[dict[str, Any]]:
    """Return a closed round's judgements as rows for statistics programs.

    Columns: Assessor, Product, Session, Replica, Sequence, Code, then the attributes. A
    hidden duplicate is Replica 2 of its product. Voided judgements are left out.

    Raises
    ------
    ConflictError
        While the round is open.
    """
    if round_.status is RoundStatus.OPEN:
        raise ConflictError(f"round {round_.name!r} is open: results are sealed until it is closed")
    samples = {s.id: s for s in store.samples(round_.id)}
    rows = []
    for judgement in store.judgements(round_id=round_.id):
        if judgement.voided:
            continue
        sample = samples[judgement.sample_id]
        product = sample.candidate_id or sample.label
        rows.append(
            {
                "Assessor": judgement.taster,
                "Product": product,
                "Session": round_.number,
                "Replica": 2 if sample.kind.value == "duplicate" else 1,
                "Sequence": judgement.position,
                "Code": judgement.code,
                **{name: judgement.scores.get(name) for name in HEDONIC},
                **{f"jar_{name}": judgement.jar.get(name) for name in JAR_ATTRIBUTES},
                "directives": ";".join(judgement.directives),
                "comment": judgement.comment,
            }
        )
    return sorted(rows, key=lambda r: (str(r["Assessor"]), int(r["Sequence"])))
