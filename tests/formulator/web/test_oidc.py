"""From a provider's claims to an account."""

from __future__ import annotations

from typing import Any

import pytest

from formulator.web import oidc

NOW = 1_800_000_000.0
GOOD: dict[str, Any] = {"iat": NOW - 60, "email": " Ann@Lab.example", "email_verified": True}
AUTH = {
    "redirect_uri": "https://lab.example/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "id",
    "client_secret": "secret",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}


def test_a_verified_address_names_the_account() -> None:
    assert oidc.account_of(GOOD, now=NOW) == "ann@lab.example"


@pytest.mark.parametrize(
    "change",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email": ""},
        {"email": ["ann@lab.example"]},
        {"iat": None},
        {"iat": "now"},
        {"iat": True},
        {"iat": NOW - 8 * 3600},
        {"iat": NOW + 3600},
        {"iat": float("nan")},
    ],
    ids=str,
)
def test_any_doubt_names_nobody(change: dict[str, Any]) -> None:
    assert oidc.account_of({**GOOD, **change}, now=NOW) is None


def test_another_claim_may_name_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(oidc.CLAIM_VARIABLE, "sub")
    assert oidc.account_of({"iat": NOW, "sub": "A7"}, now=NOW) == "A7"
    assert oidc.account_of(GOOD, now=NOW) is None


def test_without_a_provider_its_cookie_says_nothing() -> None:
    assert not oidc.is_configured()
    assert oidc.name_in({oidc.COOKIE: "anything"}) is None


def test_complete_settings_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "get_secrets_auth_section", lambda: AUTH)
    oidc.check()


def test_everything_unsafe_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    unsafe = {
        **AUTH,
        "cookie_secret": "short",
        "redirect_uri": "http://lab.example/elsewhere",
        "client_secret": "",
    }
    monkeypatch.setattr(oidc, "get_secrets_auth_section", lambda: unsafe)
    with pytest.raises(oidc.SignInError) as caught:
        oidc.check()
    for problem in ("at least 32", "https address", "oauth2callback", "client_secret is missing"):
        assert problem in str(caught.value)
    assert "short" not in str(caught.value)
