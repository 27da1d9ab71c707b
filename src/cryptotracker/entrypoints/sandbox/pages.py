"""Pages of the sandbox that people see."""

from collections.abc import Sequence
from html import escape
from typing import Final

from litestar import Response
from litestar.enums import MediaType

BOUNDS: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
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
