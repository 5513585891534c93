"""What the handbook of threats names and no other test of the app proves.

``docs/threats.md`` lists every threat with its test; here it is also checked that each of
those tests exists.
"""

from __future__ import annotations

import ast
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from formulator.errors import FormulatorError
from formulator.store import Answers, SqlStore, User, open_store
from formulator.store.tasting import TastingPlan, open_round
from formulator.web import auth
from formulator.web.guard import MAX_OPEN_BODY, Guard
from formulator.web.login import login
from formulator.web.own_formula import upload_rows
from formulator.web.routes import routes
from formulator.web.staff_routes import staff_routes
from formulator.web.theme import settings
from tests.formulator.web.conftest import OpenTasting
from tests.formulator.web.examples import candidate

ROOT = Path(__file__).parents[3]
SOURCES = sorted([*(ROOT / "formulator").rglob("*.py"), *(ROOT / "ingredients").rglob("*.py")])
INJECTIONS = (
    "'; DROP TABLE judgements; --",
    "x' OR '1'='1",
    '"; DELETE FROM users; --',
    "1; UPDATE users SET role = 'admin'",
    "%s %(name)s :name ? $1 {0} \\'",
    "../../../etc/passwd",
    "Robert'); DROP TABLE projects;--",
)


@pytest.fixture
def client(store: SqlStore) -> Iterator[TestClient]:
    guard = Middleware(Guard, is_staff=lambda _: True)
    app = Starlette(routes=[*routes(), *staff_routes()], middleware=[guard])
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("text", INJECTIONS)
def test_sql_in_any_text_field_is_text(store: SqlStore, text: str) -> None:
    """Threat 24: SQL injection through names, notes, comments, codes, tokens and keys."""
    project = store.create_project(text, notes=text, actor=text)
    iteration = store.add_iteration(project.id, {text: text}, {"candidates": []}, notes=text)
    store.save_draft(project.id, "brief", text, {text: text}, expected_version=0, actor=text)
    store.save_formula(project.id, text, [(text, 100.0)], expected_version=0, note=text)
    plan = TastingPlan(text, (candidate(0), candidate(1)), (text, "T2"), iteration.id)
    opened = open_round(store, project.id, plan, actor=text)
    serving = store.servings(opened.round.id)[0]
    store.submit(serving.id, Answers({"overall": 5}, comment=text), idempotency_key=text[:64])
    store.save_user(User(text, "scientist", text), actor=text)
    for ask in (store.seat_by_token, store.seat_by_short_code, store.share_by_token):
        with pytest.raises(FormulatorError):
            ask(text)
    assert store.project(text) == project
    assert [j.comment for j in store.judgements(project_id=project.id)] == [text]
    assert [u.role for u in store.users()] == ["scientist"]
    assert store.judgements(project_id=text) == ()
    assert store.verify().problems == ()


@pytest.mark.parametrize(
    "name",
    ["../../x", "C:\\x", "..%2f..%2fx", 'a"; filename="b', "/etc/passwd", "\u202egpj", ". ."],
    ids=["up", "windows", "encoded", "quote", "absolute", "right to left", "dots"],
)
def test_a_name_never_becomes_a_path(
    store: SqlStore, client: TestClient, tasting: OpenTasting, name: str
) -> None:
    """Threat 21: path traversal through the name of a round in its export's file name."""
    project = store.projects()[0]
    try:
        plan = TastingPlan(name, (candidate(0),), ("T1",))
        round_ = open_round(store, project.id, plan).round
    except FormulatorError:
        return  # refused, such as a name with control characters
    store.close_round(round_.id)
    sent = client.get(f"/export/{round_.id}.csv")
    assert sent.status_code == 200
    given = re.fullmatch(
        r'attachment; filename="([A-Za-z0-9-]+)\.csv"', sent.headers["content-disposition"]
    )
    assert given, sent.headers["content-disposition"]


@pytest.mark.parametrize(
    "path", ["/b/../login2", "/b/..%2f..%2fetc%2fpasswd", "/static/../../main.py", "/b//etc/passwd"]
)
def test_a_path_upwards_opens_nothing(client: TestClient, path: str) -> None:
    """Threat 21: path traversal through the address."""
    assert client.get(path).status_code == 404


def test_strangers_cannot_send_much(client: TestClient, tasting: OpenTasting) -> None:
    """Oversized uploads: the form is measured before it is read."""
    path = f"/b/{tasting.tokens['T1']}"
    large = {"comment": "x" * (MAX_OPEN_BODY + 1)}
    assert client.post(path, data=large).status_code == 413
    unsized = client.post(path, content=iter([b"comment=", b"x" * 10]))
    assert unsized.status_code == 413
    for length in ("-1", "1e3", "0x10", "", "9" * 30):
        sent = client.post(path, headers={"content-length": length}, content=b"")
        assert sent.status_code == 413


def test_uploads_of_staff_are_bounded() -> None:
    """Oversized uploads: Streamlit takes ten megabytes at most."""
    wanted = settings(host="127.0.0.1", port=1, allowed_hosts=(), known_options=())
    assert wanted["server.maxUploadSize"] == 10


def test_an_absurd_table_is_refused_at_once() -> None:
    """Threat 20: 400,000 columns, and as many rows."""
    for data in (b"a," * 400_000 + b"\n", b"key,percent\n" + b"water,1\n" * 400_000):
        begun = time.process_time()
        with pytest.raises(FormulatorError, match="most"):
            upload_rows("x.csv", data)
        assert time.process_time() - begun < 1.0


def names_used(path: Path) -> set[str]:
    """Return the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "banned", ["pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "jsonpickle"]
)
def test_nothing_is_unpickled(banned: str) -> None:
    """Threat 23: a pickle runs whatever its author wants."""
    assert [p for p in SOURCES if banned in names_used(p)] == []
    text = {p: p.read_text(encoding="utf-8") for p in SOURCES}
    loads = re.compile(
        r"joblib\.(load|dump)\(|read_pickle|allow_pickle=True|persist=.disk|yaml\.load"
    )
    assert [p for p, source in text.items() if loads.search(source)] == []


def test_a_pickle_in_place_of_a_project_is_refused(store: SqlStore, tmp_path: Path) -> None:
    """Threat 23: the import reads JSON only."""
    from formulator.cli.main import main

    path = tmp_path / "project.json"
    path.write_bytes(b"\x80\x04\x95\x00cposix\nsystem\n\x93\x8c\x04exit\x85R.")
    assert main(["db", "import", str(path)]) == 2
    assert store.projects() == ()


def unchecked_callers(path: Path) -> list[str]:
    """Return the functions that ask for something cached without checking a right before."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    cached = {
        f.name for f in functions if any("cache_" in ast.unparse(d) for d in f.decorator_list)
    }
    found = []
    for function in functions:
        calls = sorted(
            (node.lineno, node.func.id)
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        )
        asked = [line for line, name in calls if name in cached]
        checked = [line for line, name in calls if name == "require"]
        if asked and not (checked and min(checked) < min(asked)):
            found.append(function.name)
    return found


def test_what_is_cached_for_all_depends_on_no_viewer() -> None:
    """Threat 27: one user's cached result shown to another.

    What is cached knows nothing of who looks, or is asked for only after the right was checked.
    """
    web = ROOT / "formulator" / "web"
    caching = [p for p in sorted(web.rglob("*.py")) if "st.cache_" in p.read_text("utf-8")]
    for path in caching:
        if path.name != "cached.py":
            assert unchecked_callers(path) == [], path
    source = (web / "cached.py").read_text(encoding="utf-8")
    for word in (
        "current_user",
        "viewer:",
        "Viewer",
        "session_state",
        "st.context",
        "query_params",
    ):
        assert word not in source, word


def test_a_role_taken_away_counts_for_the_next_request(
    store: SqlStore, client: TestClient, tasting: OpenTasting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 26: the cookie lives on, the right does not."""
    monkeypatch.setenv(auth.TEAM_VARIABLE, "1")
    monkeypatch.setenv(auth.SECRET_VARIABLE, "k" * 40)
    store.save_user(User("lea", "leader", "hash"))
    store.close_round(tasting.opened.round.id)
    cookies = {"cookie": f"{auth.COOKIE}={auth.login_cookie(store, 'lea')}"}
    path = f"/export/{tasting.opened.round.id}.csv"
    assert client.get(path, headers=cookies).status_code == 200
    store.save_user(User("lea", "leader", "hash", active=False))
    assert client.get(path, headers=cookies).status_code == 403


def test_erasing_a_taster_keeps_the_scores(store: SqlStore, tasting: OpenTasting) -> None:
    """Threat 31: personal data of tasters."""
    round_id = tasting.opened.round.id
    seat = store.seat_by_token(tasting.tokens["T1"])
    first = store.ballot_servings(seat.id)[0][0]
    store.submit(first.id, Answers({"overall": 8}), idempotency_key="k")
    project = store.projects()[0]
    assert store.erase_taster(project.id, "T1", actor="lea") == 1
    (kept,) = store.judgements(round_id=round_id)
    assert kept.scores == {"overall": 8}
    assert kept.taster.startswith("erased-")
    assert [s.taster for s in store.seats(round_id) if s.taster == "T1"] == []
    for code in (tasting.tokens["T1"], tasting.short_codes["T1"]):
        with pytest.raises(FormulatorError):
            store.seat_by_token(code)
        with pytest.raises(FormulatorError):
            store.seat_by_short_code(code)
    assert store.seat_by_token(tasting.tokens["T2"]).taster == "T2"
    assert not [e for e in store.audit() if "T1" in str(e.details)]
    assert store.verify().problems == ()
    with pytest.raises(FormulatorError, match="no taster"):
        store.erase_taster(project.id, "T1")


def test_a_backup_under_load_is_sound(
    store: SqlStore, tasting: OpenTasting, tmp_path: Path
) -> None:
    """Threat 32: a backup that cannot be restored."""
    servings = store.servings(tasting.opened.round.id)
    store.submit(servings[0].id, Answers({"overall": 5}), idempotency_key="before")
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            store.log("load", f"entry-{number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        store.backup(tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.verify().problems == ()
    assert [j.scores for j in copy.judgements()] == [{"overall": 5}]
    copy.submit(servings[1].id, Answers({"overall": 6}), idempotency_key="after")
    assert len(copy.judgements()) == 2
    copy.close()


def test_no_page_sends_a_visitor_elsewhere(client: TestClient, tasting: OpenTasting) -> None:
    """Open redirects: what the request says never decides where it leads."""
    evil = "http://evil.example"
    headers = {"host": "localhost", "x-forwarded-host": "evil.example", "referer": evil}
    path = f"/b/{tasting.tokens['T1']}"
    for query in (
        f"?lang={evil}",
        f"?next={evil}",
        "?lang=en",
        f"?lang=//evil.example&next={evil}",
    ):
        sent = client.get(path + query, headers=headers)
        assert "location" not in sent.headers
        assert "evil.example" not in sent.text.replace(f"next={evil}", "")
    assert login.__module__ == "formulator.web.login"


def test_what_the_deployment_sets_is_read_by_the_app() -> None:
    """A misspelt variable would leave a protection off without a word."""
    deploy = ROOT / "docs" / "deploy"
    named = {
        name
        for path in deploy.iterdir()
        for name in re.findall(r"FORMULATOR_[A-Z_]+", path.read_text(encoding="utf-8"))
    } - {"FORMULATOR_HOST"}
    code = "".join(p.read_text(encoding="utf-8") for p in SOURCES)
    assert named
    for name in named:
        assert f'"{name.removesuffix("_FILE")}"' in code, name


def test_every_threat_has_a_test_that_exists() -> None:
    """The table in docs/threats.md names tests; a renamed test must not vanish from it."""
    table = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|(.*)$", table, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 33))
    for number, row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, f"threat {number} has no test"
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"
