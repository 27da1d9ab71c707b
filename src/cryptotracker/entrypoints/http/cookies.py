"""The cookies of the web client: two that no script reads, and one that a page of ours shows.

The names begin with `__Host-`, so that no other host, and no page without TLS, can set them.
"""

from collections.abc import Sequence
from typing import Final

from litestar.datastructures import Cookie
from litestar.types import Scope

from cryptotracker.application.identity.entering import SignedIn
from cryptotracker.domain.identity.sessions import IDLE

ACCESS: Final = "__Host-ct-access"
REFRESH: Final = "__Host-ct-refresh"
CSRF: Final = "__Host-ct-csrf"
CSRF_HEADER: Final = b"x-csrf-token"
IDLE_SECONDS: Final = int(IDLE.total_seconds())


def cookie(name: str, value: str, seconds: int) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        path="/",
        max_age=seconds,
        secure=True,
        httponly=name != CSRF,
        samesite="strict",
    )


def of_session(found: SignedIn) -> Sequence[Cookie]:
    return [
        cookie(ACCESS, found.access, found.seconds),
        cookie(REFRESH, found.refresh, IDLE_SECONDS),
        cookie(CSRF, found.csrf, IDLE_SECONDS),
    ]


def of_nobody() -> Sequence[Cookie]:
    """Take the cookies of a session away."""
    return [cookie(name, "", 0) for name in (ACCESS, REFRESH, CSRF)]


def sent(scope: Scope, name: str) -> str | None:
    """Read a cookie from the headers; one that comes twice is none."""
    wanted = name.encode() + b"="
    found = [
        part.strip()[len(wanted) :]
        for header, value in scope["headers"]
        if header == b"cookie"
        for part in value.split(b";")
        if part.strip().startswith(wanted)
    ]
    return found[0].decode("latin-1") if len(found) == 1 and found[0] else None


def csrf_sent(scope: Scope) -> str | None:
    found = [value for header, value in scope["headers"] if header == CSRF_HEADER]
    return found[0].decode("latin-1") if len(found) == 1 else None
