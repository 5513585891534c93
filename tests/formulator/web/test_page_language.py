"""The one script that a page may run declares its language, and nobody's words reach it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from formulator.web.page_language import language_routes
from formulator.web.questionnaire import LANGUAGES


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(Starlette(routes=language_routes())) as made:
        yield made


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_script(client: TestClient, language: str) -> None:
    answer = client.get(f"/language/{language}.js", params={"x": "</script>"})
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert f'root.lang = "{language}"' in answer.text and "</script>" not in answer.text


@pytest.mark.parametrize("language", ["fr", "ko%22;alert(1)//", "en.js", "..%2Fen"])
def test_no_other_script_is_served(client: TestClient, language: str) -> None:
    assert client.get(f"/language/{language}.js").status_code == 404


def _page(language: str) -> None:
    from formulator.web.page_language import declare

    declare(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_asks_for_its_own_language(language: str) -> None:
    app = AppTest.from_function(_page, args=(language,)).run()
    drawn = [str(element.proto) for element in app.get("html")]
    assert sum(f"/language/{language}.js" in text for text in drawn) == 1


@pytest.mark.parametrize("language", ["fr", '"></script><script>alert(1)</script>', ""])
def test_what_is_no_language_of_ours_draws_nothing(language: str) -> None:
    app = AppTest.from_function(_page, args=(language,)).run()
    assert not app.get("html") and not app.exception
