"""Read a text file as numbered lines and rows of cells, in bounded memory whatever it holds.

A line that is too long, not UTF-8 or not text, and a quotation mark that is never closed, spoil
their own line only: it comes as a `Record` with a fault, and the lines after it are read.
"""

import codecs
import csv
from collections import deque
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from cryptotracker.domain.errors import UnreadableFileError

LONGEST_LINE: Final = 1 << 20
"""Bytes; the rest of a longer line is skipped."""

BLOCK: Final = 1 << 18
QUOTED_LINES: Final = 100
QUOTED_LENGTH: Final = 1 << 16
"""A quoted cell ends within so many lines and characters, or its quotation mark was a slip."""


class Line(NamedTuple):
    """One physical line without its end, or why it cannot be read."""

    number: int
    text: str
    fault: str = ""


class Record(NamedTuple):
    """The cells of one row, or why there are none; `line` is the first one of the row."""

    line: int
    cells: list[str]
    fault: str = ""


def opened(path: Path, name: str) -> BinaryIO:
    """Open a file to read, or raise UnreadableFileError in plain words."""
    try:
        if path.exists() and not path.is_file():
            reason = "is a folder" if path.is_dir() else "is not a regular file"
            raise UnreadableFileError(file=name, reason=reason)
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableFileError(file=name, reason="does not exist") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(file=name, reason=f"cannot be opened: {reason}") from None


def numbered(file: BinaryIO, end: bytes = b"\n") -> Iterator[Line]:
    """Give the lines of a file, the bad ones with their fault."""
    number = 1
    for block, whole in blocks(file, end):
        if not whole:
            text = block[:100].decode("utf-8", "replace")
            fault = f"the line is longer than {LONGEST_LINE} bytes"
            yield Line(number, text, fault)
            number += 1
            continue
        lines = block.removeprefix(codecs.BOM_UTF8) if number == 1 else block
        try:
            texts = decoded(lines, end).split(end.decode())
        except ValueError:
            for line in lines.split(end):
                yield suspected(number, line)
                number += 1
        else:
            yield from map(Line, count(number), texts)
            number += len(texts)


def blocks(file: BinaryIO, end: bytes) -> Iterator[tuple[bytes, bool]]:
    """Cut a file at line ends: many whole lines at a time, or the beginning of one too long."""
    carry = b""
    skipping = False
    while chunk := file.read(BLOCK):
        if skipping:
            _, found, chunk = chunk.partition(end)
            if not found:
                continue
            skipping = False
        head, found, tail = chunk.rpartition(end)
        if found:
            yield carry + head, True
            carry = tail
            continue
        carry += chunk
        if len(carry) > LONGEST_LINE:
            yield carry, False
            carry, skipping = b"", True
    if carry:
        yield carry, True


def decoded(block: bytes, end: bytes) -> str:
    """Decode lines, or raise ValueError when one of them is not clean text."""
    if b"\0" in block:
        raise ValueError
    text = block.decode("utf-8")
    if end == b"\r" or b"\r" not in block:
        return text
    return text.replace("\r\n", "\n").removesuffix("\r")


def suspected(number: int, line: bytes) -> Line:
    """Read one line of a block in which something is wrong."""
    if b"\0" in line:
        return Line(number, line[:100].decode("utf-8", "replace"), "the line has NUL bytes")
    try:
        return Line(number, line.decode("utf-8").removesuffix("\r"))
    except ValueError:
        fault = "the line is not UTF-8; save the file as UTF-8"
        return Line(number, line[:100].decode("utf-8", "replace"), fault)


def records(lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """Give the rows of a table; lines without anything in them are no rows."""
    waiting: deque[Line] = deque()
    for line in lines:
        number, text, fault = line
        if fault or '"' in text:
            waiting.append(line)
            yield from unusual(waiting, lines, delimiter)
            continue
        cells = text.split(delimiter)
        if any(cells):
            yield Record(number, cells)


def unusual(waiting: deque[Line], lines: Iterator[Line], delimiter: str) -> Iterator[Record]:
    """Give the row that begins here, and those of lines that were put back because of it."""
    while waiting:
        number, text, fault = line = waiting.popleft()
        if fault:
            yield Record(number, [text], fault)
        elif '"' in text:
            yield unquoted(line, waiting, lines, delimiter)
        else:
            cells = text.split(delimiter)
            if any(cells):
                yield Record(number, cells)


def unquoted(first: Line, waiting: deque[Line], lines: Iterator[Line], delimiter: str) -> Record:
    """Read a row with quoted cells, which may go on over several lines.

    When it does not end, the lines that were tried are put back to be read as rows.
    """
    taken: list[Line] = []

    def parts() -> Iterator[str]:
        length, text = 0, first.text
        while len(taken) < QUOTED_LINES and length < QUOTED_LENGTH:
            yield text + "\n"
            following = waiting.popleft() if waiting else next(lines, None)
            if following is None:
                return
            taken.append(following)
            if following.fault:
                return
            text = following.text
            length += len(text)

    try:
        return Record(first.number, next(csv.reader(parts(), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        waiting.extendleft(reversed(taken))
        reason = "a quotation mark is not closed" if taken else str(error)
        return Record(first.number, [first.text[:100]], f"the row cannot be read: {reason}")
