"""Sum up the body of a request as it comes, so that a repetition of it can be told from another."""

import hashlib
from contextlib import suppress
from typing import Any, Final

from attrs import define, field
from multipart import (
    MultipartError,
    MultipartSegment,
    PushMultipartParser,
    parse_options_header,
)

FORM: Final = "multipart/form-data"


@define
class Digest:
    """What a request sums up to.

    A form is summed up by its parts: whoever sends it again draws another boundary between them.
    """

    _sum: Any = field(factory=hashlib.sha256)
    _parser: Any = None

    @classmethod
    def of(cls, *parts: bytes, content_type: str) -> "Digest":
        """Begin with what stands before the body."""
        digest = cls()
        for part in parts:
            digest.part(part)
        kind, options = parse_options_header(content_type)
        digest.part(kind.encode())
        if kind == FORM and options.get("boundary"):
            with suppress(MultipartError):
                digest._parser = PushMultipartParser(options["boundary"])
        return digest

    def part(self, part: bytes) -> None:
        """Add a whole; its length keeps it apart from what follows."""
        self._sum.update(len(part).to_bytes(8))
        self._sum.update(part)

    def take(self, chunk: bytes) -> None:
        """Add the next piece of the body, wherever it was cut off."""
        if self._parser is None:
            self._sum.update(chunk)
            return
        try:
            for piece in self._parser.parse(chunk):
                self._take(piece)
        except MultipartError:  # whoever reads the form will refuse it
            self._parser = None

    def _take(self, piece: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(piece, MultipartSegment):
            for text in (piece.name, piece.filename):
                self.part((text or "").encode(errors="replace"))
        elif piece is None:
            self._sum.update(b"\0end of part")
        else:
            self._sum.update(piece)

    def value(self) -> bytes:
        found: bytes = self._sum.digest()
        return found
