"""Screening: many briefs, each under many scenarios, in parallel and resumable.

Results are appended to a file of JSON lines as they arrive, each under the key of its brief, by
the calling process alone. A run that was cut is called again with the same file: what stands
there is not computed again, a half-written last line is dropped. A brief that fails is reported
as a result of its own and the rest go on.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib

import ingredients
from formulator.errors import FormulatorError, InfeasibleError, InputError, TableError
from formulator.search.brief import Brief, Limit
from formulator.search.propose import propose
from ingredients import IngredientsError

Report = Callable[[int, int, str], None]
"""Called with (results so far, results wanted, name of the last one)."""

PASSES = 3
"""How often jobs are handed out again when a worker dies with them."""
LISTS = ("exclude_allergens", "exclude", "require", "claims", "limits")
"""Columns that hold several values, separated by semicolons."""
NUMBERS = {
    "max_ingredients": int, "seed": int, "n_unexpected": int,
    "scale_step": float, "time_limit": float, "n": int,
}  # fmt: skip
COLUMNS = ("name", "target", "jurisdiction", "notes", *LISTS, *NUMBERS)
DEFAULT_N = 3
"""Candidates per brief where the table has no column ``n``."""


@dataclass(frozen=True, slots=True)
class Job:
    """One brief under one scenario."""

    name: str
    brief: Brief
    n: int

    @property
    def key(self) -> str:
        """Hash of the name and everything that decides the answer."""
        text = json.dumps([self.name, self.brief.to_dict(), self.n], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_jobs(briefs: Path, scenarios: Path | None = None) -> tuple[Job, ...]:
    """Read briefs from a table, crossed with scenarios.

    Parameters
    ----------
    briefs : Path
        CSV with a column ``target`` and any of ``COLUMNS``; values of lists are separated by
        semicolons, e.g. ``sugars<=4;cost<=0.8``.
    scenarios : Path, optional
        CSV of the same columns: each row replaces or, for lists, adds to the values of every
        brief.

    Returns
    -------
    tuple of Job

    Raises
    ------
    TableError
        Listing every row that cannot be read.
    """
    rows = _rows(briefs, needed=("target",))
    changes = _rows(scenarios, needed=()) if scenarios else [(0, {})]
    jobs: list[Job] = []
    problems: list[str] = []
    for line, row in rows:
        for other, change in changes:
            place = f"line {line}" + (f" with scenario line {other}" if other else "")
            try:
                jobs.append(_job(_merged(row, change), line))
            except (FormulatorError, ValueError) as error:
                problems.append(f"{place}: {error}")
    if problems:
        raise TableError(f"every row of {briefs} must be a brief", problems)
    if not jobs:
        raise TableError(f"{briefs} holds no rows; give at least one target")
    return tuple({job.key: job for job in jobs}.values())


def _rows(path: Path, *, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _read(path, text, needed)
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path} is not UTF-8 (byte {error.start}); save it as 'CSV UTF-8'"
        ) from None
    except OSError as error:
        raise TableError(f"cannot read {path}: {error.strerror}") from None
    except csv.Error as error:
        raise TableError(f"{path} is no table of briefs: {error}") from None


def _read(path: Path, text: str, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    with io.StringIO(text, newline="") as file:
        reader = csv.DictReader(file)
        header = tuple(name.strip() for name in reader.fieldnames or ())
        unknown = sorted(set(header) - set(COLUMNS))
        missing = sorted(set(needed) - set(header))
        if unknown or missing:
            problems = [f"unknown column {c!r}" for c in unknown]
            problems += [f"missing column {c!r}" for c in missing]
            raise TableError(f"{path} may have the columns {', '.join(COLUMNS)}", problems)
        reader.fieldnames = header
        return [
            (line, {k: (v or "").strip() for k, v in row.items() if k})
            for line, row in enumerate(reader, start=2)
            if any((v or "").strip() for v in row.values() if isinstance(v, str))
        ]


def _merged(row: Mapping[str, str], change: Mapping[str, str]) -> dict[str, str]:
    merged = dict(row)
    for column, value in change.items():
        if not value:
            continue
        if column in LISTS or column == "name":
            separator = ";" if column in LISTS else " | "
            merged[column] = separator.join(v for v in (merged.get(column, ""), value) if v)
        else:
            merged[column] = value
    return merged


def _job(row: Mapping[str, str], line: int) -> Job:
    values: dict[str, Any] = {}
    for column, text in row.items():
        if not text or column == "name":
            continue
        if column in LISTS:
            items = tuple(t.strip() for t in text.split(";") if t.strip())
            values[column] = tuple(map(Limit.parse, items)) if column == "limits" else items
        elif column in NUMBERS:
            values[column] = _number(column, text)
        else:
            values[column] = text
    n = values.pop("n", DEFAULT_N)
    return Job(row.get("name") or f"line {line}", Brief(**values), n)


def _number(column: str, text: str) -> int | float:
    try:
        number: int | float = NUMBERS[column](text)
        return number
    except ValueError:
        kind = "whole number" if NUMBERS[column] is int else "number"
        raise InputError(f"{column} must be a {kind}, got {text[:40]!r}") from None


def run(job: Job) -> dict[str, Any]:
    """Answer one job; whatever goes wrong becomes a result that says so.

    Parameters
    ----------
    job : Job

    Returns
    -------
    dict
        ``key``, ``name``, ``status`` (done, infeasible or failed) and the proposal or message.
    """
    result: dict[str, Any] = {"key": job.key, "name": job.name}
    try:
        proposal = propose(job.brief, ingredients.load(), n=job.n)
    except InfeasibleError as error:
        ways = list(error.relaxations)
        return result | {"status": "infeasible", "message": error.message, "relaxations": ways}
    except (FormulatorError, IngredientsError) as error:
        return result | {"status": "failed", "message": str(error)}
    except Exception as error:  # a fault in one brief must not end the others; it is reported
        return result | {"status": "failed", "message": f"{type(error).__name__}: {error}"}
    return result | {"status": "done", "proposal": proposal.to_dict()}


def screen(
    jobs: Sequence[Job],
    path: Path,
    *,
    report: Report | None = None,
    work: Callable[[Job], dict[str, Any]] = run,
) -> Iterator[dict[str, Any]]:
    """Answer jobs on the current joblib backend, appending each result to a file.

    Parameters
    ----------
    jobs : sequence of Job
    path : Path
        File of JSON lines; results that stand there already are kept.
    report : callable, optional
    work : callable
        What answers one job.

    Yields
    ------
    dict
        Results in the order in which they arrive; those of an earlier run first.
    """
    wanted = {job.key: job for job in jobs}
    seen = {key: r for key, r in read_results(path).items() if key in wanted}
    yield from seen.values()
    done = set(seen)
    tell = report or (lambda _done, _wanted, _name: None)
    for attempt in range(1, PASSES + 1):
        rest = [job for key, job in wanted.items() if key not in done]
        try:
            for result in _fresh(_arriving(rest, work), done):
                _append(path, result)
                tell(len(done), len(wanted), str(result["name"]))
                yield result
        except Exception as error:  # a dead worker: what it held is handed out again
            if attempt == PASSES:
                raise
            tell(len(done), len(wanted), f"handing out again after {type(error).__name__}")
        if len(done) == len(wanted):
            return


def _fresh(results: Iterable[dict[str, Any]], done: set[str]) -> Iterator[dict[str, Any]]:
    """Let each result pass once, noting its key."""
    for result in results:
        if result["key"] not in done:
            done.add(result["key"])
            yield result


def _arriving(
    jobs: Iterable[Job], work: Callable[[Job], dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    parallel = joblib.Parallel(n_jobs=None, return_as="generator_unordered", batch_size=1)
    return iter(parallel(joblib.delayed(work)(job) for job in jobs))


def read_results(path: Path) -> dict[str, dict[str, Any]]:
    """Return the results of an earlier run by key; a half-written last line is cut off."""
    if not path.exists():
        return {}
    found: dict[str, dict[str, Any]] = {}
    good = 0
    with path.open("rb") as file:
        for line in file:
            try:
                result = json.loads(line)
                key = result["key"]
            except (ValueError, KeyError, TypeError):
                break
            if not line.endswith(b"\n"):
                break
            found[key] = result
            good += len(line)
    if good < path.stat().st_size:
        with path.open("rb+") as file:
            file.truncate(good)
    return found


def _append(path: Path, result: Mapping[str, Any]) -> None:
    """Write one line and force it to disk: what was reported as done stays done."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
