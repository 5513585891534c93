"""``formulator app``: the app for scientists, panels and product teams."""

from __future__ import annotations

from typing import Annotated

import typer


def app(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    team: Annotated[bool, typer.Option(help="Ask scientists and product teams to log in.")] = False,
) -> None:
    """Start the app; open the printed address in a browser."""
    from formulator.web.server import serve  # noqa: PLC0415 (start-up stays light)

    serve(host=host, port=port, team=team)
