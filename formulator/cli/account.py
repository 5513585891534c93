"""``formulator account``: who may log in to the app in team mode."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, say, show

app = typer.Typer(
    help="People of team mode (formulator app --team): add, list, change, disable.",
    no_args_is_help=True,
)
NAME = Annotated[str, typer.Argument(help="Name, or e-mail address with an identity provider.")]
ROLE = Annotated[str, typer.Argument(help="scientist, leader, product or admin.")]


@app.command("add", short_help="Create an account; the password is asked for.")
def add(
    name: NAME,
    role: ROLE,
    no_password: Annotated[
        bool, typer.Option(help="Log in by the identity provider only.")
    ] = False,
) -> None:
    """Create an account; the password is asked for, never an argument."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)
    from formulator.web import accounts  # noqa: PLC0415 (as above)

    password = None if no_password else getpass.getpass()
    store = open_store()
    try:
        accounts.create(store, accounts.COMMAND_LINE, name, role=role, password=password)
    finally:
        store.close()
    say(f"account {name!r} may log in as {role}")


@app.command("change", short_help="Change role or password, disable or enable.")
def change(
    name: NAME,
    role: Annotated[str | None, typer.Option(help="New role.")] = None,
    password: Annotated[bool, typer.Option(help="Ask for a new password.")] = False,
    active: Annotated[
        bool | None, typer.Option("--enable/--disable", help="Whether it may log in.")
    ] = None,
) -> None:
    """Change an account's role or password, disable or enable it; counts from the next click."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)
    from formulator.web import accounts  # noqa: PLC0415 (as above)

    new = getpass.getpass("New password: ") if password else None
    store = open_store()
    try:
        user = accounts.change(
            store, accounts.COMMAND_LINE, name, role=role, active=active, password=new
        )
    finally:
        store.close()
    say(f"account {user.name!r}: {user.role}, {'may log in' if user.active else 'disabled'}")


@app.command("list")
def list_(as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """List the accounts."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    users = store.users()
    store.close()

    def table() -> None:
        for user in users:
            typer.echo(f"{user.name}  {user.role}{'' if user.active else '  disabled'}")

    rows = [{"name": u.name, "role": u.role, "active": u.active} for u in users]
    show(rows, as_json=as_json, table=table)
