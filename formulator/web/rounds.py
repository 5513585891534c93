"""What the panel leader's page needs of a round: plain data, rights checked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno

from formulator.store import Round, RoundStatus, SampleKind, Store
from formulator.store.tasting import Progress
from formulator.web.auth import Right, Viewer, require

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Link:
    """One taster's way in; the link is known only to whoever opened the round."""

    taster: str
    short_code: str
    url: str


def taster_names(text: str) -> tuple[str, ...]:
    """Read pseudonyms: one a line, or with commas; repeated ones once.

    Examples
    --------
    >>> taster_names("T1, T2" + chr(10) + " T2 ")
    ('T1', 'T2')
    """
    names = (name.strip() for name in re.split(r"[\n,;]", text))
    return tuple(dict.fromkeys(name for name in names if name))


def numbered_tasters(n: int) -> str:
    """Return T1 to Tn, one a line."""
    return "\n".join(f"T{i}" for i in range(1, n + 1))


def base_url(page_url: str) -> str:
    """Return scheme and host of the address under which a page was opened.

    Examples
    --------
    >>> base_url("http://192.168.0.7:8501/panel?x=1")
    'http://192.168.0.7:8501'
    """
    parts = urlsplit(page_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def reaches_phones(page_url: str) -> bool:
    """Return whether another device could open this address."""
    return urlsplit(page_url).hostname not in (None, *LOOPBACK_HOSTS)


def links(
    tokens: Iterable[tuple[str, str]], short_codes: Iterable[tuple[str, str]], base: str
) -> tuple[Link, ...]:
    """Join tasters' tokens and short codes."""
    codes = dict(short_codes)
    return tuple(Link(taster, codes[taster], f"{base}/b/{token}") for taster, token in tokens)


def qr_svg(url: str) -> str:
    """Return a QR code as SVG with a white ground, readable on dark pages too."""
    return str(
        segno.make(url, error="m").svg_inline(scale=5, border=4, light="white", omitsize=False)
    )


def progress_rows(rows: Iterable[Progress]) -> list[dict[str, Any]]:
    """Return how far each taster is."""
    return [
        {
            "taster": row.taster,
            "short_code": row.short_code,
            "answered": row.n_answered / row.n_cups if row.n_cups else 0.0,
            "cups": f"{row.n_answered} of {row.n_cups}",
        }
        for row in rows
    ]


def serving_rows(store: Store, round_id: str) -> list[dict[str, Any]]:
    """Return the serving sheet: one row a taster, codes in serving order, no formula."""
    rows = []
    for seat in store.seats(round_id):
        row: dict[str, Any] = {"taster": seat.taster}
        for serving, code, _ in store.ballot_servings(seat.id):
            row["warm-up" if serving.position == 0 else f"cup {serving.position}"] = code
        rows.append(row)
    return rows


def kitchen_rows(
    store: Store, viewer: Viewer, round_: Round, *, grams_per_cup: float
) -> list[dict[str, Any]]:
    """Return what each code holds and how much to weigh; opening it early is logged.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    round_ : Round
    grams_per_cup : float
        Filling of one cup, [g].
    """
    require(viewer, Right.LEAD)
    if round_.status is RoundStatus.OPEN:
        store.log("open kitchen sheet", round_.id, actor=viewer.name)
    counts: dict[str, int] = {}
    for serving in store.servings(round_.id):
        counts[serving.sample_id] = counts.get(serving.sample_id, 0) + 1
    return [
        {
            "code": sample.code,
            "holds": sample.label,
            "kind": "" if sample.kind is SampleKind.FORMULA else str(sample.kind),
            "cups": counts.get(sample.id, 0),
            "grams": counts.get(sample.id, 0) * grams_per_cup,
            "parts": ", ".join(
                f"{key} {percent * counts.get(sample.id, 0) * grams_per_cup / 100:.1f} g"
                for key, percent in sample.formula
            ),
        }
        for sample in store.samples(round_.id)
    ]
