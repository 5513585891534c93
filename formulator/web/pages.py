"""Rendering of the plain HTML pages: escaped, without script, with a strict policy."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from formulator.web.questionnaire import LANGUAGES
from formulator.web.texts import choose_language, translate

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
PROXIES_VARIABLE = "FORMULATOR_TRUSTED_PROXIES"
HEADERS = {"content-security-policy": POLICY, "cache-control": "no-store"}

MIN_COMPRESSED = 500
"""Pages from this size on are compressed, [byte]."""
COMPRESSION = 4
"""Level of gzip: 9 takes half as long again and saves one byte in a hundred."""

_TEMPLATES = Environment(loader=PackageLoader("formulator.web"), autoescape=True, auto_reload=False)


def render(name: str, language: str, **values: Any) -> Markup:
    """Return a template filled in; every value is escaped."""

    def words(key: str, **named: object) -> str:
        return translate(key, language, **named)

    html = _TEMPLATES.get_template(name).render(
        language=language, languages=LANGUAGES, words=words, **values
    )
    return Markup(html)  # noqa: S704 - the template has escaped every value


def page(name: str, language: str, *, status: int = 200, **values: Any) -> Response:
    """Return a page made from a template; every value is escaped."""
    return HTMLResponse(render(name, language, **values), status_code=status, headers=HEADERS)


def compressed(request: Request, answer: Response) -> Response:
    """Return an answer, its body compressed where the browser takes that."""
    takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
    if takes_gzip and len(answer.body) >= MIN_COMPRESSED:
        answer.body = gzip.compress(answer.body, COMPRESSION)
        answer.headers["content-length"] = str(len(answer.body))
        answer.headers["content-encoding"] = "gzip"
    answer.headers["vary"] = "accept-encoding"
    return answer


def language_of(request: Request) -> str:
    """Return the language that was chosen, else the browser's."""
    chosen = request.query_params.get("lang", "")
    return choose_language(chosen or request.headers.get("accept-language", ""))


def client_of(request: Request) -> str:
    """Return the address of whoever asks; that behind our own proxy, not the proxy's.

    Only proxies named in ``FORMULATOR_TRUSTED_PROXIES`` (addresses or networks, with commas) are
    believed: anybody else could write what he likes into the header.
    """
    client = request.client.host if request.client else ""
    trusted = _networks(os.environ.get(PROXIES_VARIABLE, ""))
    hops = [h.strip() for h in request.headers.get("x-forwarded-for", "").split(",")]
    while trusted and hops and _is_in(client, trusted):
        client = hops.pop() or client
    return client


@lru_cache(maxsize=8)
def _networks(named: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(n.strip(), strict=False) for n in named.split(",") if n.strip())


def _is_in(address: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)


def message(request: Request, text: str, status: int) -> Response:
    """Return a page with one sentence."""
    return page("message.html", language_of(request), status=status, text=text)
