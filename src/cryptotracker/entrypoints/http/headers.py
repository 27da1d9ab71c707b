"""What goes with every answer, so that a browser keeps to its bounds."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from litestar.types import Message, Send

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

CACHE_CONTROL: Final = b"cache-control"
DATA: Final = "/api/"
CHARTS: Final = "'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='"
"""The one style that the library of the charts puts into a page, that of its maker's sign.

After an update of it the browser's complaint, which fails the tests of the pages, has the new one.
"""
PAGES: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {CHARTS}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
NO_PAGE: Final = "default-src 'none'; frame-ancestors 'none'"
"""An answer of the API, should a browser ever take it for a page."""

UNUSED: Final = "camera geolocation microphone midi payment usb".split()
ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
ENCRYPTED: Final = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
"""For those who know us by an address of https."""


def kept_out(policy: str, *, encrypted: bool = False) -> Headers:
    wanted = {"content-security-policy": policy, **ALWAYS, **(ENCRYPTED if encrypted else {})}
    return [(name.encode(), value.encode()) for name, value in wanted.items()]


UNKEPT: Final[Headers] = ((CACHE_CONTROL, b"no-store"),)


def with_headers(send: Send, more: Headers) -> Callable[[Message], Awaitable[None]]:
    """Send them along; what does not say how long it may be kept is not kept at all."""

    async def guarded(message: Message) -> None:
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            headers = message["headers"]
            told = any(
                name == CACHE_CONTROL for name, _ in headers
            )  # the framework writes it small
            message["headers"] = [*headers, *more, *(() if told else UNKEPT)]
        await send(message)

    return guarded
