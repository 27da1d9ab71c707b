"""Whose pages may ask, and read the answer: ours, and those of origins that were named (CORS)."""

from collections.abc import Collection
from typing import Final

from attrs import field, frozen

from cryptotracker.entrypoints.http.headers import Headers

READABLE: Final = (
    "etag, idempotent-replayed, location, ratelimit, ratelimit-policy, retry-after, x-request-id"
)
SENDABLE: Final = "authorization, content-type, idempotency-key, if-match, if-none-match, prefer"
METHODS: Final = "GET, HEAD, POST, PATCH, PUT, DELETE"
AN_HOUR: Final = "3600"
VARY: Final = (b"vary", b"Origin")


@frozen
class Origins:
    """The origins that are ours, and those of friends.

    A friend's page is answered without cookies: it says who asks by `Authorization`.
    """

    own: Collection[str] = ()
    friends: Collection[str] = field(default=())

    def are_ours(self, origin: str | None, host: str) -> bool:
        """Tell whether a request comes from a page that may change things, or from no page."""
        return origin is None or origin in {f"http://{host}", *self.own, *self.friends}

    def told_to(self, friend: str) -> Headers:
        """Let a friend's page read the answer; what is kept of it is kept for that page alone."""
        return (
            VARY,
            (b"access-control-allow-origin", friend.encode("latin-1")),
            (b"access-control-expose-headers", READABLE.encode()),
        )

    def told_to_strangers(self) -> Headers:
        return (VARY,) if self.friends else ()


ALLOWED: Final[Headers] = (
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", SENDABLE.encode()),
    (b"access-control-max-age", AN_HOUR.encode()),
)
"""What a browser is told that asks first."""
