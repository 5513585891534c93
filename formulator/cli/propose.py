"""``formulator propose``: formulas for a brief."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulator.cli import briefs
from formulator.cli.output import JSON_OPTION, libraries_aside, print_table, say, show
from formulator.wording import counted

if TYPE_CHECKING:
    from formulator.search.brief import Brief
    from formulator.search.candidate import Candidate, Proposal
    from formulator.store import Store


def propose(  # noqa: PLR0917 (typer reads its options from the parameters)
    context: typer.Context,
    target: briefs.TargetArgument,
    n: Annotated[int, typer.Option("--n", help="Wanted number of formulas.")] = 10,
    max_ingredients: briefs.MaxIngredients = 8,
    exclude_allergen: briefs.ExcludeAllergen = None,
    exclude: briefs.Exclude = None,
    require: briefs.Require = None,
    limit: briefs.LimitOption = None,
    lock: briefs.Lock = None,
    claim: briefs.Claim = None,
    weight: briefs.Weight = None,
    jurisdiction: briefs.Jurisdiction = "US",
    unexpected: briefs.Unexpected = 0,
    scale_step: briefs.ScaleStep = 0.01,
    seed: briefs.Seed = 0,
    time_limit: briefs.TimeLimit = 10.0,
    project: Annotated[
        str,
        typer.Option(
            help="Keep the proposal in this project and use what it has learned; what is not "
            "given here is as in its last brief."
        ),
    ] = "",
    new_brief: Annotated[
        bool, typer.Option("--new-brief", help="Keep nothing of the project's last brief.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(help="Folder for one CSV a formula (key,percent), as check and report read."),
    ] = None,
    as_json: Annotated[bool, JSON_OPTION] = False,
) -> None:
    """Propose formulas near a target, each with distance, bound, gap and reasons."""
    brief = briefs.make_brief(
        target,
        max_ingredients=max_ingredients,
        exclude_allergen=exclude_allergen,
        exclude=exclude,
        require=require,
        limit=limit,
        lock=lock,
        claim=claim,
        weight=weight,
        jurisdiction=jurisdiction,
        unexpected=unexpected,
        scale_step=scale_step,
        seed=seed,
        time_limit=time_limit,
    )
    named = frozenset(briefs.OPTIONS.values()) if new_brief else briefs.given(context)
    with libraries_aside():
        data = _in_project(brief, project, n, named) if project else _once(brief, n).to_dict()
    if save is not None:
        _save(data, save)
    show(data, as_json=as_json, table=lambda: draw_kept(data))


def _save(data: dict[str, Any], folder: Path) -> None:
    """Write every candidate as a file that the other commands read."""
    folder.mkdir(parents=True, exist_ok=True)
    for candidate in data["candidates"]:
        with (folder / f"{candidate['id']}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["key", "percent"])
            writer.writerows([p["key"], f"{p['percent']:.10g}"] for p in candidate["parts"])
    say(f"{counted(len(data['candidates']), 'formula')} written to {folder}")


def _once(brief: Brief, n: int) -> Proposal:
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator.search.propose import propose as search  # noqa: PLC0415

    return search(brief, data.load(), n=n)


def _in_project(brief: Brief, name: str, n: int, named: frozenset[str]) -> dict[str, Any]:
    """Propose within a project: what its panels have said is used, the proposal is kept.

    Fields of the brief that were not ``named`` are those of the project's last brief for the same
    target: an allergen that was kept out once must not come back because nobody named it again.
    After the first closed round the kept proposal also holds ``learned``.
    """
    import ingredients as data  # noqa: PLC0415 (start-up stays light)
    from formulator.store import open_store  # noqa: PLC0415
    from formulator.store.improve import propose_next  # noqa: PLC0415

    store = open_store()
    if name in {p.name for p in store.projects()}:
        project = store.project(name)
        brief = _as_before(store, project.id, brief, named)
        kept = propose_next(store, project, brief, data.load(), n=n)
    else:  # a brief that cannot be met leaves no empty project behind
        content = _once(brief, n).to_dict()
        kept = store.add_iteration(store.create_project(name).id, brief.to_dict(), content)
    learned = f", learned from {counted(len(kept.learned_from), 'round')}" * bool(kept.learned_from)
    say(f"kept as iteration {kept.number} of project {name!r}{learned}")
    return dict(kept.proposal)


def _as_before(store: Store, project_id: str, brief: Brief, named: frozenset[str]) -> Brief:
    """Keep what the newest brief for this target asked for and say so."""
    from formulator.search.brief import Brief  # noqa: PLC0415 (start-up stays light)

    for iteration in reversed(store.iterations(project_id)):
        if iteration.brief.get("target") == brief.target:
            last = Brief.from_dict(iteration.brief)
            kept, words = briefs.carried_over(brief, last, named)
            if words:
                say(f"as in iteration {iteration.number}: {', '.join(words)} (or give --new-brief)")
            return kept
    return brief


def draw_kept(data: dict[str, Any]) -> None:
    """Print a proposal, and what the panels taught when they did."""
    from formulator.search.candidate import Proposal  # noqa: PLC0415 (start-up stays light)

    draw(Proposal.from_dict(data))
    learned = data.get("learned")
    if learned is None:
        return
    typer.echo(f"\nWhat the panels taught: {learned['lesson']}")
    typer.echo(f"Advice: {learned['advice']}")
    if learned["next_round"]:
        typer.echo("Taste next:")
        print_table(
            ("formula", "why", "gain", "liking", "low 90", "high 90", "reason"),
            [
                (p["id"], p["label"], p["expected_gain"], p["mean"], p["low90"], p["high90"],
                 p["reason"])
                for p in learned["next_round"]
            ],
        )  # fmt: skip


def draw(proposal: Proposal) -> None:
    """Print a proposal as tables for people."""
    typer.echo(
        f"{proposal.target_name}: {counted(len(proposal.candidates), 'formula')} from "
        f"{proposal.n_considered} of {proposal.n_ingredients} ingredients"
    )
    for rank, candidate in enumerate(proposal.candidates, start=1):
        typer.echo(f"\n{rank}. {candidate.id}  {candidate.base}")
        typer.echo("   " + _numbers(candidate))
        print_table(
            ("  %", "ingredient", "role", "why"),
            [(f"{p.percent:8.2f}", p.key, p.role, _why(p.reasons)) for p in candidate.parts],
        )
        for warning in candidate.warnings:
            typer.echo(f"   ! {warning}")


def _numbers(candidate: Candidate) -> str:
    cost = candidate.cost
    words = [
        f"distance {candidate.distance:.3f}",
        f"none can be nearer than {candidate.bound:.3f} (gap {100 * candidate.gap:.1f} %)",
        f"similarity {100 * candidate.similarity:.0f} %",
    ]
    if cost is not None:
        words.append(f"{cost.low:.2f}-{cost.high:.2f} {cost.unit}")
    if candidate.liking is not None:
        mean, low, high = candidate.liking
        words.append(f"liking {mean:.1f} ({low:.1f} to {high:.1f})")
    return ", ".join(words)


def _why(reasons: tuple[str, ...]) -> str:
    for begin in ("smells of", "brings"):
        for reason in reasons:
            if reason.startswith(begin):
                return reason
    return reasons[0] if reasons else ""
