"""What the panel leader's page needs of a round: plain data, rights checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import segno

from formulator.store import Round, Seat, Store
from formulator.store.tasting import Progress, renew_link
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
        for row in sorted(rows, key=lambda row: by_number(row.taster))
    ]


def by_number(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sorting key that puts T2 before T10.

    Examples
    --------
    >>> sorted(["T10", "T2", "Kim"], key=by_number)
    ['Kim', 'T2', 'T10']
    """
    parts = re.findall(r"\d+|\D+", name)
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)


def serving_rows(store: Store, round_id: str) -> list[dict[str, Any]]:
    """Return the serving sheet: one row a taster, codes in serving order, no formula."""
    rows = []
    for seat in sorted(store.seats(round_id), key=lambda seat: by_number(seat.taster)):
        row: dict[str, Any] = {"taster": seat.taster}
        for serving, code, _ in store.ballot_servings(seat.id):
            row["warm-up" if serving.position == 0 else f"cup {serving.position}"] = code
        rows.append(row)
    return rows


def new_links(store: Store, viewer: Viewer, seats: Sequence[Seat], base: str) -> tuple[Link, ...]:
    """Give seats new links; their old ones are dead from then on.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    seats : sequence of Seat
    base : str
        Scheme and host that the links begin with.
    """
    require(viewer, Right.LEAD)
    return tuple(
        Link(
            seat.taster,
            seat.short_code,
            f"{base}/b/{renew_link(store, seat.id, actor=viewer.name)}",
        )
        for seat in seats
    )


def merged(known: Sequence[Link], made: Sequence[Link]) -> tuple[Link, ...]:
    """Return the links that are known now, one a taster, the newest."""
    by_taster = {link.taster: link for link in (*known, *made)}
    return tuple(by_taster.values())


def dropped(known: Sequence[Link], taster: str) -> tuple[Link, ...]:
    """Return the links without those of one taster."""
    return tuple(link for link in known if link.taster != taster)


def sent_rows(store: Store, viewer: Viewer, round_: Round) -> list[dict[str, Any]]:
    """Return which cups were answered when, without any answer: a leader sees no score.

    Parameters
    ----------
    store : Store
    viewer : Viewer
    round_ : Round
    """
    require(viewer, Right.LEAD)
    return [
        {
            "id": judgement.id,
            "taster": judgement.taster,
            "cup": judgement.position,
            "code": judgement.code,
            "sent": judgement.created_at,
            "by": judgement.source,
            "voided": judgement.voided,
        }
        for judgement in store.judgements(round_id=round_.id)
    ]


def void(store: Store, viewer: Viewer, judgement_id: str, reason: str) -> None:
    """Take an answer out of all statistics, with a reason; it is kept.

    Raises
    ------
    TableError
        Without a reason.
    ConflictError
        If it is voided already.
    """
    require(viewer, Right.LEAD)
    store.void_judgement(judgement_id, reason=reason, actor=viewer.name)


def log_rows(store: Store, viewer: Viewer, round_: Round) -> list[dict[str, Any]]:
    """Return what staff did with a round, its seats and its answers, newest first."""
    require(viewer, Right.LEAD)
    subjects = {round_.id: "round"}
    subjects |= {seat.id: seat.taster for seat in store.seats(round_.id)}
    subjects |= {j.id: f"{j.taster}, code {j.code}" for j in store.judgements(round_id=round_.id)}
    return [
        {
            "at": entry.at,
            "who": entry.actor or "taster",
            "what": entry.action,
            "of": subjects[entry.subject],
            "why": str(entry.details.get("reason", "")),
        }
        for entry in reversed(store.audit())
        if entry.subject in subjects
    ]
