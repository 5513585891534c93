from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formulator.profiles.cache import cache_dir, cached_arrays


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMULATOR_CACHE_DIR", str(tmp_path))
    return tmp_path


def never() -> dict[str, np.ndarray]:
    raise AssertionError("computed although stored")


def test_arrays_are_computed_once() -> None:
    first = cached_arrays("a", lambda: {"x": np.arange(3.0), "b": np.array([True])})
    again = cached_arrays("a", never)
    assert np.array_equal(first["x"], again["x"])
    assert again["b"].dtype == bool


def test_a_damaged_file_is_made_anew(own_cache: Path) -> None:
    (own_cache / "a.npz").write_bytes(b"PK\x03\x04 no zip")
    assert cached_arrays("a", lambda: {"x": np.zeros(1)})["x"] == 0
    assert cached_arrays("a", never)["x"] == 0


def test_pickled_objects_are_refused(own_cache: Path) -> None:
    np.savez(own_cache / "a.npz", x=np.array([{"evil": 1}], dtype=object))
    assert cached_arrays("a", lambda: {"x": np.zeros(1)})["x"] == 0


def test_a_folder_that_cannot_be_written_costs_only_time(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_cache / "file").write_text("in the way")
    monkeypatch.setenv("FORMULATOR_CACHE_DIR", str(own_cache / "file" / "below"))
    assert cached_arrays("a", lambda: {"x": np.ones(2)})["x"].sum() == 2


def test_only_the_newest_files_are_kept(own_cache: Path) -> None:
    for i in range(12):
        cached_arrays(f"profiles-{i}", lambda: {"x": np.zeros(1)})
    assert len(list(own_cache.glob("*.npz"))) == 8
    assert cached_arrays("profiles-11", never)["x"] == 0


def test_the_folder_can_be_stated(own_cache: Path) -> None:
    assert cache_dir() == own_cache
