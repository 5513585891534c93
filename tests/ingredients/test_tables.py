from __future__ import annotations

import csv
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingredients import Evidence, Kind, load
from ingredients.build.writing import LETTERS as WRITTEN
from ingredients.errors import DataError, UnknownKeyError
from ingredients.tables import DATA, LETTERS, PROXIMATES, read
from tests.ingredients import pins

COLD = """
import ingredients
from pathlib import Path
catalogue = ingredients.load()
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(len(catalogue), int(status["VmHWM"].split()[0]) / 1024)
"""


def test_counts_and_sums_are_the_pinned_ones() -> None:
    with pins.PATH.open(encoding="utf-8", newline="") as lines:
        pinned = {(r["table"], r["column"]): (r["filled"], r["sum"]) for r in csv.DictReader(lines)}
    now = {(t, c): (str(n), s) for t, c, n, s in pins.all_sums()}
    changed = sorted(k for k in pinned.keys() | now.keys() if pinned.get(k) != now.get(k))
    assert not changed, f"run python -m tests.ingredients.pins and review: {changed[:10]}"


def test_breadth() -> None:
    catalogue = load()
    assert len(catalogue.of_kind(Kind.INGREDIENT)) >= 2_000
    targets = catalogue.of_kind(Kind.TARGET)
    assert len(targets) >= 250
    assert {
        "milk", "cream", "cream_whipping", "yogurt", "yogurt_greek", "fresh_cheese", "hard_cheese",
        "mozzarella", "butter", "ice_cream", "fermented_drink", "mayonnaise", "egg",
    } <= {f.category for f in targets}  # fmt: skip


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read there")
def test_cold_load_is_small() -> None:
    done = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    n, megabytes = map(float, done.stdout.split())
    assert n > 3_000
    assert megabytes <= 300


def test_letters_are_written_as_they_are_read() -> None:
    assert {letter: kind for kind, letter in WRITTEN.items()} == LETTERS
    assert set(LETTERS.values()) == set(Evidence)


def test_catalogue_pickles() -> None:
    catalogue = load()
    again = pickle.loads(pickle.dumps(catalogue))  # noqa: S301 - our own bytes
    assert again.foods == catalogue.foods
    assert np.array_equal(again.values, catalogue.values, equal_nan=True)


def test_value_carries_its_provenance() -> None:
    value = load().value("milk_whole", "protein")
    assert value is not None
    assert (value.value, value.unit, value.source) == (3.15, "g", "usda_sr28")
    assert value.evidence is Evidence.MEASURED
    assert value.standard_error == pytest.approx(0.029)
    assert value.n_samples == 27


def test_missing_is_none_not_zero() -> None:
    catalogue = load()
    assert catalogue.value("pea_protein_isolate", "lysine") is None
    assert np.isnan(catalogue.table(["pea_protein_isolate"], ["lysine"])[0, 0])
    zero = catalogue.value("oats_raw", "vitamin_b12")
    assert zero is not None and zero.value == 0 and zero.evidence is Evidence.ASSUMED_ZERO


def test_unknown_keys_name_the_nearest() -> None:
    with pytest.raises(UnknownKeyError, match="milk_whole"):
        load().food("milk_whol")
    with pytest.raises(UnknownKeyError, match="protein"):
        load().column("protien")


def small(folder: Path, **composition: str) -> Path:
    """Two sources that report the same food."""
    (folder / "columns.csv").write_text(
        (DATA / "columns.csv").read_text(encoding="utf-8"), encoding="utf-8"
    )
    for trust, (name, text) in enumerate(composition.items(), start=1):
        place = folder / name
        place.mkdir()
        (place / "manifest.toml").write_text(
            f'title = "{name}"\nauthors = "a"\nyear = 2000\nlicence = "CC0"\ntrust = {trust}\n',
            encoding="utf-8",
        )
        (place / "composition.csv").write_text(text, encoding="utf-8")
    foods = next(iter(composition))
    header = (DATA / "functional" / "foods.csv").read_text(encoding="utf-8").splitlines()[0]
    row = dict.fromkeys(header.split(","), "") | {
        "key": "bean", "name": "Bean", "kind": "reference", "category": "legume",
    }  # fmt: skip
    line = ",".join(row[h] for h in header.split(","))
    (folder / foods / "foods.csv").write_text(f"{header}\n{line}\n", encoding="utf-8")
    return folder


def test_the_more_trusted_source_wins(tmp_path: Path) -> None:
    folder = small(
        tmp_path, first="key,calcium\nbean,10m\n", second="key,calcium,iron\nbean,99m,5c\n"
    )
    catalogue = read(folder)
    calcium, iron = catalogue.value("bean", "calcium"), catalogue.value("bean", "iron")
    assert calcium is not None and (calcium.value, calcium.source) == (10, "first")
    assert iron is not None and (iron.value, iron.source) == (5, "second")


def test_proximates_come_whole_from_one_source(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        first="key,water,protein,fat\nbean,10m,20m,5m\n",
        second="key,water,protein,fat,ash,lysine\nbean,12m,19m,6m,4m,1m\n",
    )
    catalogue = read(folder)
    assert catalogue.value("bean", "ash") is None, "ash of another sample would break the balance"
    assert catalogue.value("bean", "lysine") is not None


def test_trust_order_of_the_shipped_sources() -> None:
    order = [s.key for s in load().sources]
    tables = ["functional", "usda_sr28", "usda_fdc_foundation", "ciqual_2020", "japan_stfcj_2020"]
    assert [k for k in order if k in tables] == tables


def test_no_food_mixes_proximates_of_two_sources() -> None:
    catalogue = load()
    columns = [catalogue.column(p) for p in PROXIMATES]
    reviewed = catalogue.sources[0].key
    assert reviewed == "functional"
    for i, food in enumerate(catalogue.foods):
        sources = set(catalogue.source_index[i, columns].tolist()) - {-1, 0}
        assert len(sources) <= 1, food.key


def test_bad_rows_of_foods_are_all_named(tmp_path: Path) -> None:
    folder = small(tmp_path, first="key,calcium\nbean,10m\n")
    path = folder / "first" / "foods.csv"
    header, line = path.read_text(encoding="utf-8").splitlines()
    broken = line.replace("reference", "nonsense").replace("bean,", "pea,", 1)
    path.write_text("\n".join([header, line, line, broken, ""]), encoding="utf-8")
    with pytest.raises(DataError, match="used twice") as caught:
        read(folder)
    assert len(caught.value.problems) == 2
