"""Ask an issuer for JSON, and take no more of its time and no more bytes than it needs.

Neither an address nor an answer is ever logged: both hold what is to stay secret.
"""

import asyncio
import json
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, NoReturn

from attrs import frozen
from httpx import AsyncClient, HTTPError, InvalidURL, Response

from cryptotracker.domain.identity.identity_errors import (
    IssuerRefusedError,
    IssuerUnavailableError,
)

BYTES_MOST: Final = 256 * 1024
PATIENCE: Final = timedelta(seconds=5)
PLAIN: Final = {"accept": "application/json", "accept-encoding": "identity"}
"""What is compressed can be a thousand times larger than it looks."""

OK: Final = 200
REFUSALS: Final = frozenset({400, 401, 403})
CODE: Final = re.compile(r"[a-z_]{1,40}")
"""A kind of fault, as OAuth names it."""

VISIBLE: Final = re.compile(r"[!-~]{1,8000}")

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Fetch:
    """Asks one issuer; says which one it was where it is at fault, or refuses."""

    client: AsyncClient
    issuer: str
    patience: timedelta = PATIENCE

    async def get(self, address: str, headers: Mapping[str, str] | None = None) -> Any:
        """Return what is at an address."""
        status, body = await self._ask("GET", address, dict(headers or {}), None)
        if status != OK:
            self.fail(f"it answered {status}")
        return self._read(body)

    async def granted(
        self, address: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """Return what is given for a code, or raise IssuerRefusedError."""
        status, body = await self._ask("POST", address, dict(headers or {}), form)
        if status != OK and status not in REFUSALS:
            self.fail(f"it answered {status}")
        said = self.an_object(self._read(body))
        if status != OK or "error" in said:  # some say so with status 200
            error = str(said.get("error"))
            self.refuse(error if CODE.fullmatch(error) else "without a reason")
        return said

    async def _ask(
        self, method: str, address: str, headers: dict[str, str], form: Mapping[str, str] | None
    ) -> tuple[int, bytes]:
        asked = PLAIN | headers
        try:
            async with (
                asyncio.timeout(self.patience.total_seconds()),
                self.client.stream(method, address, headers=asked, data=form) as response,
            ):
                return response.status_code, await self._body(response)
        except (HTTPError, InvalidURL, TimeoutError) as error:
            self.fail(type(error).__name__, error)

    async def _body(self, response: Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            self.fail("its answer is compressed")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > BYTES_MOST:
                self.fail("its answer is too large")
        return bytes(body)

    def _read(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            self.fail("its answer is no JSON", error)

    def an_object(self, said: Any) -> Mapping[str, Any]:
        if not isinstance(said, dict):
            self.fail("its answer is no object")
        return said

    def bearer(self, token: object) -> dict[str, str]:
        """Write an access token for a header."""
        if not isinstance(token, str) or not VISIBLE.fullmatch(token):
            self.fail("it gave no access token")
        return {"authorization": f"Bearer {token}"}

    def fail(self, reason: str, cause: Exception | None = None) -> NoReturn:
        log.warning("an issuer cannot be used", extra={"issuer": self.issuer, "reason": reason})
        raise IssuerUnavailableError(issuer=self.issuer) from cause

    def refuse(self, reason: str, cause: Exception | None = None) -> NoReturn:
        log.warning("an issuer refused", extra={"issuer": self.issuer, "reason": reason})
        raise IssuerRefusedError(issuer=self.issuer) from cause
