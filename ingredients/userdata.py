"""Where a user's imported tables live: beside the shipped ones, never inside the package."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "FORMULATOR_USER_TABLES"
"""Environment variable that names another folder."""


def user_tables() -> Path:
    """Folder of imported tables, one sub-folder per import (it need not exist)."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share"))
    return base / "formulator" / "tables"
