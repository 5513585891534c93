"""Who may open what: roles, pages, services, logging in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from formulator.cli.main import main as command_line
from formulator.errors import InputError
from formulator.search.brief import Brief
from formulator.store import ConflictError, Project, SqlStore
from formulator.web import accounts, auth, results, rounds, search_job
from formulator.web.auth import NOBODY, ROLE_RIGHTS, AccessError, Right, Viewer
from formulator.web.main import PAGES, pages_of
from formulator.web.routes import routes
from tests.formulator.web.conftest import OpenTasting

ROOT = Path(__file__).parents[3]
WEB = ROOT / "formulator" / "web"
PASSWORD = "correct horse battery"
TITLES = {file: title for file, title, *_ in PAGES}
ROLES = ("scientist", "leader", "product", "admin", "")
MAY_OPEN = {
    "scientist": {"Design", "Taste", "Compare", "Data"},
    "leader": {"Panel", "Taste", "Compare", "Data"},
    "product": {"Taste", "Compare"},
    "admin": {"Design", "Panel", "Taste", "Compare", "Data", "Accounts"},
    "": {"Taste"},
}


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("file", TITLES, ids=lambda f: f.removesuffix(".py"))
def test_a_page_opens_only_for_its_roles(
    tasting: OpenTasting, monkeypatch: pytest.MonkeyPatch, role: str, file: str
) -> None:
    viewer = Viewer("ann", role)
    for module in ("main", "projects"):
        monkeypatch.setattr(f"formulator.web.{module}.current_user", lambda _: viewer)
    app = AppTest.from_file(ROOT / "app.py", default_timeout=30).run()
    if TITLES[file] in MAY_OPEN[role]:
        app.switch_page(f"formulator/web/views/{file}").run()
        assert not app.exception
    else:
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            app.switch_page(f"formulator/web/views/{file}")


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("file", [f for f in TITLES if f != "taste.py"])
def test_a_page_checks_the_role_itself(
    tasting: OpenTasting, monkeypatch: pytest.MonkeyPatch, role: str, file: str
) -> None:
    """Even were a page reachable, it would not draw."""
    monkeypatch.setattr("formulator.web.projects.current_user", lambda _: Viewer("ann", role))
    app = AppTest.from_file(WEB / "views" / file, default_timeout=30).run()
    if TITLES[file] in MAY_OPEN[role]:
        assert not app.exception
    else:
        assert "this needs the right to" in app.exception[0].message
        assert not app.title
        assert not app.dataframe


def test_whoever_has_no_role_gets_the_tasters_page_only() -> None:
    assert [title for _, title, _ in pages_of(NOBODY)] == ["Taste"]
    assert not any(NOBODY.may(right) for right in Right)


def test_services_refuse_whoever_lacks_the_right(
    store: SqlStore, project: Project, tasting: OpenTasting
) -> None:
    product, scientist = Viewer("p", "product"), Viewer("s", "scientist")
    with pytest.raises(AccessError, match="design"):
        search_job.start_search(product, project, Brief("milk_whole"), n=1)
    with pytest.raises(AccessError, match="lead"):
        rounds.sent_rows(store, scientist, tasting.opened.round)
    with pytest.raises(AccessError, match="read results"):
        results.story(store, NOBODY, project)


def test_the_owner_is_no_role_that_an_account_can_have(store: SqlStore) -> None:
    assert "owner" in ROLE_RIGHTS
    with pytest.raises(InputError, match="role"):
        accounts.add_user(store, "ann", "owner", PASSWORD)


def test_no_page_is_protected_by_being_hidden_and_no_markup_is_unsafe() -> None:
    for path in WEB.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        banned = {"unsafe_allow_html", "unsafe_allow_javascript", 'visibility="hidden"'}
        if path.name == "page_language.py":  # test_page_language.py: nobody's words reach it
            banned.remove("unsafe_allow_javascript")
        for forbidden in sorted(banned):
            assert forbidden not in text, f"{path} uses {forbidden}"
        assert "pickle" not in text.replace("nothing is pickled", ""), path


@pytest.fixture
def team(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    accounts.add_user(store, "ann", "scientist", PASSWORD)
    with TestClient(
        Starlette(routes=routes()), base_url="http://localhost", follow_redirects=False
    ) as client:
        yield client


def log_in(client: TestClient, name: str, password: str, **headers: str) -> int:
    sent = client.post("/login", data={"name": name, "password": password}, headers=headers)
    return sent.status_code


def test_the_right_password_gives_a_cookie_that_names_the_user(
    team: TestClient, store: SqlStore
) -> None:
    sent = team.post("/login", data={"name": "ann", "password": PASSWORD})
    assert (sent.status_code, sent.headers["location"]) == (303, "/")
    cookie = sent.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    cookie = sent.cookies[auth.COOKIE]
    viewer = auth.signed_viewer(store, cookie, key=auth.secret_key())
    assert viewer == Viewer("ann", "scientist")


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [{"password": "another long password"}, {"password": PASSWORD}, {"role": "product"}],
)
def test_a_new_password_or_role_ends_the_logins_that_are_open(
    team: TestClient, store: SqlStore, change: dict[str, str]
) -> None:
    log_in(team, "ann", PASSWORD)
    cookie = team.cookies[auth.COOKIE]

    def viewer() -> Viewer:
        return auth.signed_viewer(store, cookie, key=auth.secret_key())

    accounts.add_user(store, "root", "admin", PASSWORD)
    assert viewer() == Viewer("ann", "scientist")
    accounts.change(store, accounts.COMMAND_LINE, "ann", **change)  # type: ignore[arg-type]
    assert viewer() == auth.NOBODY
    assert log_in(team, "ann", change.get("password", PASSWORD)) == 303
    cookie = team.cookies[auth.COOKIE]
    assert viewer().name == "ann"


def test_the_cookie_is_secure_behind_tls(team: TestClient) -> None:
    data = {"name": "ann", "password": PASSWORD}
    sent = team.post("/login", data=data, headers={"x-forwarded-proto": "https"})
    assert "Secure" in sent.headers["set-cookie"]


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong"), ("bob", PASSWORD), ("", ""), ("ann", "")]
)
def test_wrong_names_and_passwords_look_alike(team: TestClient, name: str, password: str) -> None:
    sent = team.post("/login", data={"name": name, "password": password})
    assert sent.status_code == 403
    assert "Name or password is wrong." in sent.text
    assert "set-cookie" not in sent.headers


def test_a_form_from_a_foreign_page_is_refused(team: TestClient) -> None:
    assert log_in(team, "ann", PASSWORD, origin="http://evil.example") == 403
    assert log_in(team, "ann", PASSWORD, origin="http://localhost") == 303


@pytest.mark.slow
def test_guessing_is_slowed_down(team: TestClient) -> None:
    assert [log_in(team, "ann", "wrong") for _ in range(21)] == [403] * 20 + [429]
    assert log_in(team, "ann", PASSWORD) == 429


def test_logging_in_never_goes_where_the_request_says(team: TestClient) -> None:
    sent = team.post("/login?next=http://evil.example", data={"name": "ann", "password": PASSWORD})
    assert sent.headers["location"] == "/"


def test_logging_out_forgets_the_cookie(team: TestClient) -> None:
    log_in(team, "ann", PASSWORD)
    gone = team.get("/logout")
    assert gone.headers["location"] == "/login"
    assert f'{auth.COOKIE}=""' in gone.headers["set-cookie"]


def test_there_is_no_login_page_without_team_mode(store: SqlStore) -> None:
    with TestClient(Starlette(routes=routes())) as client:
        assert client.get("/login").status_code == 404


def test_a_role_that_changes_counts_at_once(store: SqlStore) -> None:
    accounts.add_user(store, "ann", "scientist", PASSWORD)
    assert auth.staff_viewer(store, "ann").may(Right.DESIGN)
    accounts.add_user(store, "ann", "product", PASSWORD)
    assert not auth.staff_viewer(store, "ann").may(Right.DESIGN)


def test_passwords_are_kept_as_hashes_only(store: SqlStore) -> None:
    accounts.add_user(store, "ann", "scientist", PASSWORD)
    (user,) = store.users()
    assert PASSWORD not in user.password_hash
    assert user.password_hash.startswith("$argon2id$")
    assert not any(PASSWORD in str(entry) for entry in store.audit())


@pytest.mark.parametrize(
    ("arguments", "password", "code"),
    [
        (["add", "ann", "scientist"], PASSWORD, 0),
        (["add", "ann", "scientist"], "short", 2),
        (["add", "ann", "king"], PASSWORD, 2),
        (["add", "", "scientist"], PASSWORD, 2),
        (["remove", "ann"], PASSWORD, 2),
    ],
)
def test_accounts_are_added_from_the_command_line(
    store: SqlStore,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    password: str,
    code: int,
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_: password)
    assert command_line(["account", *arguments]) == code
    assert len(store.users()) == (code == 0)


@pytest.mark.slow
def test_accounts_are_changed_and_listed_from_the_command_line(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *_: "another long password")
    accounts.add_user(store, "root", "admin", PASSWORD)
    accounts.add_user(store, "ann", "scientist", PASSWORD)
    assert command_line(["account", "change", "ann", "--role", "leader", "--password"]) == 0
    assert accounts.is_password(store, "ann", "another long password")
    assert command_line(["account", "change", "ann", "--disable"]) == 0
    assert not accounts.is_password(store, "ann", "another long password")
    capsys.readouterr()
    assert command_line(["account", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == ["ann  leader  disabled", "root  admin"]
    assert command_line(["account", "change", "root", "--disable"]) == 2
    assert "last administrator" in capsys.readouterr().err
    assert command_line(["account", "change", "eve", "--disable"]) == 2
    assert accounts.has_admin(store)


def test_only_an_administrator_manages_accounts(store: SqlStore) -> None:
    accounts.add_user(store, "ann", "scientist", PASSWORD)
    for role in ("scientist", "leader", "product", ""):
        viewer = Viewer("eve", role)
        with pytest.raises(AccessError, match="manage users"):
            accounts.create(store, viewer, "eve2", role="admin", password=PASSWORD)
        with pytest.raises(AccessError, match="manage users"):
            accounts.change(store, viewer, "ann", role="admin")
    admin = Viewer("root", "admin")
    accounts.create(store, admin, "bob", role="product", password=PASSWORD)
    with pytest.raises(ConflictError, match="already"):
        accounts.create(store, admin, "bob", role="product", password=PASSWORD)
    assert [(u.name, u.role) for u in store.users()] == [("ann", "scientist"), ("bob", "product")]
    assert [e.actor for e in store.audit(subject="bob")] == ["root"]


@pytest.mark.slow
def test_an_account_of_the_provider_has_no_password(store: SqlStore) -> None:
    accounts.add_user(store, "ann@lab.example", "scientist", None)
    for guess in ("", "!", accounts.NO_PASSWORD, PASSWORD):
        assert not accounts.is_password(store, "ann@lab.example", guess)


def test_the_page_creates_and_disables(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Viewer("root", "admin")
    monkeypatch.setattr("formulator.web.projects.current_user", lambda _: viewer)
    page = AppTest.from_file(WEB / "views" / "accounts.py", default_timeout=30).run()
    page.text_input(key="account_name").input("ann")
    page.selectbox(key="account_role").select("leader")
    page.text_input(key="account_password").input(PASSWORD)
    page.button[0].click().run()
    assert [(u.name, u.role, u.active) for u in store.users()] == [("ann", "leader", True)]
    assert page.success[0].value == "The account was created."
    page.selectbox(key="account_who").select("ann")
    page.radio(key="new_active").set_value("no")
    page.button[1].click().run()
    assert [u.active for u in store.users()] == [False]
    page.text_input(key="account_name").input("bob")
    page.button[0].click().run()
    assert "a role must be one of" in page.error[0].value
    assert PASSWORD not in str(page.main)
