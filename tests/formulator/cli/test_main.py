"""The command line: exit codes, JSON, errors in plain words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from formulator.cli.main import main
from formulator.store import open_store


def answer(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, Any, str]:
    code = main([*args, "--json"])
    captured = capsys.readouterr()
    return code, json.loads(captured.out) if captured.out else None, captured.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    commands = (
        "targets", "ingredients", "propose", "why-not", "sensitivity", "check", "nearest",
        "explain", "round", "rank", "screen", "db", "app",
    )  # fmt: skip
    for command in commands:
        assert command in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("formulator ")


@pytest.mark.parametrize("args", [["nothing"], ["targets", "--nothing"], ["propose"], ["rank"]])
def test_wrong_words_are_bad_input(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(args) == 2
    captured = capsys.readouterr()
    assert captured.err.splitlines()[-1].startswith("error:")
    assert not captured.out


def test_targets_and_ingredients_list_key_name_and_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in ("targets", "ingredients"):
        code, rows, _ = answer(capsys, command)
        assert code == 0
        assert {"key", "name", "source"} <= set(rows[0])
        assert len({r["key"] for r in rows}) == len(rows)
        assert [r["key"] for r in rows] == sorted(r["key"] for r in rows)


def test_search_finds_all_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = answer(capsys, "ingredients", "--search", "pea protein")
    assert "pea_protein_isolate" in {r["key"] for r in rows}
    assert all("pea" in json.dumps(r).lower() for r in rows)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["propose", "milk_hole"], "milk_whole"),
        (["propose", "milk_whole", "--exclude", "pea_protein_isolat"], "pea_protein_isolate"),
        (["propose", "milk_whole", "--exclude-allergen", "sojy"], "soy"),
        (["propose", "milk_whole", "--limit", "shugars<=4"], "sugars"),
        (["propose", "milk_whole", "--limit", "sugars=4"], "sugars<=4"),
        (["propose", "milk_whole", "--lock", "salt"], "key=number"),
        (["propose", "milk_whole", "--max-ingredients", "0"], "max_ingredients"),
        (["propose", "milk_whole", "--jurisdiction", "Mars"], "US, EU or Codex"),
        (["propose", "milk_whole", "--weight", "mood=2"], "unknown block"),
        (["propose", "milk_whole", "--claim", "low_fatt"], "low_fat"),
        (["propose", "milk_whole", "--n", "0"], "n must be"),
        (["propose", "milk_whole", "--lock", "salt=200"], "more than 0 and at most 100"),
        (["nearest", "milk_whole", "--n", "-1"], "--n must be 0 (all) or more, got -1"),
    ],
)
def test_bad_briefs_name_the_way_out(
    args: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert not captured.out


def test_contradictions_exit_1_and_say_which(capsys: pytest.CaptureFixture[str]) -> None:
    code, data, words = answer(
        capsys, "propose", "milk_whole", "--limit", "protein>=3", "--limit", "protein<=2"
    )
    assert code == 1
    assert len(data["conflicts"]) == 2
    assert data["relaxations"]
    assert data["candidates"] == []
    assert "protein >= 3" in words


def test_propose_prints_the_agreed_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, data, _ = answer(
        capsys, "propose", "milk_whole", "--n", "2", "--limit", "sugars<=4", "--time-limit", "3"
    )
    assert code == 0
    assert data["target"]["key"] == "milk_whole"
    assert data["brief"]["limits"] == ["sugars<=4"]
    for candidate in data["candidates"]:
        assert sum(p["percent"] for p in candidate["parts"]) == pytest.approx(100, abs=0.01)
        assert candidate["profile"]["sugars"]["value"] <= 4 + 1e-6


def test_tables_for_people_name_the_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["propose", "mayonnaise", "--n", "1", "--time-limit", "2"]) == 0
    shown = capsys.readouterr().out
    assert "distance" in shown
    assert "water" in shown


def test_check_judges_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text("key,percent\nwater,92\npea_protein_isolate,4\ncanola_oil,4\n")
    code, data, _ = answer(capsys, "check", str(path), "--target", "milk")
    assert code == 0
    assert data["verdict"] in ("accept", "warn", "reject")
    assert {"rule", "severity", "message", "source"} <= set(data["findings"][0])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("key,percent\nwater,many\nsalt,few\n", "few"),
        ("name,amount\nwater,100\n", "percent"),
    ],
)
def test_files_that_cannot_be_read_are_bad_input(
    text: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(text)
    assert main(["check", str(path), "--target", "milk"]) == 2
    assert words in capsys.readouterr().err


def test_a_missing_file_and_a_wrong_encoding_are_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path / "no.csv"), "--target", "milk"]) == 2
    assert "no.csv" in capsys.readouterr().err
    path = tmp_path / "f.csv"
    path.write_bytes("key,percent\nwässer,100\n".encode("latin-1"))
    assert main(["check", str(path), "--target", "milk"]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_rank_works_without_the_catalogue(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formulas, ratings = tmp_path / "f.csv", tmp_path / "r.csv"
    formulas.write_text("formula,a,b\nA,1,0\nB,0,1\nC,1,1\n")
    ratings.write_text(
        "formula,taster,score\n" + "".join(f"A,t{i},8\nB,t{i},3\n" for i in range(6))
    )
    code, rows, _ = answer(capsys, "rank", "--formulas", str(formulas), "--ratings", str(ratings))
    assert code == 0
    assert rows[0]["formula"] == "A"
    assert {r["formula"] for r in rows} == {"A", "B", "C"}
    needed = {"mean", "low90", "high90", "expected_improvement", "n_ratings", "rank"}
    assert needed <= set(rows[0])


@pytest.mark.parametrize(
    ("better", "words"), [(0, "no difference detected between the 2"), (4, "highest mean: A")]
)
def test_rank_says_whether_there_is_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], better: int, words: str
) -> None:
    formulas, ratings = tmp_path / "f.csv", tmp_path / "r.csv"
    formulas.write_text("formula;a;b\nA;1,5;0\nB;0;1,5\n")
    rows = [f"t{i};{4 + i % 2 + better};{4 + (i + 1) % 2}" for i in range(6)]
    ratings.write_text("\n".join(["taster;A;B", *rows]))
    command = ["rank", "--formulas", str(formulas), "--ratings", str(ratings)]
    assert main(command) == 0
    out, err = capsys.readouterr()
    assert f"- {words}" in out
    assert not err
    assert main([*command, "--json"]) == 0
    out, err = capsys.readouterr()
    assert [row["n_ratings"] for row in json.loads(out)] == [6, 6]
    assert words in err


@pytest.mark.parametrize("ends", [("9", "1"), ("5", "5"), ("nan", "9"), ("1", "inf")])
def test_a_scale_runs_from_low_to_high(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ends: tuple[str, str]
) -> None:
    """It is told once, before any score is held against it."""
    assert main(["rank", "--formulas", "f.csv", "--ratings", "r.csv", "--scale", *ends]) == 2
    assert "a scale runs from low to high, got" in capsys.readouterr().err


@pytest.mark.parametrize("group", [[], ["round"], ["db"], ["account"]])
def test_no_summary_in_the_help_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, group: list[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*group, "--help"]) == 0
    commands = capsys.readouterr().out.partition("Commands:")[2]
    assert commands.strip()
    assert "..." not in commands


@pytest.mark.slow
def test_a_reader_that_leaves_early_is_no_failure() -> None:
    """``formulator ingredients | head -1``: many lines, and nobody takes the second."""
    command = subprocess.Popen(
        [sys.executable, "-m", "formulator.cli.main", "ingredients", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    assert command.stdout.readline() == b"[\n"
    command.stdout.close()
    assert command.stderr.read() == b""
    command.stderr.close()
    assert command.wait(timeout=120) == 0


def test_a_proposal_can_be_saved_for_the_other_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "formulas"
    code, data, words = answer(
        capsys, "propose", "mayonnaise", "--n", "1", "--time-limit", "2", "--save", str(folder)
    )
    assert code == 0
    assert "1 formula written" in words
    (candidate,) = data["candidates"]
    path = folder / f"{candidate['id']}.csv"
    code, verdict, _ = answer(capsys, "check", str(path), "--target", "mayonnaise")
    assert code == 0
    assert verdict["verdict"] in ("accept", "warn")
    code, explained, _ = answer(capsys, "explain", str(path), "--target", "mayonnaise")
    assert code == 0
    assert explained["distance"] == pytest.approx(candidate["distance"], rel=1e-3)


def test_scores_outside_the_scale_are_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    formulas, ratings = tmp_path / "f.csv", tmp_path / "r.csv"
    formulas.write_text("formula,a,b\nA,1,0\nB,0,1\n")
    ratings.write_text("formula,taster,score\nA,t1,12\nB,t1,3\n")
    assert main(["rank", "--formulas", str(formulas), "--ratings", str(ratings)]) == 2
    assert "12" in capsys.readouterr().err


def test_nearest_ranks_foods(capsys: pytest.CaptureFixture[str]) -> None:
    code, rows, _ = answer(capsys, "nearest", "milk_whole", "--n", "5")
    assert code == 0
    assert [r["rank"] for r in rows] == [1, 2, 3, 4, 5]
    assert [r["distance"] for r in rows] == sorted(r["distance"] for r in rows)


@pytest.mark.slow
def test_a_project_keeps_its_proposals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'p.db'}")
    args = ("propose", "mayonnaise", "--n", "2", "--project", "spread")
    brief = ("--time-limit", "2", "--exclude-allergen", "soy", "--limit", "cost<=9")
    assert answer(capsys, *args, *brief)[2].count("iteration 1") == 1
    code, data, words = answer(capsys, *args)
    assert code == 0
    assert "iteration 2" in words
    assert data["candidates"]
    assert data["brief"]["exclude_allergens"] == ["soy"], "kept out once, it stays out"
    assert data["brief"]["limits"] == ["cost<=9"]
    for kept in ("--exclude-allergen soy", '--limit "cost<=9"', "--time-limit 2", "--new-brief"):
        assert kept in words


@pytest.mark.slow
def test_a_brief_that_cannot_be_met_leaves_no_empty_project(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMULATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'p.db'}")
    impossible = ("--limit", "protein>=60", "--limit", "water>=60", "--project", "dream")
    code, _, _ = answer(capsys, "propose", "milk_whole", "--time-limit", "2", *impossible)
    assert code == 1
    store = open_store()
    assert store.projects() == ()
    store.close()


def test_screening_reports_what_fails_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "briefs.csv"
    path.write_text("name,target,time_limit,n\ngood,mayonnaise,2,1\nbad,milk_hole,2,1\n")
    code, data, _ = answer(capsys, "screen", str(path), "--backend", "here")
    assert code == 0
    assert data["counts"] == {"done": 1, "failed": 1}
