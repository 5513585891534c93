"""README is executed: its Python runs, its commands exist, its printed output is real."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from formulator.cli.main import app, main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block_after(mark: str) -> str:
    match = re.search(rf"<!-- {mark} -->\n```\w*\n(.*?)```", README, re.DOTALL)
    assert match, f"README must hold a block after <!-- {mark} -->"
    return match[1]


def test_python_blocks_run() -> None:
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})  # noqa: S102 (our own README)


def test_every_command_is_in_readme() -> None:
    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"formulator {name}" in README, f"README does not name 'formulator {name}'"


def test_every_command_line_in_readme_is_understood(capsys: pytest.CaptureFixture[str]) -> None:
    for line in re.findall(r"^formulator ([\w-]+)", README, re.MULTILINE):
        assert main([line, "--help"]) == 0
        assert "Usage" in capsys.readouterr().out


@pytest.mark.slow
def test_printed_output_is_what_the_command_prints() -> None:
    """The proof's last digit depends on the machine's speed; everything else must agree."""
    command = block_after("main command").split("&& ")[-1].split("/formulator ")[-1].split()
    done = subprocess.run(
        [sys.executable, "-m", "formulator.cli.main", *command],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    printed = re.sub(r"none can be nearer than.*?\)", "...", done.stdout)
    shown = re.sub(r"none can be nearer than.*?\)", "...", block_after("output"))
    for line in shown.strip().splitlines():
        assert line.rstrip() in printed, line


def test_main_command_installs_and_proposes() -> None:
    command = block_after("main command")
    assert "pip install" in command
    assert "formulator propose milk_whole" in command


def test_table_of_sources_is_generated() -> None:
    match = re.search(r"<!-- sources -->\n(.*?)<!-- end of sources -->", README, re.DOTALL)
    assert match
    done = subprocess.run(
        [sys.executable, "-m", "ingredients", "sources", "--markdown"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert match[1].strip() == done.stdout.strip()


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
