"""Command line of the data package: ``python -m ingredients check|list|cite|coverage|...``.

Exit code 0 means good, 1 that something breaks a rule, 2 bad input.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ingredients.checks import check_all
from ingredients.citations import cite_lines, licence_table, source_lines
from ingredients.errors import IngredientsError
from ingredients.gaps import aroma_coverage, coverage
from ingredients.records import Food, Kind
from ingredients.tables import load, load_shipped

FORMATS = ("duke", "fdc", "flavordb", "foodb", "lotus", "own", "sr-ascii")
"""Formats of :mod:`ingredients.importers`, which is only loaded when one is asked for."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except (IngredientsError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ingredients", description="The data tables.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "check", check, "hold every invariant, one line each")
    listing = _add(commands, "list", list_foods, "list foods")
    listing.add_argument("--kind", choices=[k.value for k in Kind], default="ingredient")
    listing.add_argument("--search", default="", metavar="TEXT", help="words of name or key")
    listing.add_argument("--json", action="store_true")
    cite = _add(commands, "cite", cite_value, "say where the values of a food come from")
    cite.add_argument("key", metavar="KEY")
    cite.add_argument("property", nargs="?", metavar="PROPERTY")
    _add(commands, "coverage", show_coverage, "how much is known, block by block")
    sources = _add(commands, "sources", show_sources, "sources with their licences")
    sources.add_argument("--markdown", action="store_true", help="as a table")
    template = _add(commands, "template", write_template, "write an empty table for own data")
    template.add_argument("path", type=Path, metavar="PATH", help="a new .csv file")
    importing = _add(commands, "import", import_path, "import a file you downloaded")
    importing.add_argument("format", metavar="FORMAT", choices=FORMATS)
    importing.add_argument("path", type=Path, metavar="PATH")
    importing.add_argument("--skip-bad", action="store_true", help="store the good rows")
    return parser


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(command=run)
    return parser


def check(_: argparse.Namespace) -> int:
    """Print one line per invariant; 1 when one is broken."""
    outcomes = check_all(load_shipped())
    for outcome in outcomes:
        mark = "ok  " if outcome.is_ok else "FAIL"
        print(f"{mark} {outcome.name}: {outcome.rule} ({outcome.n_checked:,} checked)")
        for problem in outcome.problems:
            print(f"     - {problem}")
    return 0 if all(o.is_ok for o in outcomes) else 1


def list_foods(arguments: argparse.Namespace) -> int:
    """Print foods of one kind."""
    wanted = arguments.search.casefold().split()
    foods = [
        f
        for f in load().of_kind(Kind(arguments.kind))
        if all(w in f"{f.key} {f.name} {f.name_ko}".casefold() for w in wanted)
    ]
    if arguments.json:
        print(json.dumps([_summary(f) for f in foods], ensure_ascii=False, indent=1))
    else:
        for food in foods:
            print(f"{food.key:<50} {food.category:<20} {food.name}")
        print(f"{len(foods):,} {arguments.kind}s")
    return 0


def _summary(food: Food) -> dict[str, str]:
    return {
        "key": food.key,
        "name": food.name,
        "name_ko": food.name_ko,
        "category": food.category,
        "source": food.source,
    }


def cite_value(arguments: argparse.Namespace) -> int:
    """Print the provenance of a food's values."""
    for line in cite_lines(load(), arguments.key, arguments.property):
        print(line)
    return 0


def show_coverage(_: argparse.Namespace) -> int:
    """Print how much is known."""
    catalogue = load()
    print(f"{'block':<14}{'properties':>11}{'known':>8}{'measured':>10}")
    for row in coverage(catalogue):
        print(
            f"{row.block:<14}{row.n_properties:>11}{row.share_known:>8.1%}{row.share_measured:>10.1%}"
        )
    aroma = aroma_coverage(catalogue)
    print(f"ingredients with odorants: {aroma.n_ingredients_with_odorants:,}")
    print(f"presences: {aroma.n_presences:,}, unverified {aroma.n_unverified_presences:,}")
    print(f"thresholds in water: {aroma.n_thresholds}, unverified {aroma.n_unverified_thresholds}")
    return 0


def show_sources(arguments: argparse.Namespace) -> int:
    """Print the sources with their licences."""
    catalogue = load()
    print("\n".join(licence_table() if arguments.markdown else source_lines(catalogue)))
    return 0


def write_template(arguments: argparse.Namespace) -> int:
    """Write an empty table; an existing file is kept."""
    from ingredients.importers import own  # noqa: PLC0415 - importers are loaded on demand

    if arguments.path.exists():
        print(f"{arguments.path} exists; choose a new name", file=sys.stderr)
        return 2
    arguments.path.write_text(own.template(), encoding="utf-8")
    print(f"wrote {arguments.path}; needed columns: {', '.join(own.REQUIRED)}")
    return 0


def import_path(arguments: argparse.Namespace) -> int:
    """Import one file and print what was stored."""
    from ingredients.importers import import_file  # noqa: PLC0415 - importers are loaded on demand

    report = import_file(
        arguments.format,
        arguments.path,
        skip_bad=arguments.skip_bad,
        progress=lambda n, what: print(f"\r{n:,} rows read ({what})", end="", file=sys.stderr),
    )
    print(f"licence: {report.licence}")
    print(
        f"{report.n_rows:,} rows read: {report.n_foods:,} foods, {report.n_values:,} values, "
        f"{report.n_presences:,} presences stored in {report.folder}; {report.n_skipped:,} skipped"
    )
    for problem in report.problems:
        print(f"  - {problem}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
