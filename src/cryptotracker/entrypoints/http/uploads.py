"""Receive a form with a file of any size: it goes to the disk piece by piece, not into memory."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import NamedTemporaryFile
from typing import IO, Final

from attrs import define, field, frozen
from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from cryptotracker.entrypoints.http.problems import AnyRequest, InputError

LARGEST: Final = 2 * 1024**3
FIELD_LONGEST: Final = 200
PARTS_MOST: Final = 16
BUFFER: Final = 1024 * 1024
FILE: Final = "file"


@frozen(kw_only=True)
class Form:
    """What was sent: one file, where it now lies, and the other fields."""

    name: str
    path: Path
    fields: Mapping[str, str]


@define
class Receiver:
    """Takes the parts of a form as they come."""

    file: IO[bytes]
    known: frozenset[str]
    name: str | None = None
    fields: dict[str, str] = field(factory=dict)
    _part: str = ""
    _text: bytearray = field(factory=bytearray)
    _pending: bytearray = field(factory=bytearray)

    async def take(self, piece: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(piece, MultipartSegment):
            self._begin(piece)
        elif piece is None:
            await self._end()
        elif self._part == FILE:
            self._pending += piece
            if len(self._pending) >= BUFFER:
                await self._flush()
        else:
            self._text += piece
            if len(self._text) > FIELD_LONGEST:
                raise InputError(
                    pointer=f"#/{self._part}",
                    reason=f"must have at most {FIELD_LONGEST} characters",
                )

    def _begin(self, segment: MultipartSegment) -> None:
        self._part = segment.name or ""
        if self._part != FILE and self._part not in self.known:
            fields = ", ".join([FILE, *sorted(self.known)])
            reason = f"there is no such field; there are {fields}"
            raise InputError(pointer=f"#/{self._part[:FIELD_LONGEST]}", reason=reason)
        if self._part in self.fields or (self._part == FILE and self.name is not None):
            raise InputError(pointer=f"#/{self._part}", reason="must be sent once")
        if self._part == FILE:
            self.name = shown(segment.filename or "")

    async def _end(self) -> None:
        if self._part == FILE:
            await self._flush()
            return
        try:
            self.fields[self._part] = self._text.decode()
        except UnicodeDecodeError as error:
            raise InputError(pointer=f"#/{self._part}", reason="must be text in UTF-8") from error
        self._text.clear()

    async def _flush(self) -> None:
        # In a thread: a slow disk must not keep other requests waiting.
        await asyncio.to_thread(self.file.write, bytes(self._pending))
        self._pending.clear()


@asynccontextmanager
async def received(
    request: AnyRequest, folder: Path | None, known: frozenset[str]
) -> AsyncIterator[Form]:
    """Receive a form; its file is there until the block ends."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise InputError(
            pointer="Content-Type", reason="must be multipart/form-data with a boundary"
        )
    with NamedTemporaryFile(dir=folder, prefix="upload-") as file:
        receiver = Receiver(file, known)
        try:
            with PushMultipartParser(options["boundary"], max_segment_count=PARTS_MOST) as parser:
                async for chunk in request.stream():
                    for piece in parser.parse(chunk) if chunk else ():
                        await receiver.take(piece)
        except ParserLimitReached as error:
            raise InputError(
                pointer="#", reason=f"a form has at most {PARTS_MOST} fields"
            ) from error
        except MultipartError as error:
            raise InputError(
                pointer="#", reason="the body must be a complete form (multipart/form-data)"
            ) from error
        if receiver.name is None:
            raise InputError(pointer=f"#/{FILE}", reason="is required; it takes the file")
        file.flush()
        yield Form(name=receiver.name, path=Path(file.name), fields=receiver.fields)


def shown(filename: str) -> str:
    """Return the name that a file goes by: no folder, nothing invisible, not too long."""
    name = PurePosixPath(PureWindowsPath(filename).name).name
    return "".join(each for each in name if each.isprintable())[-FIELD_LONGEST:] or "upload"
