"""The command ``formulator``: one file a command, exit codes 0 done, 1 no result, 2 bad input."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formulator.cli import (
    account,
    app_command,
    check,
    db,
    explain,
    ingredients_command,
    nearest,
    propose,
    rank,
    report_command,
    round_analysis,
    round_command,
    screen,
    sensitivity,
    targets,
    why_not,
)
from formulator.cli.output import print_json, say

if TYPE_CHECKING:
    from formulator.errors import InfeasibleError

OK, NO_RESULT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

HELP = """Design plant-based foods: formulas near an animal food, with proof, reasons and doubts.

Exit codes: 0 done, 1 no feasible result, 2 bad input.
"""

app = typer.Typer(
    name="formulator",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version  # noqa: PLC0415 (start-up stays light)

        typer.echo(f"formulator {version('plant-formulator')}")
        raise typer.Exit


@app.callback()
def root(
    _version_asked: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Root of all commands."""


root.__doc__ = HELP
app.command("targets")(targets.targets)
app.command("ingredients")(ingredients_command.ingredients)
app.command("propose", short_help="Propose formulas for a brief, with bound and reasons.")(
    propose.propose
)
app.command("why-not", short_help="Why an ingredient is not in, and what it costs.")(
    why_not.why_not
)
app.command("sensitivity", short_help="What each limit costs, and who would enter next.")(
    sensitivity.sensitivity
)
app.command("check", short_help="Judge a formula by food-science and legal rules.")(check.check)
app.command("report", short_help="Label, statement, allergens, claims, bench sheet.")(
    report_command.report
)
app.command("nearest", short_help="Rank foods by their distance to a target.")(nearest.nearest)
app.command("explain", short_help="Explain a formula's distance part by part.")(explain.explain)
round_command.app.command("analyse", short_help="Analyse a closed round: means, groups, people.")(
    round_analysis.analyse
)
app.add_typer(round_command.app, name="round")
app.command("rank", short_help="Rank formulas by expected liking, from any ratings.")(rank.rank)
app.command("screen", short_help="Run hundreds of briefs, resumable.")(screen.screen)
app.add_typer(db.app, name="db", short_help="The database: upgrade, back up, move projects.")
app.add_typer(account.app, name="account", short_help="People of team mode: add, list, change.")
app.command("app", short_help="Start the web app.")(app_command.app)


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    args : sequence of str, optional
        Arguments without the program's name; those of the process by default.

    Returns
    -------
    int
        0 done, 1 no feasible result, 2 bad input, 130 interrupted.
    """
    words = list(sys.argv[1:] if args is None else args)
    try:
        return int(app(args=words, prog_name="formulator", standalone_mode=False) or OK)
    except SystemExit as stop:
        # typer ends with 1 when the reader (head, less) has gone: nothing is wrong, and nothing
        # more can be printed
        if not isinstance(stop.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return OK
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        code = _explained(error, as_json="--json" in words)
        if code is None:
            raise
        return code


def _explained(error: Exception, *, as_json: bool) -> int | None:
    """Say an expected error in plain words; None for one that is a fault of the program."""
    from formulator.errors import FormulatorError, InfeasibleError  # noqa: PLC0415
    from ingredients.errors import IngredientsError  # noqa: PLC0415 (start-up stays light)

    if isinstance(error, InfeasibleError):
        return _no_result(error, as_json=as_json)
    if isinstance(error, FormulatorError | IngredientsError | OSError | UnicodeDecodeError):
        say(f"error: {_words(error)}")
        return BAD_INPUT
    if hasattr(error, "format_message"):  # typer's own usage errors carry one
        return _usage(error)
    return None


def _no_result(error: InfeasibleError, *, as_json: bool) -> int:
    say(f"no feasible result: {error.message}")
    for title, lines in (
        ("these cannot hold together", error.conflicts),
        ("any one of these makes it possible, cheapest first", error.relaxations),
    ):
        if lines:
            say(f"{title}:")
            for line in lines:
                say(f"  - {line}")
    if as_json:
        print_json(
            {
                "error": error.message,
                "conflicts": list(error.conflicts),
                "relaxations": list(error.relaxations),
                "candidates": [],
            }
        )
    return NO_RESULT


def _words(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"the file is not UTF-8 text (byte {error.start}); save it as UTF-8"
    if isinstance(error, OSError):
        place = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{place}"
    return str(error)


def _usage(error: Any) -> int:
    context = getattr(error, "ctx", None)
    if context is not None:
        say(context.get_usage())
    say(f"error: {error.format_message()}")
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
