from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from ingredients.__main__ import FORMATS, _parser
from ingredients.tables import load_shipped

TEXT = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^python -m ingredients (.+?)(?:   .*)?$", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_documented_commands_are_understood(line: str) -> None:
    assert _parser().parse_args(shlex.split(line)).command


def test_every_command_and_format_is_documented() -> None:
    offered = {"check", "list", "cite", "coverage", "sources", "template", "import"}
    assert {line.split()[0] for line in COMMANDS} == offered
    assert set(re.findall(r"^\| `([a-z-]+)` \|", TEXT, re.MULTILINE)) == set(FORMATS)


def test_documented_trust_order_is_the_real_one() -> None:
    order = [s.key for s in load_shipped().sources][:6]
    tables = [k for k in order if k != "usda_flavonoid"]
    assert tables == [
        "functional", "usda_sr28", "usda_fdc_foundation", "ciqual_2020", "japan_stfcj_2020",
    ]  # fmt: skip


def test_documented_gap_of_thresholds_is_counted() -> None:
    from ingredients import odorants, presences, threshold

    targets = {p.food for p in presences() if p.role == "key"}
    keys = {p.molecule for food in targets for p in odorants(food) if p.role == "key"}
    without = sorted(k for k in keys if threshold(k) is None)
    documented = re.search(r"(\d+) key dairy odorants without a threshold", TEXT)
    assert documented is not None
    assert int(documented[1]) == len(without), without
