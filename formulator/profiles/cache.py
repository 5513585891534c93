"""Arrays kept on disk under a content hash; plain numbers only, never pickled objects."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_dir

KEPT = 8
"""Files kept in the folder; the oldest beyond are deleted."""

Arrays = Mapping[str, npt.NDArray[np.generic]]


def cache_dir() -> Path:
    """Folder of cached arrays: FORMULATOR_CACHE_DIR, else the user's cache directory."""
    return Path(os.environ.get("FORMULATOR_CACHE_DIR") or user_cache_dir("plant-formulator"))


def cached_arrays(name: str, compute: Callable[[], Arrays]) -> Arrays:
    """Arrays from disk, or computed and stored for the next time.

    Parameters
    ----------
    name : str
        File name without suffix; it must hold a hash of all that the result depends on.
    compute : callable
        Makes the arrays when the file is missing or cannot be read.

    Returns
    -------
    mapping of str to ndarray
        A folder that cannot be written to costs time, never the result.
    """
    path = cache_dir() / f"{name}.npz"
    stored = _read(path)
    if stored is not None:
        return stored
    arrays = compute()
    try:
        _write(path, arrays)
    except OSError:
        return arrays  # a read-only home: work without a cache
    return arrays


def _read(path: Path) -> Arrays | None:
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            return {key: file[key] for key in file.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None  # missing or damaged: it is made anew


def _write(path: Path, arrays: Arrays) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **{k: np.asarray(v) for k, v in arrays.items()})  # type: ignore[arg-type]  # numpy-stubs type the flag, not the arrays
        Path(temporary).replace(path)  # atomic: a reader never sees half a file
    finally:
        Path(temporary).unlink(missing_ok=True)
    _prune(path.parent)


def _prune(folder: Path) -> None:
    """Delete the files written longest ago, so that users' tables do not pile up."""
    files = sorted(folder.glob("*.npz"), key=lambda p: p.stat().st_mtime_ns)
    for old in files[:-KEPT]:
        old.unlink(missing_ok=True)
