"""Pages of the sandbox that people see."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any, Final

from litestar import Response, get
from litestar.enums import MediaType
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

KINDS: Final = {"index.html": "text/html", "page.css": "text/css", "page.js": "text/javascript"}

BOUNDS: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "content-security-policy": BOUNDS,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
BARE: Final = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/page/page.css">
<main class="small"><h1>{title}</h1><p>{words}</p><p class="choices">{choices}</p></main></html>"""


def page(title: str, words: str, choices: Sequence[str]) -> Response[str]:
    """Make a page to choose on; choices are HTML already."""
    text = BARE.format(title=escape(title), words=escape(words), choices="\n".join(choices))
    return Response(text, media_type=MediaType.HTML, headers=HEADERS)


def routes() -> list[Any]:
    @get("/", sync_to_thread=False)
    def driving() -> Response[bytes]:
        return file_of("index.html")

    @get("/page/{name:str}", sync_to_thread=False)
    def part(name: FromPath[str]) -> Response[bytes]:
        if name not in KINDS:
            raise NotFoundException
        return file_of(name)

    return [driving, part]


def file_of(name: str) -> Response[bytes]:
    body = files(__package__).joinpath("page", name).read_bytes()
    return Response(body, media_type=KINDS[name], headers=HEADERS)
