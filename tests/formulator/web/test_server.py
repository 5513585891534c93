"""Settings of the web process fit the Streamlit that is installed."""

from __future__ import annotations

import pytest
from streamlit import config as streamlit_config

from formulator.store import SqlStore
from formulator.web import auth, server
from formulator.web.auth import AccessError
from formulator.web.later import LaterRoutes
from formulator.web.theme import settings

OPTIONS = streamlit_config._config_options_template
HIDDEN = ("runner.postScriptGC", "server.maxWidgetStateSize", "server.enableAgentApi")


def test_every_setting_is_known_to_this_streamlit() -> None:
    """An unknown name would stop the start."""
    wanted = settings(
        host="127.0.0.1", port=1, allowed_hosts=("localhost",), known_options=tuple(OPTIONS)
    )
    assert set(wanted) <= set(OPTIONS)
    assert not [name for name in wanted if OPTIONS[name].sensitive]


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_settings_are_set_only_where_they_exist(name: str) -> None:
    known = tuple(OPTIONS)
    without = tuple(option for option in known if option != name)
    fit = {"host": "127.0.0.1", "port": 1, "allowed_hosts": ()}
    assert name in settings(**fit, known_options=known)  # type: ignore[arg-type]
    assert name not in settings(**fit, known_options=without)  # type: ignore[arg-type]


def test_viewers_never_see_tracebacks() -> None:
    wanted = settings(host="127.0.0.1", port=1, allowed_hosts=(), known_options=())
    assert wanted["client.showErrorDetails"] == "none"
    assert wanted["browser.gatherUsageStats"] is False


def test_the_application_is_built_with_ballots_in_front(store: SqlStore) -> None:
    app = server.build_app(hosts=("localhost",))
    later = [route for route in app._user_routes if isinstance(route, LaterRoutes)]
    found = [*app._user_routes, *(route for made in later for route in made.routes)]
    paths = {getattr(route, "path", "") for route in found}
    assert {"/b/{token:str}", "/export/{round_id:str}.csv"} <= paths
    assert server.SCRIPT.is_absolute()
    assert server.SCRIPT.is_file()


def test_team_mode_does_not_start_without_a_secret(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(auth.SECRET_VARIABLE, raising=False)
    with pytest.raises(AccessError, match="at least 32 characters"):
        server.serve(team=True)
