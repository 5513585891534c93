"""Who reaches what: the whole application, driven without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from formulator.store import SqlStore, User
from formulator.web import auth
from formulator.web.guard import Guard, content_policy, is_loopback
from formulator.web.server import allowed_hosts, is_staff

PATHS = ("/", "/media/abc.png", "/panel", "/_stcore/upload_file/x", "/login2", "/_stcore/metrics")


async def _page(request: object) -> PlainTextResponse:
    return PlainTextResponse("formulas")


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    async for frame in socket.iter_bytes():
        await socket.send_bytes(frame)


def application(**options: object) -> Starlette:
    guard = Middleware(Guard, is_staff=is_staff, **options)  # type: ignore[arg-type]
    every = Route("/{path:path}", _page)
    return Starlette(routes=[WebSocketRoute("/_stcore/stream", _echo), every], middleware=[guard])


def visitor(address: str, **options: object) -> TestClient:
    return TestClient(
        application(**options),
        client=(address, 50_000),
        base_url="http://localhost",
        follow_redirects=False,
    )


EVERYWHERE = "0.0.0.0"  # noqa: S104 - a value to look at, nothing is bound
ORIGIN = {"origin": "http://localhost"}


@pytest.mark.parametrize("path", PATHS)
def test_other_machines_reach_no_staff_page_without_team_mode(path: str) -> None:
    assert visitor("192.168.0.9").get(path).status_code == 403


@pytest.mark.parametrize("path", ["/b/token", "/_stcore/health", "/static/js/index.js"])
def test_other_machines_reach_ballots(path: str) -> None:
    assert visitor("192.168.0.9").get(path).status_code == 200


def test_the_owner_reaches_everything_but_metrics() -> None:
    owner = visitor("127.0.0.1")
    assert [owner.get(p).status_code for p in PATHS] == [200] * 5 + [403]


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded"])
def test_what_comes_through_a_proxy_is_not_the_owner(header: str) -> None:
    assert visitor("127.0.0.1").get("/", headers={header: "127.0.0.1"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "expected"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("10.0.0.1", False), ("x", False)],
)
def test_loopback_is_told_apart(address: str, expected: bool) -> None:
    assert is_loopback({"type": "http", "headers": [], "client": (address, 1)}) is expected


def test_every_answer_carries_the_security_headers() -> None:
    for path in ("/", "/b/token", "/_stcore/metrics"):
        headers = visitor("127.0.0.1").get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_policy_allows_no_foreign_and_no_inline_script() -> None:
    scripts = next(p for p in content_policy().split("; ") if p.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in scripts
    assert scripts.count("sha256-") == 1


def test_foreign_hosts_are_refused() -> None:
    guarded = visitor("127.0.0.1", allowed_hosts=("localhost",))
    assert guarded.get("/").status_code == 200
    assert guarded.get("/", headers={"host": "evil.example"}).status_code == 403
    assert guarded.get("/", headers={"host": "localhost:8501"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [("192.168.0.9", ORIGIN), ("127.0.0.1", {}), ("127.0.0.1", {**ORIGIN, "host": "evil.example"})],
    ids=["other machine", "no origin", "foreign host"],
)
def test_the_socket_is_refused(address: str, headers: dict[str, str]) -> None:
    guarded = visitor(address, allowed_hosts=("localhost",))
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        guarded.websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass
    assert refused.value.code == 1008


def test_maintenance_frames_never_arrive() -> None:
    clear, rerun = BackMsg(clear_cache=True), BackMsg()
    rerun.rerun_script.query_string = "a=1"
    with visitor("127.0.0.1").websocket_connect("/_stcore/stream", headers=ORIGIN) as socket:
        for frame in (clear.SerializeToString(), b"\xff\xff not a message", b"\x0a\x80"):
            socket.send_bytes(frame)
        socket.send_bytes(rerun.SerializeToString())
        assert socket.receive_bytes() == rerun.SerializeToString()


@pytest.fixture
def team(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    store.save_user(User("ann", "scientist", "hash"))
    yield store


def cookie(value: str) -> dict[str, str]:
    return {"cookie": f"{auth.COOKIE}={value}"}


def test_team_mode_asks_everybody_to_log_in(team: SqlStore) -> None:
    guarded = visitor("127.0.0.1", login_path="/login")
    assert guarded.get("/").status_code == 403
    sent = guarded.get("/panel", headers={"accept": "text/html"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/login")
    assert guarded.get("/login").status_code == 200


def test_a_signed_cookie_opens_and_a_forged_one_does_not(team: SqlStore) -> None:
    good = auth.login_cookie(team, "ann")
    guarded = visitor("10.0.0.1")
    assert guarded.get("/", headers=cookie(good)).status_code == 200
    for value in (good[:-1] + ("0" if good[-1] != "0" else "1"), "", "a.b", good.split(".")[0]):
        assert guarded.get("/", headers=cookie(value)).status_code == 403
    late = auth.sign(team.users()[0], key=auth.secret_key(), now=0.0)
    assert guarded.get("/", headers=cookie(late)).status_code == 403


def test_a_deactivated_account_is_out_at_once(team: SqlStore) -> None:
    good = cookie(auth.login_cookie(team, "ann"))
    guarded = visitor("10.0.0.1")
    assert guarded.get("/", headers=good).status_code == 200
    team.save_user(User("ann", "scientist", "hash", active=False))
    assert guarded.get("/", headers=good).status_code == 403


@pytest.mark.parametrize("key", ["", "short", " " * 64])
def test_team_mode_has_no_default_secret(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(auth.SECRET_VARIABLE, key)
    with pytest.raises(auth.AccessError, match="at least 32 characters"):
        auth.secret_key()


def test_the_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s" * 40 + "\n")
    monkeypatch.setenv(auth.SECRET_VARIABLE + "_FILE", str(tmp_path / "secret"))
    assert auth.secret_key() == b"s" * 40


def test_on_loopback_only_its_own_names_are_served() -> None:
    assert allowed_hosts("127.0.0.1") == ("localhost", "127.0.0.1", "::1")
    assert "lab.example" not in allowed_hosts(EVERYWHERE)


def test_more_host_names_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMULATOR_ALLOWED_HOSTS", "Lab.example, other.example")
    assert {"lab.example", "other.example"} <= set(allowed_hosts(EVERYWHERE))
