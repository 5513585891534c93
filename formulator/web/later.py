"""Routes whose code is imported when one of them is first asked for.

Reports, prints and their statistics are the heaviest imports of the app; nobody needs them to see
the first page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

_CHOSEN = "formulator.route"


class LaterRoutes(BaseRoute):
    """Stands for several routes.

    Parameters
    ----------
    make : callable
        Imports and returns the routes.
    prefixes : sequence of str
        What their paths begin with; other paths are left alone without importing anything.
    """

    def __init__(self, make: Callable[[], Sequence[BaseRoute]], prefixes: Sequence[str]) -> None:
        self._make = make
        self._prefixes = tuple(prefixes)

    @cached_property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes."""
        return self._make()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether one of the routes serves a request."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        if scope["type"] != "http" or not scope["path"].startswith(self._prefixes):
            return partial
        for route in self.routes:
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, _CHOSEN: route}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, {**child, _CHOSEN: route}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        await scope[_CHOSEN].handle(scope, receive, send)
