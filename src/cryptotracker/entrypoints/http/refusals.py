"""A line in the log for each request that was refused, but never more than so many a minute.

Refused is who has to sign in, who may not, and who asks for something by an id that is not theirs:
to them it is as if it were not there. Whoever asks again and again does not fill the log: what was
left out is counted in the next line.
"""

import logging
from http import HTTPStatus
from time import monotonic_ns
from typing import Final

from attrs import define
from litestar.types import Scope

from cryptotracker.entrypoints.http.principals import principal_of

MOST: Final = 60
"""Lines a minute, of one process."""

MINUTE: Final = 60 * 10**9
"""In nanoseconds."""

WHO: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
NOBODY: Final = "nobody"
log = logging.getLogger(__name__)


@define
class Refusals:
    """Writes who was refused, by their id, and at which route: no address, and nothing sent."""

    _since: int = -MINUTE
    _written: int = 0
    _left_out: int = 0

    def __call__(self, scope: Scope, route: str, status: int, request_id: str) -> None:
        if not is_refusal(status, route):
            return
        now = monotonic_ns()
        if now - self._since >= MINUTE:
            self._since, self._written = now, 0
        if self._written >= MOST:
            self._left_out += 1
            return
        principal = principal_of(scope) if "state" in scope else None
        facts = {
            "request_id": request_id,
            "method": scope.get("method", "websocket"),
            "route": route,
            "status": status,
            "user": str(principal.user_id) if principal else NOBODY,
            "left_out": self._left_out,
        }
        self._written, self._left_out = self._written + 1, 0
        log.warning("refused", extra={"facts": facts})


def is_refusal(status: int, route: str) -> bool:
    """Tell whether somebody was kept from something; that no such page exists is no refusal."""
    return status in WHO or (status == HTTPStatus.NOT_FOUND and "{" in route)
