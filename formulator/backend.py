"""Where parallel work runs: this process, its cores, or a Dask cluster.

Library code calls ``joblib.Parallel(n_jobs=None)``; the context entered here decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import joblib

from formulator.errors import InputError

HERE = ("", "here", "serial")
CORES = ("cores", "local")
SCHEMES = ("tcp://", "tls://", "ws://", "wss://")


@contextmanager
def running_on(url: str = "") -> Iterator[str]:
    """Run ``joblib.Parallel(n_jobs=None)`` calls of the block on a backend.

    Parameters
    ----------
    url : str
        Empty for this process, ``cores`` or ``cores:N`` for processes on this machine, or the
        address of a Dask scheduler such as ``tcp://scheduler:8786``.

    Yields
    ------
    str
        What was chosen, in words.

    Raises
    ------
    InputError
        For an address that cannot be read or reached, or when the extra ``cluster`` is missing.
    """
    name, _, number = url.partition(":")
    if url in HERE:
        with joblib.parallel_config(n_jobs=1):
            yield "this process"
    elif name in CORES:
        n_jobs = _count(number, url) if number else -1
        with joblib.parallel_config(backend="loky", n_jobs=n_jobs, inner_max_num_threads=1):
            yield f"{joblib.effective_n_jobs(n_jobs)} processes of this machine"
    elif url.startswith(SCHEMES):
        with _cluster(url) as words:
            yield words
    else:
        raise InputError(
            f"a backend is 'cores', 'cores:N' or a scheduler such as tcp://host:8786, got {url!r}"
        )


def _count(text: str, url: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise InputError(f"the number of processes must be a whole number >= 1, got {url!r}")
    return int(text)


@contextmanager
def _cluster(url: str) -> Iterator[str]:
    try:
        from distributed import Client  # noqa: PLC0415 (an extra)
    except ImportError:
        raise InputError(
            "a cluster needs the extra 'cluster': pip install 'plant-formulator[cluster]'"
        ) from None
    try:
        client = Client(  # type: ignore[no-untyped-call]  # distributed carries no types
            url, timeout="10s", set_as_default=False
        )
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"no Dask scheduler answers at {url}: {error}") from None
    with client, joblib.parallel_config(backend="dask", n_jobs=-1, client=client):
        n_workers = len(client.scheduler_info(n_workers=-1)["workers"])
        yield f"{n_workers} workers of {url}"
