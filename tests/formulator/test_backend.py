"""Backends: the caller's context decides where work runs."""

from __future__ import annotations

import os

import joblib
import pytest

from formulator.backend import running_on
from formulator.errors import InputError


def where(_i: int) -> int:
    return os.getpid()


def test_this_process_is_the_default() -> None:
    with running_on() as words:
        pids = joblib.Parallel(n_jobs=None)(joblib.delayed(where)(i) for i in range(3))
    assert words == "this process"
    assert set(pids) == {os.getpid()}


def test_cores_are_other_processes() -> None:
    with running_on("cores:2") as words:
        pids = joblib.Parallel(n_jobs=None)(joblib.delayed(where)(i) for i in range(4))
    assert words == "2 processes of this machine"
    assert os.getpid() not in pids


@pytest.mark.slow
def test_no_scheduler_is_said_plainly() -> None:
    pytest.importorskip("distributed")
    with (
        pytest.raises(InputError, match="no Dask scheduler answers"),
        running_on("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.parametrize("url", ["core", "ftp://x", "cores:x"])
def test_a_wrong_address_names_the_right_ones(url: str) -> None:
    with pytest.raises(InputError), running_on(url):
        pass
