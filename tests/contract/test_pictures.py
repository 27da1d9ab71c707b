"""What is promised of small pictures, on files as people and thieves send them."""

import struct
import zlib
from io import BytesIO
from typing import Any, Final

import pytest
from PIL import Image, ImageOps, PngImagePlugin

from cryptotracker.adapters.pictures.pillow import PillowPictures
from cryptotracker.domain.identity.profile_errors import PictureRefusedError
from cryptotracker.ports.profiles import Pictures

RED, BLUE = (200, 30, 30), (30, 30, 200)
PLACE: Final = "52.5200N 13.4050E"
BOMB: Final = (40_000, 40_000)


@pytest.fixture(scope="module")
def pictures() -> Pictures:
    return PillowPictures()


def written(kind: str, size: tuple[int, int] = (600, 400), **more: Any) -> bytes:
    """Draw a picture that is red on its left and blue on its right."""
    drawn = Image.new("RGB", size, RED)
    drawn.paste(BLUE, (size[0] // 2, 0, *size))
    file = BytesIO()
    drawn.save(file, kind, **more)
    return file.getvalue()


def moving(kind: str) -> bytes:
    second = ImageOps.mirror(Image.open(BytesIO(written("PNG"))))
    return written(kind, save_all=True, append_images=[second], duration=100)


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def bomb_of_png() -> bytes:
    head = struct.pack(">IIBBBBB", *BOMB, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def bomb_of_webp() -> bytes:
    size = (16_000 - 1).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + bytes(4) + size
    return b"RIFF" + struct.pack("<I", len(body)) + body


def colour(picture: Image.Image, x: int, y: int) -> str:
    at = (y * picture.width + x) * 3
    red, _, blue = picture.convert("RGB").tobytes()[at : at + 3]
    return "red" if red > blue else "blue"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_becomes_a_small_square_webp(pictures: Pictures, kind: str) -> None:
    small = Image.open(BytesIO(await pictures.small(written(kind))))

    assert (small.format, small.size) == ("WEBP", (256, 256))
    assert (colour(small, 20, 128), colour(small, 236, 128)) == ("red", "blue")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
async def test_a_picture_may_be_of_any_kind_of_colours(pictures: Pictures, mode: str) -> None:
    file = BytesIO()
    Image.new("RGB", (300, 300), RED).convert("L" if mode == "I;16" else mode).save(file, "PNG")

    small = Image.open(BytesIO(await pictures.small(file.getvalue())))

    assert small.size == (256, 256)


async def test_it_is_turned_as_the_camera_was_held(pictures: Pictures) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the left of the file is its top

    small = Image.open(BytesIO(await pictures.small(written("JPEG", exif=exif))))

    assert (colour(small, 128, 20), colour(small, 128, 236)) == ("red", "blue")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_nothing_of_the_file_comes_through_but_its_colours(
    pictures: Pictures, kind: str
) -> None:
    exif, words = Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x010E] = PLACE
    words.add_text("Comment", f"<script>{PLACE}</script>")
    sent = written(kind, exif=exif, pnginfo=words)

    small = await pictures.small(sent)

    assert PLACE.encode() in sent
    assert PLACE.encode() not in small
    assert small[12:16] in {b"VP8 ", b"VP8L", b"VP8X"}
    assert b"EXIF" not in small
    assert b"ICCP" not in small


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        pytest.param(b"", "it is no PNG, JPEG or WebP", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is no PNG", id="svg"),
        pytest.param(b"GIF89a" + bytes(20), "it is no PNG", id="gif"),
        pytest.param(b"%PDF-1.7" + written("PNG"), "it is no PNG", id="a-pdf-first"),
        pytest.param(written("PNG")[:-20], "it is cut off", id="cut-off"),
        pytest.param(written("PNG") + b"PK\x03\x04", "something behind its end", id="zip-in-png"),
        pytest.param(written("JPEG") + b"PK\x03\x04", "something behind", id="zip-in-jpeg"),
        pytest.param(written("WEBP") + b"PK\x03\x04", "something behind", id="zip-in-webp"),
        pytest.param(moving("PNG"), "it moves", id="moving-png"),
        pytest.param(moving("WEBP"), "it moves", id="moving-webp"),
        pytest.param(bomb_of_png(), "40000 by 40000 pixels", id="bomb-of-png"),
        pytest.param(bomb_of_webp(), "16000 by 16000 pixels", id="bomb-of-webp"),
        pytest.param(written("JPEG")[:300] + b"\xff\xd9", "it is broken", id="broken-jpeg"),
        pytest.param(b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82", "it is broken", id="broken-png"),
        pytest.param(b"RIFF\x04\x00\x00\x00WEBP", "it is broken", id="broken-webp"),
    ],
)
async def test_anything_else_is_refused_with_its_reason(
    pictures: Pictures, sent: bytes, reason: str
) -> None:
    with pytest.raises(PictureRefusedError) as caught:
        await pictures.small(sent)

    assert reason in caught.value.reason
