"""``formulator db``: upgrade, back up, move projects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, say, show
from formulator.errors import InputError

app = typer.Typer(
    help="Look after the database: upgrade, back up, export and import projects.",
    no_args_is_help=True,
)


@app.command("upgrade")
def upgrade() -> None:
    """Bring the database's schema to this version."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    open_store(migrate=True).close()
    say("the schema is up to date")


@app.command("backup", short_help="Write a copy of the database while it is in use.")
def backup(
    path: Annotated[Path, typer.Argument(help="New file for the copy.")],
) -> None:
    """Write a consistent copy of the database while it is in use (SQLite)."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    store.backup(path)
    store.close()
    say(f"copied to {path}")


@app.command("restore", short_help="Check a copy and put it in the database's place.")
def restore(
    path: Annotated[Path, typer.Argument(help="File that 'formulator db backup' wrote.")],
    replace: Annotated[
        bool, typer.Option(help="Put the database that stands there aside.")
    ] = False,
) -> None:
    """Check a copy and put it in the database's place (SQLite; stop the app first)."""
    from formulator.store import default_url  # noqa: PLC0415 (start-up stays light)
    from formulator.store.restore import restore as put_back  # noqa: PLC0415 (as above)

    aside = put_back(path, default_url(), replace=replace)
    say("restored" if aside is None else f"restored; what stood there is now {aside}")


@app.command("export")
def export(
    project: Annotated[str, typer.Argument(help="Name of the project.")],
    path: Annotated[Path, typer.Argument(help="New file, JSON.")],
) -> None:
    """Write a whole project to one file, loss-free."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    if path.exists():
        raise InputError(f"{path} exists already; name a new file")
    store = open_store()
    data = store.dump_project(store.project(project).id)
    store.close()
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    say(f"exported to {path}")


@app.command("import", short_help="Read a project that was exported.")
def import_(
    path: Annotated[Path, typer.Argument(help="File that 'formulator db export' wrote.")],
) -> None:
    """Read a project that was exported; ids and name must be new here."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(f"{path} is not a project file: {error}") from None
    if not isinstance(data, dict):
        raise InputError(f"{path} is not a project file: it holds no object")
    store = open_store()
    project = store.load_project(data)
    store.close()
    say(f"imported project {project.name!r}")


@app.command("audit")
def audit(as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """Show who did what when."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    entries = store.audit()
    store.close()

    def table() -> None:
        for e in entries:
            typer.echo(f"{e.at:%Y-%m-%d %H:%M} {e.actor or '-'} {e.action} {e.subject}")

    rows = [
        {"at": e.at.isoformat(), "actor": e.actor, "action": e.action, "subject": e.subject}
        for e in entries
    ]
    show(rows, as_json=as_json, table=table)


@app.command("erase-taster", short_help="Replace a taster's name by a random one.")
def erase_taster(
    project: Annotated[str, typer.Argument(help="Name of the project.")],
    taster: Annotated[str, typer.Argument(help="The taster's name as in the rounds.")],
) -> None:
    """Replace a taster's name by a random one in all rounds and triangle tests; scores stay.

    Comments that the taster wrote stay too; so do backups and exported files.
    """
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    try:
        n = store.erase_taster(store.project(project).id, taster, actor="command line")
    finally:
        store.close()
    say(f"erased in {n} round(s) and triangle test(s)")


@app.command("forget-tasters", short_help="Replace the names of tasters of long ago.")
def forget_tasters(
    days: Annotated[int, typer.Option(min=1, help="Rounds closed longer ago than this.")],
    dry_run: Annotated[bool, typer.Option(help="Only say how many there are.")] = False,
) -> None:
    """Replace tasters' names in rounds and triangle tests of long ago; run it daily by cron.

    Scores stay, and so do comments, backups and exported files.
    """
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 (start-up stays light)

    from formulator.store import open_store  # noqa: PLC0415 (as above)

    before = datetime.now(UTC) - timedelta(days=days)
    store = open_store()
    try:
        if dry_run:
            say(f"{store.old_seats(before)} name(s) would be erased")
        else:
            n = store.forget_tasters(before, actor="command line")
            say(f"{n} name(s) erased")
    finally:
        store.close()


@app.command("verify", short_help="Look for changes behind the record's back.")
def verify(as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """Look for changes that were made to the record behind the program's back.

    Compares the audit chain with itself and every row that may never change with the digest
    its audit entry holds. Note the printed head elsewhere now and then: only with it one sees
    that the newest entries were cut off.
    """
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    found = store.verify()
    store.close()

    def table() -> None:
        typer.echo(f"{found.n_entries} audit entries, {found.n_rows} sealed rows")
        typer.echo(f"head {found.head}")
        for problem in found.problems:
            typer.echo(f"PROBLEM {problem}")
        if not found.problems:
            typer.echo("the record is sound")

    rows = {
        "entries": found.n_entries,
        "rows": found.n_rows,
        "head": found.head,
        "problems": list(found.problems),
    }
    show(rows, as_json=as_json, table=table)
    if found.problems:
        raise typer.Exit(1)
