"""``formulator round``: open a tasting, enter scores, close it, look at the results."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulator.cli.output import JSON_OPTION, print_table, say, show
from formulator.errors import InputError

if TYPE_CHECKING:
    from formulator.store import Round, Store

app = typer.Typer(
    help="Tastings: blind codes, serving orders, scores, results.", no_args_is_help=True
)

PROJECT = typer.Argument(help="Name of the project.")
NUMBER = typer.Option("--round", help="Number of the round; the newest by default.")
N_CUPS = 6
MAX_TASTERS = 1000
"""More is a slip of the finger: the app is measured with 800 at once, and a design of a hundred
thousand takes hours."""


def find_round(store: Store, project: str, number: int | None) -> Round:
    """Return a round of a project by number; the newest by default."""
    rounds = store.rounds(store.project(project).id)
    if not rounds:
        raise InputError(f"project {project!r} has no round yet; run 'formulator round open'")
    if number is None:
        return rounds[-1]
    for found in rounds:
        if found.number == number:
            return found
    known = ", ".join(str(r.number) for r in rounds)
    raise InputError(f"project {project!r} has no round {number}; it has {known}")


def _names(text: str) -> tuple[str, ...]:
    """Read ``"8"`` as T1 ... T8, or names between commas."""
    if not text.strip().isdigit():
        return _ids(text)
    if int(text) > MAX_TASTERS:
        raise InputError(f"a round seats at most {MAX_TASTERS} tasters, got {int(text)}")
    return tuple(f"T{i:02d}" for i in range(1, int(text) + 1))


def _ids(text: str) -> tuple[str, ...]:
    """Read ids between commas."""
    return tuple(t.strip() for t in text.split(",") if t.strip())


@app.command("open", short_help="Open a round: formulas become coded cups.")
def open_(
    project: Annotated[str, PROJECT],
    *,
    tasters: Annotated[str, typer.Option(help="How many, or pseudonyms between commas.")],
    candidates: Annotated[
        str, typer.Option(help="Candidate ids between commas; the first six by default.")
    ] = "",
    name: Annotated[str, typer.Option(help="Name of the round.")] = "",
    control: Annotated[
        str, typer.Option(help="Label of a blind control, e.g. milk_whole; none by default.")
    ] = "",
    duplicate: Annotated[str, typer.Option(help="Candidate to serve twice under two codes.")] = "",
    warm_up: Annotated[bool, typer.Option(help="Serve an unscored first cup.")] = False,
    cups: Annotated[int | None, typer.Option(help="Cups a taster; all by default.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same codes and orders.")] = 0,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Open a round: candidates of the newest proposal become coded cups."""
    from formulator.store import open_store, tasting  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    found = store.project(project)
    iteration = tasting.latest_iteration(store, found.id)
    ids = _ids(candidates) or tuple(c.id for c in tasting.candidates_of(iteration)[:N_CUPS])
    plan = tasting.TastingPlan(
        name=name or f"Round {len(store.rounds(found.id)) + 1}",
        candidates=tasting.choose(iteration, ids),
        tasters=_names(tasters),
        iteration_id=iteration.id,
        control=control,
        duplicate=duplicate,
        warm_up=warm_up,
        cups=cups,
        seed=seed,
    )
    opened = tasting.open_round(store, found.id, plan)
    samples = store.samples(opened.round.id)
    orders = {
        p.taster: [code for _, code, _ in store.ballot_servings(p.seat_id)]
        for p in tasting.progress(store, opened.round.id)
    }
    store.close()
    short = dict(opened.short_codes)
    data = {
        "round": opened.round.number,
        "name": opened.round.name,
        "kitchen": [{"code": s.code, "serves": s.label} for s in samples],
        "tasters": [
            {"taster": t, "short_code": short[t], "token": token, "order": orders[t]}
            for t, token in opened.tokens
        ],
        "balance": opened.balance.describe(),
    }
    show(data, as_json=as_json, table=lambda: _opened_table(data))


def _opened_table(data: dict[str, Any]) -> None:
    typer.echo(f"{data['name']} is open. Balance: {data['balance']}\n")
    typer.echo("Kitchen sheet (not for tasters):")
    print_table(("code", "serves"), [(k["code"], k["serves"]) for k in data["kitchen"]])
    typer.echo("\nServing sheet:")
    print_table(
        ("taster", "enters with", "cups in order"),
        [(t["taster"], t["short_code"], " ".join(t["order"])) for t in data["tasters"]],
    )


@app.command("list")
def list_(project: Annotated[str, PROJECT], as_json: Annotated[bool, JSON_OPTION] = False) -> None:
    """List a project's rounds."""
    from formulator.store import open_store, tasting  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    rows: list[dict[str, Any]] = []
    for found in store.rounds(store.project(project).id):
        seats = tasting.progress(store, found.id)
        rows.append(
            {
                "round": found.number,
                "name": found.name,
                "status": found.status.value,
                "tasters": len(seats),
                "answered": sum(p.n_answered for p in seats),
                "cups": sum(p.n_cups for p in seats),
            }
        )
    store.close()
    header = ("round", "name", "status", "tasters", "answered", "cups")
    show(
        rows,
        as_json=as_json,
        table=lambda: print_table(header, [[r[h] for h in header] for r in rows]),
    )


@app.command("progress")
def progress(
    project: Annotated[str, PROJECT],
    number: Annotated[int | None, NUMBER] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Show how far each taster is."""
    from formulator.store import open_store, tasting  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    seats = tasting.progress(store, find_round(store, project, number).id)
    store.close()
    rows = [
        {
            "taster": p.taster,
            "short_code": p.short_code,
            "answered": p.n_answered,
            "cups": p.n_cups,
        }
        for p in seats
    ]
    header = ("taster", "short_code", "answered", "cups")
    show(
        rows,
        as_json=as_json,
        table=lambda: print_table(header, [[r[h] for h in header] for r in rows]),
    )


@app.command("score", short_help="Enter paper ballots from a CSV.")
def score(
    project: Annotated[str, PROJECT],
    sheet: Annotated[
        Path, typer.Argument(help="CSV: taster, code, overall, taste, ...", exists=True)
    ],
    number: Annotated[int | None, NUMBER] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Enter paper ballots from a CSV: all rows, or none when one is wrong."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)
    from formulator.store.score_sheet import (  # noqa: PLC0415 (start-up stays light)
        enter_score_sheet,
        read_score_sheet,
    )

    rows = read_score_sheet(sheet)
    store = open_store()
    receipts = enter_score_sheet(store, find_round(store, project, number), rows)
    store.close()
    n_new = sum(r.value == "stored" for r in receipts)
    data = {"stored": n_new, "known_already": len(receipts) - n_new}
    show(
        data,
        as_json=as_json,
        table=lambda: typer.echo(f"{n_new} judgements stored, {data['known_already']} known"),
    )


@app.command("close", short_help="Close a round for good; results may be looked at.")
def close(
    project: Annotated[str, PROJECT],
    number: Annotated[int | None, NUMBER] = None,
) -> None:
    """Close a round for good: no more answers, results may be looked at."""
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    closed = store.close_round(find_round(store, project, number).id)
    store.close()
    say(f"round {closed.number} ({closed.name}) is closed")


@app.command("results", short_help="Print a closed round's scores as CSV.")
def results(
    project: Annotated[str, PROJECT],
    number: Annotated[int | None, NUMBER] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Print a closed round's scores as CSV (Assessor, Product, Session, Replica, Sequence ...)."""
    from formulator.report import to_csv  # noqa: PLC0415 (start-up stays light)
    from formulator.store import open_store  # noqa: PLC0415 (start-up stays light)
    from formulator.store.score_sheet import score_rows  # noqa: PLC0415 (start-up stays light)

    store = open_store()
    rows = score_rows(store, find_round(store, project, number))
    store.close()

    def table() -> None:
        if rows:
            sys.stdout.write(to_csv(list(rows[0]), [list(row.values()) for row in rows]))

    show(rows, as_json=as_json, table=table)
