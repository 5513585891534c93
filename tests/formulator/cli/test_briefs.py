"""What a brief of a project keeps from its last one."""

from __future__ import annotations

import pytest

from formulator.cli.briefs import OPTIONS, carried_over
from formulator.search.brief import Brief, Limit

LAST = Brief(
    target="milk_whole",
    max_ingredients=9,
    exclude_allergens=("soy", "nuts"),
    locked=(("salt", 0.001),),
    limits=(Limit("sugars", "<=", 4.0),),
    weights=(("minerals", 2.0),),
    time_limit=4.0,
)
NOW = Brief(target="milk_whole")


def test_what_nobody_names_is_kept_and_said() -> None:
    kept, words = carried_over(NOW, LAST, frozenset())
    assert kept == LAST
    assert words == [
        "--max-ingredients 9", "--exclude-allergen soy", "--exclude-allergen nuts",
        '--limit "sugars<=4"', "--lock salt=0.1", "--weight minerals=2", "--time-limit 4",
    ]  # fmt: skip


@pytest.mark.parametrize("field", sorted(OPTIONS.values()))
def test_what_is_named_is_not_kept(field: str) -> None:
    kept, _ = carried_over(NOW, LAST, {field})
    assert getattr(kept, field) == getattr(NOW, field)


def test_a_new_brief_keeps_nothing() -> None:
    assert carried_over(NOW, LAST, frozenset(OPTIONS.values())) == (NOW, [])


def test_an_emptied_list_is_said() -> None:
    now = Brief(target="milk_whole", claims=("low_fat",))
    _, words = carried_over(now, NOW, frozenset())
    assert words == ["no --claim"]


def test_every_field_of_a_brief_has_its_option() -> None:
    assert {*OPTIONS.values()} == {*Brief.__dataclass_fields__} - {"target", "notes"}
