"""The process that does the heavy work: ``python -m formulator.web.worker``.

Reads one JSON request per line (``id``, ``kind``, ``payload``) and writes JSON lines
(``id``, ``event`` = progress, done or error).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import IO, Any

from formulator.errors import FormulatorError
from ingredients import IngredientsError

Report = Callable[[str], None]
NICENESS = 10
"""How far a search stands back behind the web process (POSIX nice value)."""


def error_data(error: BaseException) -> dict[str, Any]:
    """Return an error as plain data: type, message and, where present, its lists."""
    known = isinstance(error, FormulatorError | IngredientsError)
    message = str(error) if known else "the search failed; the log of the server says why"
    data: dict[str, Any] = {"type": type(error).__name__, "message": message}
    for name in ("conflicts", "relaxations", "problems"):
        values = getattr(error, name, ())
        if known and values:
            data[name] = [str(v) for v in values]
    return data


def answer(request: Mapping[str, Any], write: Callable[[dict[str, Any]], None]) -> None:
    """Do one request and write what comes of it."""

    def report(message: str) -> None:
        write({"id": request["id"], "event": "progress", "message": message})

    try:
        from formulator.web.tasks import TASKS  # noqa: PLC0415 (what it needs is imported niced)

        result = TASKS[request["kind"]](request["payload"], report)
    except BrokenPipeError:
        raise  # it came from ``report``: nobody listens any more
    except Exception as error:  # the web process must hear of every failure
        if not isinstance(error, FormulatorError | IngredientsError):
            sys.excepthook(type(error), error, error.__traceback__)
        write({"id": request["id"], "event": "error", "error": error_data(error)})
    else:
        write({"id": request["id"], "event": "done", "result": result})


def _write(out: IO[str], data: dict[str, Any]) -> None:
    out.write(json.dumps(data) + "\n")
    out.flush()


def serve(lines: Iterable[str], out: IO[str]) -> None:
    """Answer requests, one a line, until they end or the web process has gone."""
    try:
        for line in lines:
            answer(json.loads(line), partial(_write, out))
    except BrokenPipeError:
        # The app was stopped meanwhile. What is still in ``out`` must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def main() -> None:
    """Serve requests until standard input ends."""
    # Whatever a library prints must not come between the JSON lines.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # Tasters come first: a search takes what processor time the web process leaves, and so do
    # the seconds of imports before it.
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    from formulator.web.tasks import warm_up  # noqa: PLC0415 (see above)

    warm_up()
    serve(sys.stdin, out)


if __name__ == "__main__":
    main()
