"""Small pictures by Pillow: what somebody sends is decoded, and nothing of the file is kept.

The size is read from the head of the file, and refused, before Pillow is asked for a pixel. What
it decodes is written anew: no words, no place and nothing that hides in a file comes through.
"""

import asyncio
import struct
import zlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Final

from attrs import field, frozen
from PIL import Image, ImageOps

from cryptotracker.domain.identity.profile_errors import PictureRefusedError
from cryptotracker.ports.profiles import Pictures

PIXELS_MOST: Final = 25_000_000
SIDE: Final = 256
QUALITY: Final = 85
ENOUGH: Final = (2 * SIDE, 2 * SIDE)
AT_ONCE: Final = 1
"""A picture of 25 million pixels takes up to 400 MB while it is decoded, as a WebP."""
RESIZED: Final = frozenset({"RGB", "RGBA", "L"})
"""What can be made smaller well as it is, without a second picture of its full size."""

FORMATS: Final[Mapping[str, tuple[bytes, Callable[[bytes], bool]]]] = {
    # how a file begins, and whether it ends where its picture does
    "PNG": (b"\x89PNG\r\n\x1a\n", lambda sent: sent.endswith(b"IEND\xaeB`\x82")),
    "JPEG": (b"\xff\xd8\xff", lambda sent: sent.endswith(b"\xff\xd9")),
    "WEBP": (b"RIFF", lambda sent: len(sent) == int.from_bytes(sent[4:8], "little") + 8),
}
STILL: Final = frozenset({"JPEG"})
"""What never moves: a second picture in it is another size of the first, or its depth."""

BROKEN: Final = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, SyntaxError, TypeError),
    *(ValueError, Warning, struct.error, zlib.error),
)
"""What Pillow raises, of a file that is not what it says; it has no error of its own for that."""

Image.MAX_IMAGE_PIXELS = None  # `check_size` allows less, and says what it found

UNKNOWN: Final = "it is no PNG, JPEG or WebP; save it as one of these"
NOT_ENDING: Final = "it is cut off, or there is something behind its end; save it anew"
MOVING: Final = "it moves; send a picture that stands still"
UNREADABLE: Final = "it is broken, and cannot be read"

EXTENDED: Final = b"VP8X"
WEBP_HEAD: Final = 30


@frozen
class PillowPictures(Pictures):
    _threads: ThreadPoolExecutor = field(
        factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pictures")
    )

    async def small(self, sent: bytes) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._threads, made_small, sent)


def made_small(sent: bytes) -> bytes:
    kind = kind_of(sent)
    if kind == "WEBP":
        check_webp(sent)  # Pillow makes room for a WebP as soon as it opens one
    try:
        with Image.open(BytesIO(sent), formats=[kind]) as opened:
            check_size(*opened.size)
            if kind not in STILL and getattr(opened, "n_frames", 1) > 1:
                raise PictureRefusedError(reason=MOVING)
            return drawn(opened)
    except BROKEN as error:
        raise PictureRefusedError(reason=UNREADABLE) from error


def kind_of(sent: bytes) -> str:
    for kind, (begins, ends_well) in FORMATS.items():
        if sent.startswith(begins) and (kind != "WEBP" or sent[8:12] == b"WEBP"):
            if not ends_well(sent):
                raise PictureRefusedError(reason=NOT_ENDING)
            return kind
    raise PictureRefusedError(reason=UNKNOWN)


def check_webp(sent: bytes) -> None:
    """Read the size that the head names, and whether it moves."""
    chunk, head = sent[12:16], sent[:WEBP_HEAD]
    if len(head) < WEBP_HEAD:
        raise PictureRefusedError(reason=UNREADABLE)
    if chunk == EXTENDED:
        if head[20] & 0b10:
            raise PictureRefusedError(reason=MOVING)
        check_size(*(1 + int.from_bytes(head[at : at + 3], "little") for at in (24, 27)))
    elif chunk == b"VP8L":
        packed = int.from_bytes(head[21:25], "little")
        check_size(1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF))
    else:
        check_size(*(int.from_bytes(head[at : at + 2], "little") & 0x3FFF for at in (26, 28)))


def check_size(width: int, height: int) -> None:
    if width * height > PIXELS_MOST:
        reason = f"it has {width} by {height} pixels; at most {PIXELS_MOST:,} in all are taken"
        raise PictureRefusedError(reason=reason)


def drawn(opened: Image.Image) -> bytes:
    opened.draft("RGB", ENOUGH)  # a JPEG can be decoded at half its size, or less
    resized = opened if opened.mode in RESIZED else opened.convert("RGBA")
    square = ImageOps.exif_transpose(ImageOps.fit(resized, (SIDE, SIDE))).convert("RGBA")
    bare = Image.frombytes(square.mode, square.size, square.tobytes())
    written = BytesIO()
    bare.save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()
