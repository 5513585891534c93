"""Printing: tables, JSON, and nothing that others print in between."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

from formulator.cli.output import libraries_aside, print_json, print_table


def test_json_knows_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": float("nan"), "b": [float("inf"), 1], "c": np.float64(2.5), "d": "µ"})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, 1], "c": 2.5, "d": "µ"}


def test_numbers_stand_to_the_right(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("key", "n"), [("a", 5), ("bb", 12.5), ("c", None)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].endswith("    5")
    assert lines[2].endswith(" 12.5")
    assert lines[3].endswith("-")


def test_an_empty_table_prints_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("key",), [])
    assert capsys.readouterr().out == "key\n"


def test_what_libraries_print_goes_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    with libraries_aside():
        os.write(1, b"stray\n")
    os.write(1, b"ours\n")
    captured = capfd.readouterr()
    assert captured.out == "ours\n"
    assert captured.err == "stray\n"


def test_wide_letters_keep_columns_straight(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("taster", "cups"), [("민지", "a"), ("Zoe\u0308", "a"), ("Bob", "a")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == ["민지    a", "Zoe\u0308     a", "Bob     a"]
