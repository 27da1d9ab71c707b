"""What goes with every answer, so that a browser keeps to its bounds."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias

from litestar.types import Message, Send

Headers: TypeAlias = Sequence[tuple[bytes, bytes]]

CACHE_CONTROL: Final = b"cache-control"
API: Final = "/api/"
DATA: Final = (API, "/health", "/metrics")
"""What no browser should take for a page; if one did, it may do nothing."""

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

UNUSED: Final = "camera geolocation microphone midi payment usb".split()
ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
OF_DATA: Final = {"content-security-policy": NO_PAGE}
OF_PAGES: Final = {
    "content-security-policy": PAGES,
    "x-frame-options": "DENY",
    "permissions-policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "cross-origin-opener-policy": "same-origin",
}
ENCRYPTED: Final = {"strict-transport-security": "max-age=31536000; includeSubDomains"}
"""For those who know us by an address of https."""


def kept_out(bounds: Mapping[str, str], *, encrypted: bool = False) -> Headers:
    wanted = {**bounds, **ALWAYS, **(ENCRYPTED if encrypted else {})}
    return [(name.encode(), value.encode()) for name, value in wanted.items()]


UNKEPT: Final = (CACHE_CONTROL, b"no-store")


def with_headers(send: Send, more: Headers) -> Callable[[Message], Awaitable[None]]:
    """Send them along; what does not say how long it may be kept is not kept at all.

    To check and send one takes as long as a step of the way to the answer.
    """

    async def guarded(message: Message) -> None:
        if message["type"] in {"http.response.start", "websocket.http.response.start"}:
            headers = [*message["headers"], *more]
            if CACHE_CONTROL not in [name for name, _ in headers]:  # the framework writes it small
                headers.append(UNKEPT)
            message["headers"] = headers
        await send(message)

    return guarded
