"""Profiles of the real catalogue, made once in a cache of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import ingredients
from formulator.profiles import ProfileTable, profile_table


@pytest.fixture(scope="session")
def catalogue() -> ingredients.Catalogue:
    return ingredients.load()


@pytest.fixture(scope="session")
def table(
    catalogue: ingredients.Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProfileTable]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORMULATOR_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield profile_table(catalogue)
