"""Screening: every result exactly once, whatever dies in between."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from formulator.backend import running_on
from formulator.errors import InputError, TableError
from formulator.search.screen import Job, read_jobs, read_results, run, screen


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def quick(job: Job) -> dict[str, Any]:
    """Stand in for the search where only the bookkeeping is tested."""
    if job.name == "fails":
        return {"key": job.key, "name": job.name, "status": "failed", "message": "as planned"}
    return {"key": job.key, "name": job.name, "status": "done", "pid": os.getpid()}


@pytest.fixture
def briefs(tmp_path: Path) -> Path:
    text = "name,target,limits,seed\n" + "".join(
        f"brief {i},milk_whole,sugars<=4;protein>=2,{i}\n" for i in range(6)
    )
    return table(tmp_path / "briefs.csv", text)


def test_rows_become_briefs(briefs: Path) -> None:
    jobs = read_jobs(briefs)
    assert [j.name for j in jobs] == [f"brief {i}" for i in range(6)]
    assert [str(x) for x in jobs[3].brief.limits] == ["sugars<=4", "protein>=2"]
    assert jobs[3].brief.seed == 3


def test_scenarios_cross_and_add_to_lists(briefs: Path, tmp_path: Path) -> None:
    text = "name,jurisdiction,limits\nUS,,\nEU,EU,cost<=1\n"
    jobs = read_jobs(briefs, table(tmp_path / "scenarios.csv", text))
    assert len(jobs) == 12
    europe = next(j for j in jobs if j.name == "brief 0 | EU")
    assert europe.brief.jurisdiction == "EU"
    assert [str(x) for x in europe.brief.limits] == ["sugars<=4", "protein>=2", "cost<=1"]


def test_all_bad_rows_are_reported_at_once(tmp_path: Path) -> None:
    text = "target,limits,max_ingredients\nmilk_whole,sugar,8\nmilk_whole,,many\nmilk_whole,,0\n"
    with pytest.raises(TableError) as caught:
        read_jobs(table(tmp_path / "b.csv", text))
    assert [p.partition(":")[0] for p in caught.value.problems] == ["line 2", "line 3", "line 4"]


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="unknown column 'tarfet'"):
        read_jobs(table(tmp_path / "b.csv", "tarfet\nmilk_whole\n"))


def test_a_failing_brief_is_a_result_and_the_rest_go_on(tmp_path: Path) -> None:
    text = "name,target\nfails,milk_whole\nworks,milk_whole\n"
    jobs = read_jobs(table(tmp_path / "b.csv", text))
    found = {r["name"]: r["status"] for r in screen(jobs, tmp_path / "r.jsonl", work=quick)}
    assert found == {"fails": "failed", "works": "done"}


def test_unknown_target_is_a_failed_result() -> None:
    from formulator.search.brief import Brief

    result = run(Job("typo", Brief(target="milk_hole"), 1))
    assert result["status"] == "failed"
    assert "milk_whole" in result["message"]


def test_a_second_run_computes_nothing_again(briefs: Path, tmp_path: Path) -> None:
    jobs, out = read_jobs(briefs), tmp_path / "r.jsonl"
    first = list(screen(jobs, out, work=quick))

    def never(job: Job) -> dict[str, Any]:
        raise AssertionError(f"{job.name} was computed again")

    assert {r["key"] for r in screen(jobs, out, work=never)} == {r["key"] for r in first}
    assert len(out.read_text().splitlines()) == len(jobs)


def test_a_half_written_line_is_dropped_and_done_again(briefs: Path, tmp_path: Path) -> None:
    jobs, out = read_jobs(briefs), tmp_path / "r.jsonl"
    list(screen(jobs, out, work=quick))
    text = out.read_bytes()
    out.write_bytes(text[:-9])
    assert len(read_results(out)) == len(jobs) - 1
    list(screen(jobs, out, work=quick))
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert sorted(r["name"] for r in lines) == sorted(j.name for j in jobs)


def test_results_of_other_briefs_in_the_file_are_left_alone(briefs: Path, tmp_path: Path) -> None:
    jobs, out = read_jobs(briefs), tmp_path / "r.jsonl"
    list(screen(jobs[:2], out, work=quick))
    assert len(list(screen(jobs[2:], out, work=quick))) == 4
    assert len(read_results(out)) == 6


def test_cores_give_the_same_results(briefs: Path, tmp_path: Path) -> None:
    jobs = read_jobs(briefs)
    with running_on("cores:2"):
        found = list(screen(jobs, tmp_path / "r.jsonl", work=quick))
    assert sorted(r["name"] for r in found) == sorted(j.name for j in jobs)
    assert os.getpid() not in {r["pid"] for r in found}


@pytest.mark.parametrize("url", ["core", "cores:none", "cores:0", "http://x"])
def test_a_wrong_backend_is_named(url: str) -> None:
    with pytest.raises(InputError, match=r"backend|whole number"), running_on(url):
        pass


def slow_enough(job: Job) -> dict[str, Any]:
    """Work for a fraction of a second of CPU, so that a kill falls into the middle."""
    total = 0
    for i in range(4_000_000):
        total += i * job.brief.seed
    return quick(job) | {"total": total}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # distributed warns while it mourns the dead worker
def test_a_killed_worker_costs_no_result_and_doubles_none(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    text = "name,target,seed\n" + "".join(f"brief {i},milk_whole,{i}\n" for i in range(24))
    jobs, out = read_jobs(table(tmp_path / "b.csv", text)), tmp_path / "r.jsonl"
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster,
        running_on(cluster.scheduler_address) as words,
    ):
        assert words.startswith("2 workers")
        killed = 0
        found = []
        for result in screen(jobs, out, work=slow_enough):
            found.append(result)
            if len(found) == 5:
                killed = int(result["pid"])
                os.kill(killed, signal.SIGKILL)
    assert killed
    assert sorted(r["name"] for r in found) == sorted(j.name for j in jobs)
    lines = [json.loads(line)["name"] for line in out.read_text().splitlines()]
    assert sorted(lines) == sorted(j.name for j in jobs)
    assert len({r["pid"] for r in found}) >= 2


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # as above
def test_the_real_search_runs_on_a_cluster(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    text = "name,target,time_limit,n\na,milk_whole,2,1\nb,butter_unsalted,2,1\nc,milk_hole,2,1\n"
    jobs = read_jobs(table(tmp_path / "b.csv", text))
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
        ) as cluster,
        running_on(cluster.scheduler_address),
    ):
        found = {r["name"]: r["status"] for r in screen(jobs, tmp_path / "r.jsonl")}
    assert found == {"a": "done", "b": "done", "c": "failed"}
