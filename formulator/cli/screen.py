"""``formulator screen``: many briefs at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from formulator.cli.output import JSON_OPTION, libraries_aside, print_table, say, show


def screen(
    briefs: Annotated[Path, typer.Argument(help="CSV: target, and any other field of a brief.")],
    *,
    scenarios: Annotated[
        Path | None, typer.Option(help="CSV of changes; every brief runs under every row.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="JSON lines; call again with the same file to resume.")
    ] = None,
    backend: Annotated[
        str, typer.Option(help="cores, cores:N, or a Dask scheduler such as tcp://host:8786.")
    ] = "cores",
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Run hundreds of briefs, resumable; a brief that fails is reported and the rest go on."""
    from formulator.backend import running_on  # noqa: PLC0415 (start-up stays light)
    from formulator.search import screen as screening  # noqa: PLC0415

    jobs = screening.read_jobs(briefs, scenarios)
    path = out or briefs.with_suffix(".results.jsonl")
    with libraries_aside(), running_on(backend) as words:
        say(f"{len(jobs)} briefs on {words}, results in {path}")
        results = list(
            screening.screen(
                jobs, path, report=lambda done, wanted, name: say(f"{done} of {wanted}: {name}")
            )
        )
    results.sort(key=lambda r: str(r["name"]))
    rows = [(r["name"], r["status"], _nearest(r), str(r.get("message", ""))) for r in results]
    counts = Counter(str(r["status"]) for r in results)
    summary = {"counts": dict(sorted(counts.items())), "results": results, "file": str(path)}
    show(
        summary,
        as_json=as_json,
        table=lambda: print_table(("brief", "status", "nearest", "message"), rows),
    )
    if not counts.get("done"):
        raise typer.Exit(1)


def _nearest(result: dict[str, object]) -> float | None:
    proposal = result.get("proposal")
    if not isinstance(proposal, dict) or not proposal["candidates"]:
        return None
    return float(proposal["candidates"][0]["distance"])
