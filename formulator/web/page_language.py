"""The language that a Streamlit page declares: its own page says English to screen readers.

The one supported way to run a script in a page is ``st.html``; ours are files of this server, so
that the content security policy need not allow any inline script.
"""

from __future__ import annotations

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from formulator.web.questionnaire import LANGUAGES
from formulator.web.texts import DEFAULT

KEY = "page_language"
GLANCE_MS = 300
"""How soon after leaving the page its language is given back, [ms]."""
SCRIPT = """(() => {
  const page = location.pathname;
  const root = document.documentElement;
  root.lang = "%(language)s";
  const watch = setInterval(() => {
    if (location.pathname !== page) {
      clearInterval(watch);
      root.lang = "%(staff)s";
    }
  }, %(glance)d);
})();
"""


def declare(language: str) -> None:
    """Declare the language of the page that is being drawn, until it is left.

    Parameters
    ----------
    language : str
        One of ``LANGUAGES``.
    """
    if language not in LANGUAGES:
        return
    st.html(f"<style>.st-key-{KEY} {{ display: none; }}</style>")
    with st.container(key=KEY):
        st.html(f'<script src="/language/{language}.js"></script>', unsafe_allow_javascript=True)


def _script(request: Request) -> Response:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        return PlainTextResponse("there is no such language", status_code=404)
    return Response(
        SCRIPT % {"language": language, "staff": DEFAULT, "glance": GLANCE_MS},
        media_type="text/javascript; charset=utf-8",
        headers={"cache-control": "no-store"},
    )


def language_routes() -> list[BaseRoute]:
    """Return the route of the scripts that declare a page's language."""
    return [Route("/language/{language:str}.js", _script, methods=["GET"])]
