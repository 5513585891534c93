"""Logging in through an identity provider: the real protocol, two real processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from formulator.store import open_store
from formulator.web.accounts import add_user
from tests.e2e.conftest import App
from tests.e2e.oidc_provider import CLIENT, CLIENT_SECRET
from tests.services import free_port

pytestmark = [pytest.mark.slow]
pytest.importorskip("authlib")
ROOT = Path(__file__).parents[2]
ANN = {"sub": "1", "email": "Ann@lab.example", "email_verified": True}


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            httpx.get(url, timeout=1)
        except httpx.TransportError:
            assert time.monotonic() < deadline
        else:
            return


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("provider") / "claims.json"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, claims: Path) -> Iterator[App]:
    port = free_port()
    provider = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.oidc_provider", str(port), str(claims)], cwd=ROOT
    )
    folder = tmp_path_factory.mktemp("oidc")
    made = App(folder, options="team=True", environment={"FORMULATOR_SECRET_KEY": "k" * 40})
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "secrets.toml").write_text(
        "[auth]\n"
        f'redirect_uri = "{made.url}/oauth2callback"\n'
        f'cookie_secret = "{"c" * 40}"\n'
        f'client_id = "{CLIENT}"\n'
        f'client_secret = "{CLIENT_SECRET}"\n'
        f'server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"\n'
    )
    store = open_store(made.database_url)
    add_user(store, "root", "admin", "correct horse battery")
    add_user(store, "ann@lab.example", "scientist", None)
    store.close()
    try:
        wait_for(f"http://127.0.0.1:{port}/jwks")
        made.start()
        yield made
    finally:
        made.stop()
        provider.terminate()
        provider.wait()


def sign_in(app: App, claims: Path, said: dict[str, object]) -> httpx.Client:
    """Follow the whole way through the provider; return the client with its cookies."""
    claims.write_text(json.dumps(said))
    client = httpx.Client(base_url=app.url, timeout=20, follow_redirects=True)
    assert "/login/provider" in client.get("/login").text
    client.get("/login/provider")
    assert "_streamlit_user" in client.cookies
    return client


def front(client: httpx.Client) -> int:
    return client.get("/", follow_redirects=False).status_code


def test_a_known_account_is_let_in_until_it_is_disabled(app: App, claims: Path) -> None:
    with closing(sign_in(app, claims, ANN)) as client:
        assert front(client) == 200
        store = open_store(app.database_url)
        (ann,) = (u for u in store.users() if u.name == "ann@lab.example")
        store.save_user(replace(ann, active=False))
        assert front(client) == 403
        store.save_user(ann)
        store.close()
        assert front(client) == 200
        client.get("/logout")
        assert front(client) == 403


@pytest.mark.parametrize(
    "said",
    [
        {**ANN, "email": "eve@lab.example"},
        {**ANN, "email_verified": False},
        {"sub": "1", "email": "ann@lab.example"},
        {**ANN, "email": "root", "email_verified": "true"},
        {**ANN, "role": "admin", "email": "mallory@lab.example"},
    ],
    ids=["unknown", "not verified", "verification not said", "verified as text", "role claimed"],
)
def test_whoever_has_no_account_stays_outside(
    app: App, claims: Path, said: dict[str, object]
) -> None:
    with closing(sign_in(app, claims, said)) as client:
        assert front(client) == 403


def test_an_altered_cookie_is_no_login(app: App, claims: Path) -> None:
    with closing(sign_in(app, claims, ANN)) as client:
        value = client.cookies["_streamlit_user"]
    altered = ("A" if value[5] != "A" else "B").join((value[:5], value[6:]))
    for cookie in (altered, "", "x.y.z", value[:-2]):
        with httpx.Client(base_url=app.url, cookies={"_streamlit_user": cookie}) as thief:
            assert thief.get("/").status_code == 403


def test_a_callback_that_nobody_asked_for_is_no_login(app: App) -> None:
    with httpx.Client(base_url=app.url) as client:
        answer = client.get("/oauth2callback?code=x&state=y&next=http://evil.example")
        assert answer.headers["location"] == "/"
        assert "_streamlit_user" not in client.cookies


def test_secrets_are_not_in_the_log(app: App, claims: Path) -> None:
    with closing(sign_in(app, claims, ANN)):
        log = app.log.read_text()
    assert CLIENT_SECRET not in log
    assert "c" * 40 not in log
