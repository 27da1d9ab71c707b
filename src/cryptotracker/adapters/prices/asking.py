"""Ask a source for JSON: every digit of it, no more bytes and no more time than it needs.

Neither an address nor a key is ever logged, and what an answer holds only where it was refused.
"""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from attrs import frozen
from httpx import AsyncClient, HTTPError, InvalidURL, Response

from cryptotracker.adapters.prices.permits import Permits
from cryptotracker.adapters.prices.reading import NotReadableError, read_json
from cryptotracker.domain.errors import PriceSourceUnavailableError, SettingsError

BYTES_MOST: Final = 8 * 1024 * 1024
PATIENCE: Final = timedelta(seconds=4)
PLAIN: Final = {"accept": "application/json", "accept-encoding": "identity"}
"""What is compressed can be a thousand times larger than it looks."""

OK: Final = 200
NOT_FOUND: Final = 404
SECONDS: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
PER_MINUTE: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
TROUBLE: Final[Mapping[int, str]] = {401: "key_refused", 403: "key_refused"}

NONE: Final[Mapping[int, str]] = {}

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Asking:
    """Asks one source.

    Attributes:
        headers: sent with each question; a key is one of them.
    """

    client: AsyncClient
    source: str
    url: str
    permits: Permits
    headers: Mapping[str, str]
    patience: timedelta = PATIENCE

    async def get(
        self, path: str, params: Mapping[str, str], *, refusals: Mapping[int, str] = NONE
    ) -> Any:
        """Return what is there, None for nothing; raise PriceSourceUnavailableError for trouble.

        What is refused with one of some statuses is refused alone: the source is not in trouble.
        """
        if not self.permits.take():
            reason = self.permits.health().trouble or "limited"
            raise PriceSourceUnavailableError(source=self.source, reason=reason)
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                found = await self._ask(path, params, refusals)
        except TimeoutError as error:
            self.fail("slow", error)
        except (HTTPError, InvalidURL, OSError) as error:
            self.fail("unreachable", error)
        self.permits.answered()
        return found

    async def _ask(self, path: str, params: Mapping[str, str], refusals: Mapping[int, str]) -> Any:
        address, headers = f"{self.url}{path}", {**PLAIN, **self.headers}
        async with self.client.stream("GET", address, params=params, headers=headers) as response:
            if response.is_redirect:
                self.fail("redirected")
            if response.status_code in {429, 418}:
                self._wait(response)
            if response.status_code in refusals:
                reason = refusals[response.status_code]
                raise PriceSourceUnavailableError(source=self.source, reason=reason)
            if response.status_code == NOT_FOUND:
                return None
            if response.status_code != OK:
                self.fail(TROUBLE.get(response.status_code, "failed"))
            return self.read(await self._body(response))

    def _wait(self, response: Response) -> NoReturn:
        self.permits.told_to_wait(self._told(response.headers.get("retry-after", "")))
        raise PriceSourceUnavailableError(source=self.source, reason="limited")

    def _told(self, text: str) -> timedelta | None:
        """Read how long to wait: seconds, or until when."""
        if SECONDS.fullmatch(text):
            return timedelta(seconds=min(int(text), 10**6))
        try:
            return parsedate_to_datetime(text) - self.permits.clock.now()
        except (ValueError, TypeError):
            return None

    async def _body(self, response: Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            self.fail("compressed")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > BYTES_MOST:
                self.fail("too_large")
        return bytes(body)

    def read(self, body: bytes) -> Any:
        try:
            return read_json(body)
        except NotReadableError as error:
            self.fail(error.reason, error)

    def fail(self, reason: str, cause: Exception | None = None) -> NoReturn:
        self.permits.failed(reason)
        log.warning("a price source failed", extra={"source": self.source, "reason": reason})
        raise PriceSourceUnavailableError(source=self.source, reason=reason) from cause

    def an_object(self, said: Any) -> Mapping[str, Any]:
        if not isinstance(said, dict):
            self.fail("wrong_shape")
        return said

    def a_list(self, said: Any) -> Sequence[Any]:
        if not isinstance(said, list):
            self.fail("wrong_shape")
        return said


def address(settings: Mapping[str, str], name: str, usual: str) -> str:
    """Read where a source is; it is chosen by whoever runs the service."""
    url = settings.get(name, usual).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        reason = "is an address that begins with https:// or http://"
        raise SettingsError(name=f"CRYPTOTRACKER_{name}", reason=reason)
    return url


def allowance(settings: Mapping[str, str], name: str, usual: int) -> int:
    """Read how many questions a minute a source allows."""
    text = settings.get(name, str(usual))
    if not PER_MINUTE.fullmatch(text):
        raise SettingsError(name=f"CRYPTOTRACKER_{name}", reason="is a number from 1 to 9999")
    return int(text)


def only(settings: Mapping[str, str], prefix: str, known: Sequence[str]) -> None:
    """Refuse a setting of a source that it does not have."""
    for name in settings:
        if name.startswith(prefix) and name not in known:
            reason = f"there is no such setting; there are {', '.join(known)}"
            raise SettingsError(name=f"CRYPTOTRACKER_{name}", reason=reason)
