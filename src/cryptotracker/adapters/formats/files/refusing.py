"""Refuse files that are no text before a single row of them is read."""

from typing import BinaryIO, Final

from cryptotracker.domain.errors import UnreadableFileError
from cryptotracker.domain.portfolio import kept_files

SIGNATURES: Final = {
    b"\x1f\x8b": "is compressed (gzip); unpack it first",
    b"PK\x03\x04": "is a zip archive or a spreadsheet; unpack it, or save the sheet as CSV",
    b"\xd0\xcf\x11\xe0": "is a spreadsheet; save the sheet as CSV",
    b"%PDF": "is a PDF; download the CSV file instead",
    b"BZh": "is compressed (bzip2); unpack it first",
    b"\xfd7zXZ": "is compressed (xz); unpack it first",
    b"(\xb5/\xfd": "is compressed (zstd); unpack it first",
    b"SQLite format 3": "is a database; export it as CSV",
}
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def line_end(file: BinaryIO, name: str) -> bytes:
    """Tell how a file's lines end, or raise UnreadableFileError when it has none to read."""
    head = file.read(kept_files.HEAD)
    if not head:
        raise UnreadableFileError(file=name, reason="is empty")
    for signature, reason in SIGNATURES.items():
        if head.startswith(signature):
            raise UnreadableFileError(file=name, reason=reason)
    if head.startswith(UTF_16) or is_wide(head):
        raise UnreadableFileError(file=name, reason="is UTF-16; save it as UTF-8")
    return kept_files.line_end(head)


def is_wide(head: bytes) -> bool:
    """Tell text in which every other byte is NUL."""
    return min(head[:200:2].count(0), 1) + min(head[1:200:2].count(0), 1) == 1 and (
        head[:200].count(0) * 3 > len(head[:200])
    )
