"""The front door: what users import, and how light it is."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import formulator

HEAVY = ("rdkit", "sklearn", "scipy", "streamlit", "sqlalchemy", "distributed", "pandas", "typer")


def test_all_is_sorted_and_complete() -> None:
    assert list(formulator.__all__) == sorted(formulator.__all__)
    assert set(formulator.__all__) == set(formulator._HOMES)


@pytest.mark.parametrize("name", formulator.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(formulator, name) is not None
    assert name in dir(formulator)


def test_lazy_names_are_those_of_their_home_modules() -> None:
    brief = importlib.import_module("formulator.search.brief")
    assert formulator.Brief is brief.Brief
    assert callable(formulator.propose)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        formulator.nothing  # noqa: B018 (the access is the test)


def test_importing_the_front_door_loads_nothing_heavy() -> None:
    code = "import sys, formulator; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not set(HEAVY) & set(loaded)


def test_help_of_the_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys; from formulator.cli.main import main; main(['--help']); "
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stderr.split()
    assert not {"rdkit", "sklearn", "scipy", "streamlit", "sqlalchemy", "numpy"} & set(loaded)
