"""The packages form one line of arrows, and each heavy library has one address."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINE = [
    "molecules",
    "profiles",
    "similarity",
    "search",
    "panel",
    "learning",
    "report",
    "store",
    "cli",
    "web",
]
"""Packages of formulator, left to right; a module imports only from itself and to its left."""
BASE = {"errors", "formula"}
"""Modules of formulator that stand left of every package."""
SIDE_BY_SIDE = {("cli", "web"), ("web", "cli")}
"""cli starts the app and web reuses no command: neither is left of the other."""
ADDRESSES = {
    "rdkit": ("formulator/molecules/",),
    "sklearn": ("formulator/similarity/", "formulator/learning/", "formulator/molecules/"),
    "sqlalchemy": ("formulator/store/",),
    "alembic": ("formulator/store/",),
    "dask": ("formulator/backend.py",),
    "distributed": ("formulator/backend.py",),
    "streamlit": ("formulator/web/",),
    "reportlab": ("formulator/report/",),
    "openpyxl": ("formulator/report/",),
}
MAX_LINES = 400

MODULES = sorted(
    p for package in ("ingredients", "formulator") for p in (ROOT / package).rglob("*.py")
)


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            names.add(node.module)
        elif isinstance(node, ast.ImportFrom):
            raise AssertionError(f"{path}: use absolute imports")
    return names


def place(name: str) -> str | None:
    """First part of a dotted name below formulator, e.g. 'search'."""
    parts = name.split(".")
    return parts[1] if parts[0] == "formulator" and len(parts) > 1 else None


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_left(path: Path) -> None:
    here = path.relative_to(ROOT).parts
    for name in imported(path):
        target = place(name)
        if here[0] == "ingredients":
            assert not name.startswith("formulator"), f"ingredients must not import {name}"
        elif target in LINE and here[1] in LINE and target != here[1]:
            allowed = LINE.index(target) < LINE.index(here[1]) or (here[1], target) in SIDE_BY_SIDE
            assert allowed, f"{here[1]} must not import {name}: it stands to its right"
        elif len(here) == 2 and here[1].removesuffix(".py") in BASE:
            assert target is None or target in BASE, f"{here[1]} must not import {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_heavy_libraries_have_one_address(path: Path) -> None:
    here = path.relative_to(ROOT).as_posix()
    for name in imported(path):
        allowed = ADDRESSES.get(name.split(".")[0])
        if allowed is not None:
            assert here.startswith(allowed), f"{here} must not import {name}"


def test_run_time_of_ingredients_needs_only_numpy() -> None:
    allowed = set(sys.stdlib_module_names) | {"numpy", "ingredients"}
    offline = ("ingredients/build/", "ingredients/importers/")
    for path in (ROOT / "ingredients").rglob("*.py"):
        if not path.relative_to(ROOT).as_posix().startswith(offline):
            roots = {name.split(".")[0] for name in imported(path)}
            assert roots <= allowed, f"{path}: {sorted(roots - allowed)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_stay_small(path: Path) -> None:
    n_lines = len(path.read_text(encoding="utf-8").splitlines())
    assert n_lines <= MAX_LINES, f"{path} has {n_lines} lines; does it hold two ideas?"
