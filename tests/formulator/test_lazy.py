"""Names that are imported late are the same names."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

import formulator.panel
import formulator.search
from formulator.lazy import lazy_names


@pytest.mark.parametrize("package", [formulator.panel, formulator.search])
def test_every_public_name_is_found_and_no_module_takes_its_place(package: ModuleType) -> None:
    for name in package.__all__:
        assert not isinstance(getattr(package, name), ModuleType), name


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = formulator.panel.nothing


def test_a_name_that_is_also_a_module_is_refused() -> None:
    with pytest.raises(ValueError, match="parity"):
        lazy_names("formulator.panel", {"parity": ("parity",)})


@pytest.mark.slow
def test_the_server_starts_without_statistics_and_tables() -> None:
    code = (
        "import sys, formulator.web.server; "
        "print([m for m in ('scipy', 'pandas', 'altair', 'rdkit', 'sklearn', 'reportlab', "
        "'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
