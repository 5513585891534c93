"""Run every check: lint, format, types, then all tests. ``python -m tests [pytest options]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("pytest", "-n", "2", "--dist", "loadfile", "-m", "not browser"),
    ("pytest", "-m", "browser"),
)
"""The browser tests run alone: they drive a server that needs both cores."""


def main() -> int:
    for module, *options in CHECKS:
        extra = sys.argv[1:] if module == "pytest" else []
        print(f"+ {module} {' '.join([*options, *extra])}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", module, *options, *extra], cwd=ROOT, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
