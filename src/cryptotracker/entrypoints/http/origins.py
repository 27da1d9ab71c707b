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

    def shared_with(self, origin: str | None) -> Headers:
        """Let a friend's page read the answer; what is kept of it is kept for that page alone."""
        if not self.friends:
            return ()
        vary = (b"vary", b"Origin")
        if origin is None or origin not in self.friends:
            return (vary,)
        return (
            vary,
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-expose-headers", READABLE.encode()),
        )


ALLOWED: Final[Headers] = (
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", SENDABLE.encode()),
    (b"access-control-max-age", AN_HOUR.encode()),
)
"""What a browser is told that asks first."""
