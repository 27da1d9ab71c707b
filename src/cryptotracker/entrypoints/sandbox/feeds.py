"""Stand-ins of feeds: some that tell made-up news, and one for each way in which feeds fail.

`/feeds/news.xml`, `copies.xml`, `atom.xml` and `feed.json` tell news; a name of FAILING does what
its line says. To add one: a line in one of the tables.
"""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from attrs import define, field
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Stream

Asked = Request[object, object, State]

PAUSE: Final = timedelta(milliseconds=50)
RSS: Final = "application/rss+xml"
ITEM: Final = """<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>
<description><![CDATA[{text}]]></description></item>"""
CHANNEL: Final = '<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title>{items}\
</channel></rss>'
MERGER: Final = "The two exchanges of an invented island agree to merge their order books in March"

NEWS: Final = (
    {
        "title": "Bitcoin price of an invented island passes 60,000 shells",
        "link": "https://one.example.org/island?utm_source=rss&amp;id=7",
        "date": "Mon, 23 Nov 2026 09:00:00 +0000",
        "text": "<p>Nobody on the island has seen one &amp; everybody wants one.</p>",
    },
    {
        "title": "One exchange and another exchange of the island agree to merge",
        "link": "https://one.example.org/merger",
        "date": "Mon, 23 Nov 2026 08:00:00 +0000",
        "text": MERGER,
    },
    {
        "title": "Harmony returns to the island, and one link in the chain holds",
        "link": "https://one.example.org/harmony",
        "date": "Sun, 22 Nov 2026 20:00:00 +0000",
        "text": "No asset is meant.",
    },
)
COPIES: Final = (
    {
        "title": "One exchange and another exchange of the island agree to merge, says a paper",
        "link": "https://two.example.org/merger",
        "date": "Mon, 23 Nov 2026 08:30:00 +0000",
        "text": MERGER,
    },
    {
        "title": "Bitcoin price of an invented island passes 50,000 shells",
        "link": "https://two.example.org/island",
        "date": "Mon, 23 Nov 2026 07:00:00 +0000",
        "text": "That was earlier, and another number.",
    },
)
HOSTILE: Final = (
    {
        "title": "Ethereum &lt;img src=x onerror=alert(1)&gt; upgrade",
        "link": "https://three.example.org/a",
        "date": "Mon, 23 Nov 2026 06:00:00 +0000",
        "text": '<script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">Read</a> on'
        '<img src="https://spy.example.org/pixel.gif">',
    },
    {
        "title": "A link that runs",
        "link": "javascript:alert(1)",
        "date": "never",
        "text": "It is left out.",
    },
)
ATOM: Final = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry>
<title>Solana (SOL) lists fish</title><link rel="alternate" href="/fish"/>
<updated>2026-11-23T05:00:00+01:00</updated><summary>Fish.</summary></entry></feed>"""
JSON_FEED: Final = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {
            "id": "1",
            "url": "https://json.example.org/1",
            "title": "Cardano sails",
            "content_html": "<b>Sails</b>",
            "date_published": "2026-11-23T03:00:00Z",
        }
    ],
}


def rss(name: str, items: tuple[dict[str, str], ...]) -> bytes:
    written = "".join(ITEM.format(**each) for each in items)
    return CHANNEL.format(name=name, items=written).encode()


def bomb() -> bytes:
    """Write an XML of a kilobyte that stands for gigabytes."""
    doubled = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))
    kinds = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{doubled}]>'
    return f'{kinds}<rss version="2.0"><channel><title>&a29;</title></channel></rss>'.encode()


CAFE: Final = rss("Café", ({**NEWS[0], "title": "Café of the island takes bitcoin only"},))
TELLING: Final[Mapping[str, tuple[str, bytes]]] = {
    "news.xml": (RSS, rss("One", NEWS)),
    "copies.xml": (RSS, rss("Two", COPIES)),
    "atom.xml": ("application/atom+xml", ATOM.encode()),
    "feed.json": ("application/feed+json", json.dumps(JSON_FEED).encode()),
    "hostile.xml": (RSS, rss("Three", HOSTILE)),
    # It is none of what the header says, and has what no UTF-8 has.
    "latin.xml": ("text/xml; charset=utf-8", CAFE.decode().encode("latin-1")),
    "wide.xml": ("text/xml", CAFE.decode().replace('<?xml version="1.0"?>', "").encode("utf-16")),
}
LATER: Final = {"retry-after": "7200"}
INSIDE: Final = {"location": "http://169.254.169.254/latest/meta-data"}
FAILING: Final[Mapping[str, Callable[[], Response[Any] | Stream]]] = {
    "busy": lambda: Response(b"", status_code=429, headers=LATER),
    "away": lambda: Response(b"", status_code=503),
    "gone": lambda: Response(b"", status_code=404),
    "bomb": lambda: Response(bomb(), media_type=RSS),
    "huge": lambda: Stream(huge(), media_type=RSS),
    "cut": lambda: Stream(broken_off(), headers={"content-length": "5000"}, media_type=RSS),
    "slow": lambda: Stream(dripping(), media_type=RSS),
    "gzip": lambda: Response(gzip.compress(b"0" * 10_000), headers={"content-encoding": "gzip"}),
    "page": lambda: Response(b"<!doctype html><p>Sign in", media_type="text/html"),
    "half": lambda: Response(rss("Half", NEWS)[:400], media_type=RSS),
    "inside": lambda: Response(b"", status_code=302, headers=INSIDE),
    "file": lambda: Response(b"", status_code=302, headers={"location": "file:///etc/passwd"}),
    "round": lambda: Response(b"", status_code=302, headers={"location": "/feeds/round"}),
}


@define
class Stand:
    """What was asked, and with which words about versions."""

    asked: list[tuple[str, str]] = field(factory=list)
    told: dict[str, tuple[str, bytes]] = field(factory=lambda: dict(TELLING))


def routes(stand: Stand) -> list[Any]:
    @get("/feeds/{name:str}")
    async def feed(request: Asked, name: FromPath[str]) -> Response[Any] | Stream:
        known = request.headers.get("if-none-match", "")
        stand.asked.append((name, known))
        if name in FAILING:
            return FAILING[name]()
        if name not in stand.told:
            raise NotFoundException
        kind, body = stand.told[name]
        etag = f'"{len(body)}"'
        if known == etag:
            return Response(b"", status_code=304, headers={"etag": etag})
        return Response(body, headers={"etag": etag}, media_type=kind)

    return [feed]


async def huge() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" " * 65_536


async def dripping() -> AsyncIterator[bytes]:
    for _ in range(100):
        yield b" "
        await asyncio.sleep(PAUSE.total_seconds())


async def broken_off() -> AsyncIterator[bytes]:
    yield rss("Cut", NEWS)[:300]
    raise ConnectionResetError
