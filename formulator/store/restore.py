"""Putting a copy that ``SqlStore.backup`` wrote in the place of a SQLite database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from pathlib import Path

from sqlalchemy.engine import make_url

from formulator.store.errors import StoreError
from formulator.store.sql import open_store

_AFTER = ("-wal", "-shm", "-journal")
"""Files that SQLite keeps beside a database in use."""


def restore(copy: Path, url: str, *, replace: bool = False) -> Path | None:
    """Check a copy and put it in a database's place.

    The copy is brought to this version's schema and its whole record is verified before anything
    is touched; the copy itself stays as it is.

    Parameters
    ----------
    copy : Path
        What ``SqlStore.backup`` wrote.
    url : str
        URL of the SQLite database.
    replace : bool
        Put a database that stands there aside.

    Returns
    -------
    Path or None
        Where the database that stood there is now.

    Raises
    ------
    StoreError
        If the copy is not sound, the database is in use or in the way, or is PostgreSQL's.
    """
    parsed = make_url(url) if url != "memory://" else None
    if parsed is None or parsed.get_backend_name() != "sqlite" or not parsed.database:
        raise StoreError("only a SQLite file is restored; PostgreSQL has pg_restore")
    place = Path(parsed.database)
    if place.exists() and not replace:
        raise StoreError(f"there is a database at {place}; say --replace to put it aside")
    place.parent.mkdir(parents=True, exist_ok=True)
    checked = place.with_name(f"{place.name}.restore-{uuid.uuid4().hex[:8]}")
    try:
        _check(copy, checked)
        if not place.exists():
            checked.replace(place)
            return None
        _leave_wal(place)
        aside = place.with_name(f"{place.name}.replaced-{uuid.uuid4().hex[:8]}")
        place.replace(aside)
        checked.replace(place)
        return aside
    finally:
        for leftover in (checked, *(Path(f"{checked}{end}") for end in _AFTER)):
            leftover.unlink(missing_ok=True)


def _check(copy: Path, checked: Path) -> None:
    """Make a sound copy of a copy, on this version's schema and safely on the disk."""
    if not copy.is_file() or copy.read_bytes()[:15] != b"SQLite format 3":
        raise StoreError(f"{copy} is not a database that 'formulator db backup' wrote")
    shutil.copyfile(copy, checked)
    store = open_store(f"sqlite:///{checked}", migrate=True)
    try:
        problems = store.verify().problems
    finally:
        store.close()
    if problems:
        raise StoreError(f"{copy} is not sound, nothing was changed: {'; '.join(problems[:5])}")
    _leave_wal(checked)
    with checked.open("rb+") as file:
        os.fsync(file.fileno())


def _leave_wal(path: Path) -> None:
    """Bring a database into its one file; only possible while nobody else has it open."""
    connection = sqlite3.connect(path, timeout=1.0)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError:
        mode = "in use"
    finally:
        connection.close()
    if mode != "delete":
        raise StoreError(f"{path} is in use; stop the app first")
