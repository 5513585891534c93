"""Bounded, streaming reading of text tables, plain, gzip-compressed or inside an archive."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from ingredients.errors import DataError
from ingredients.importers import limits

csv.field_size_limit(limits.MAX_FIELD)


CHUNK = 1_000_000
DAMAGED = (EOFError, gzip.BadGzipFile, zipfile.BadZipFile, zlib.error)
"""What a broken archive raises while it is read."""


def whole_text(stream: IO[str], name: str, limit: int) -> str:
    """Read a text of bounded length, piece by piece.

    Raises
    ------
    DataError
        When it is longer than ``limit`` characters.
    """
    pieces, n = [], 0
    try:
        while piece := stream.read(CHUNK):
            n += len(piece)
            if n > limit:
                raise DataError(f"{name}: larger than {limit:,} characters")
            pieces.append(piece)
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: is not {error.encoding}: save the file as UTF-8") from None
    except DAMAGED as error:
        raise DataError(f"{name}: the compressed file is damaged") from error
    return "".join(pieces)


READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Compression methods of archives that are read."""


class Line(NamedTuple):
    """One row of a table with its place."""

    number: int
    row: dict[str, str]


def bounded_lines(stream: IO[str], name: str) -> Iterator[str]:
    """Lines of a text stream; a line without end is refused instead of read into memory.

    Raises
    ------
    DataError
        On an over-long line, a NUL character or a wrong encoding, with the line's number.
    """
    number = 0
    try:
        while line := stream.readline(limits.MAX_LINE):
            number += 1
            if len(line) >= limits.MAX_LINE:
                raise DataError(
                    f"{name}: line {number} is longer than {limits.MAX_LINE:,} characters; "
                    "this is no table of foods"
                )
            if "\0" in line:
                raise DataError(f"{name}: line {number} holds a NUL character; the file is binary")
            yield line
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}: line {number + 1} is not {error.encoding}: save the file as UTF-8"
        ) from None
    except DAMAGED as error:
        raise DataError(f"{name}: the compressed file is damaged after line {number}") from error


def table(
    stream: IO[str], name: str, required: tuple[str, ...], *, delimiter: str = ","
) -> Iterator[Line]:
    """Rows of a CSV table by header names.

    Parameters
    ----------
    stream : text stream
        The table; read once, row by row.
    name : str
        For messages.
    required : tuple of str
        Columns that must be there (case is ignored).
    delimiter : str
        Between fields.

    Raises
    ------
    DataError
        When a column is missing or the quoting is broken.
    """
    reader = csv.reader(bounded_lines(stream, name), delimiter=delimiter)
    try:
        header = [h.strip().lstrip("\ufeff").lower() for h in next(reader)]
    except StopIteration:
        raise DataError(f"{name}: the file is empty") from None
    except csv.Error as error:
        raise DataError(f"{name}: line 1: {error}") from None
    missing = [c for c in required if c.lower() not in header]
    if missing:
        raise DataError(
            f"{name}: needs the columns {', '.join(required)}",
            [f"column {c!r} is missing; the file has {', '.join(header[:12])}" for c in missing],
        )
    yield from _rows(reader, header, name)


def _rows(reader: Iterator[list[str]], header: list[str], name: str) -> Iterator[Line]:
    number = 1
    try:
        for fields in reader:
            number += 1
            if fields:
                padded = fields + [""] * (len(header) - len(fields))
                yield Line(number, dict(zip(header, padded, strict=False)))
    except csv.Error as error:
        raise DataError(f"{name}: row {number + 1}: {error}; is a quote left open?") from None


def bomb(name: str) -> DataError:
    """Return the error for a file that unpacks out of all proportion."""
    return DataError(
        f"{name}: unpacks to more than {limits.MAX_RATIO} times its size; "
        "refused as a decompression bomb"
    )


class Counted(io.RawIOBase):
    """A binary stream that stops a decompression bomb while it unpacks.

    Parameters
    ----------
    stream : binary stream
        Unpacked bytes.
    packed : callable
        Number of packed bytes used so far, [byte].
    name : str
        For messages.
    """

    def __init__(self, stream: IO[bytes], packed: Callable[[], int], name: str) -> None:
        self._stream, self._packed, self._name = stream, packed, name
        self._n = 0

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower buffer type than typeshed's
        """Read the next bytes, counting them."""
        data = self._stream.read(len(buffer))
        self._n += len(data)
        too_dense = self._n > limits.RATIO_FLOOR and self._n > limits.MAX_RATIO * max(
            1, self._packed()
        )
        if too_dense or self._n > limits.MAX_UNPACKED:
            raise bomb(self._name)
        buffer[: len(data)] = data
        return len(data)


def safe_name(member: str, archive: str) -> PurePosixPath:
    """Path of an archive member, refused when it points outside.

    Raises
    ------
    DataError
        For absolute paths and parent folders.
    """
    path = PurePosixPath(member.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise DataError(f"{archive}: member {member!r} points outside the archive; refused")
    return path


class Files:
    """The tables of one import: a folder, a zip archive, or a single file with its siblings.

    Parameters
    ----------
    path : Path
        What the user gave.

    Raises
    ------
    DataError
        When it does not exist, is damaged or unsafe.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            raise DataError(f"no such file: {path}")
        self._zip: zipfile.ZipFile | None = None
        if path.is_dir():
            self._names = {p.name.lower(): str(p) for p in sorted(path.rglob("*")) if p.is_file()}
        elif zipfile.is_zipfile(path) and path.suffix.lower() in (".zip", ".xlsx"):
            self._zip = zipfile.ZipFile(path)
            self._names = self._members()
        else:
            self._names = {p.name.lower(): str(p) for p in path.parent.iterdir() if p.is_file()}

    def _members(self) -> dict[str, str]:
        assert self._zip is not None  # noqa: S101 - only called after opening
        infos = self._zip.infolist()
        if len(infos) > limits.MAX_MEMBERS:
            raise DataError(f"{self.path.name}: more than {limits.MAX_MEMBERS:,} members")
        found = {}
        for info in infos:
            name = safe_name(info.filename, self.path.name)
            if not info.is_dir():
                found[name.name.lower()] = info.filename
        return found

    def names(self, suffix: str = "") -> list[str]:
        """Lower-case names of all files, those with a suffix only when one is given."""
        return sorted(n for n in self._names if n.endswith(suffix))

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return name.lower() in self._names

    @contextmanager
    def text(self, name: str, *, encoding: str = "utf-8-sig") -> Iterator[IO[str]]:
        """Open one file as text, unpacked on the way and bounded.

        Raises
        ------
        DataError
            When the file is not there.
        """
        place = self._names.get(name.lower())
        if place is None:
            raise DataError(
                f"{self.path.name}: the file {name} is missing; "
                f"found {', '.join(self.names()[:8]) or 'nothing'}"
            )
        with self._binary(place, name) as raw:
            yield io.TextIOWrapper(raw, encoding=encoding, newline="")

    @contextmanager
    def _binary(self, place: str, name: str) -> Iterator[io.BufferedReader]:
        if self._zip is not None:
            info = self._zip.getinfo(place)
            packed = max(1, info.compress_size)
            if info.flag_bits & 1 or info.compress_type not in READABLE:
                raise DataError(f"{name}: encrypted or packed in an unknown way; pack it again")
            if info.file_size > max(limits.RATIO_FLOOR, limits.MAX_RATIO * packed):
                raise bomb(name)
            with self._zip.open(place) as member:
                yield io.BufferedReader(Counted(member, lambda: packed, name))
        elif name.lower().endswith(".gz"):
            with Path(place).open("rb") as file, gzip.GzipFile(fileobj=file) as member:
                yield io.BufferedReader(Counted(member, file.tell, name))  # type: ignore[arg-type]  # GzipFile is a binary stream
        else:
            with Path(place).open("rb") as plain:
                yield plain
