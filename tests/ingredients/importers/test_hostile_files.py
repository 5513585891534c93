"""Files made to fill memory or disk, to escape, or to run code in a spreadsheet."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from ingredients.errors import DataError
from ingredients.importers import import_file
from tests.ingredients.importers import excerpts

MB = 1_000_000


def refused(name: str, path: Path, words: str, tmp_path: Path, *, limit: float = 60.0) -> None:
    """The import fails with a clear error, stores nothing and stays below ``limit`` MB."""
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=words):
            import_file(name, path, folder=tmp_path / "user")
        peak = tracemalloc.get_traced_memory()[1] / MB
    finally:
        tracemalloc.stop()
    assert peak < limit, f"took {peak:.0f} MB"
    assert not any((tmp_path / "user").glob("*")), "a half-import was left"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """Load what every import needs, so that only the file's own memory is measured."""
    from ingredients.importers.matching import foods_by_name, foods_by_plant

    foods_by_plant()
    foods_by_name()


@pytest.mark.slow
def test_malformed_csv_of_200_mb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    header = ",".join(excerpts.OWN_HEADER)
    with path.open("w", encoding="utf-8") as out:
        out.write(f'{header}\n"never closed ')
        block = "x" * 1_010 + "\n"
        for _ in range(200_000):
            out.write(block)
    assert path.stat().st_size > 200 * MB
    refused("own", path, "is a quote left open", tmp_path)


@pytest.mark.slow
def test_200_mb_of_bad_rows_are_counted_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    line = ",".join(["x" * 80, "magic", *["1"] * 11]) + "\n"
    with path.open("w", encoding="utf-8") as out:
        out.write(",".join(excerpts.OWN_HEADER) + "\n")
        block = line * 1_000
        for _ in range(300):
            out.write(block)
    refused("own", path, "300,000 of 300,000 rows are bad", tmp_path)


def test_one_endless_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,category,use_max,evidence\n" + "x" * (5 * MB), encoding="utf-8")
    refused("own", path, "longer than", tmp_path)


def test_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(b"name,category,use_max,evidence\n\0\0\0,x,1,label\n")
    refused("own", path, "NUL character", tmp_path)


def test_wrong_encoding_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(
        "name,category,use_max,evidence\nJalape\xf1o,spice,1,label\n".encode("latin-1")
    )
    refused("own", path, "save the file as UTF-8", tmp_path)


def test_zip_bomb_is_refused_while_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("FNFTAX.csv", "w") as member:
            member.write(b"FNFNUM,TAXON\n")
            block = b"1,Ananas comosus\n" * 60_000
            for _ in range(100):
                member.write(block)
        archive.writestr("PARTS.csv", "PPCO,PPNA\n")
        archive.writestr("FARMACY_NEW.csv", "FNFNUM,CHEM,PPCO\n")
    refused("duke", path, "decompression bomb", tmp_path)


def test_zip_that_lies_about_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingredients.importers.limits.MAX_UNPACKED", 1_000_000)
    path = tmp_path / "big.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("FNFTAX.csv", "FNFNUM,TAXON\n" + ("1," + "x" * 997 + "\n") * 2_000)
        archive.writestr("PARTS.csv", "PPCO,PPNA\n")
        archive.writestr("FARMACY_NEW.csv", "FNFNUM,CHEM,PPCO\n")
    refused("duke", path, "decompression bomb", tmp_path)


def test_gzip_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as out:
        out.write(b"structure_inchikey,structure_smiles,organism_name\n")
        block = (b"A,CCO," + b"x" * 994 + b"\n") * 1_000
        for _ in range(60):
            out.write(block)
    refused("lotus", path, "decompression bomb", tmp_path)


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv"]
)
def test_path_traversal_in_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "x")
    refused("duke", path, "points outside", tmp_path)
    assert not (tmp_path.parent / "evil.csv").exists()


def test_smiles_of_10_mb_is_refused(tmp_path: Path) -> None:
    molecule = {"pubchem_id": 1, "common_name": "giant", "smile": "C" * (10 * MB)}
    data = {"entity_alias_readable": "Pineapple", "molecules": [molecule]}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.json").write_text(json.dumps(data), encoding="utf-8")
    refused("flavordb", tmp_path / "in", "SMILES has 10,000,000 characters", tmp_path, limit=120)


def test_smiles_of_10_mb_in_a_table_is_refused(tmp_path: Path) -> None:
    path = excerpts.foodb(tmp_path / "in", smiles="C" * (10 * MB))
    refused("foodb", path, "longer than", tmp_path)


@pytest.mark.parametrize("text", ['=cmd|"/c calc"!A1', "@SUM(A1)", "+A1+B1", '-HYPERLINK("x")'])
def test_formulas_in_text_are_refused(tmp_path: Path, text: str) -> None:
    path = excerpts.own(tmp_path / "mine.csv", [text, *excerpts.OWN_ROW[1:]])
    refused("own", path, "spreadsheet formula", tmp_path)


def test_formula_cells_of_a_workbook_are_refused(tmp_path: Path) -> None:
    path = excerpts.xlsx(
        tmp_path / "mine.xlsx", [excerpts.OWN_HEADER, excerpts.OWN_ROW], formula="1+1"
    )
    refused("own", path, "cell B99", tmp_path)


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        )
    refused("own", path, "document type", tmp_path)


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_bytes(b"no workbook at all")
    refused("own", tmp_path / "mine.xlsx", "no worksheet|damaged", tmp_path)
    (tmp_path / "x.csv.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    refused("lotus", tmp_path / "x.csv.gz", "damaged", tmp_path)


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "1.json").write_text("[" * 200_000, encoding="utf-8")
    refused("flavordb", tmp_path / "in", "not JSON", tmp_path)


def test_corrupt_and_encrypted_members_are_refused(tmp_path: Path) -> None:
    path = excerpts.duke(tmp_path / "duke.zip")
    data = bytearray(path.read_bytes())
    place = data.find(b"FNFTAX.csv") + len("FNFTAX.csv")
    data[place : place + 12] = b"\xff" * 12
    (tmp_path / "corrupt.zip").write_bytes(data)
    refused("duke", tmp_path / "corrupt.zip", "damaged", tmp_path)
    locked = path.read_bytes().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )
    assert locked != path.read_bytes()
    (tmp_path / "locked.zip").write_bytes(locked)
    refused("duke", tmp_path / "locked.zip", "encrypted", tmp_path)


def test_workbook_with_a_broken_text_reference_is_read_as_blank(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = '<row r="1"><c r="A1" t="s"><v>x</v></c><c r="B1" t="s"><v>99</v></c></row>'
    with zipfile.ZipFile(tmp_path / "mine.xlsx", "w") as archive:
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
        )
    refused("own", tmp_path / "mine.xlsx", "needs the columns", tmp_path)
