"""Get the bytes of a feed over HTTP, and take no more time, room or liberties than it needs."""

import asyncio
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

from attrs import frozen
from httpx import URL, AsyncClient, HTTPError, InvalidURL, Response

from cryptotracker.adapters.feeds.addresses import Network, resolve
from cryptotracker.domain.news.addresses import canonical
from cryptotracker.domain.news.errors import FeedFailedError

BYTES_MOST: Final = 3 * 1024 * 1024
PATIENCE: Final = timedelta(seconds=15)
"""For all of it: a server that sends a byte a second is not waited for."""

REDIRECTS_MOST: Final = 4
LATER_LONGEST: Final = timedelta(days=1)
VALIDATOR_LONGEST: Final = 500
DIGITS_MOST: Final = 9
ASKED: Final = {
    "accept": "application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.8, */*;q=0.1",
    "accept-encoding": "identity",  # what is compressed can be a thousand times larger
    "user-agent": "CryptoTracker (a reader of feeds)",
}


@frozen(kw_only=True)
class Fetched:
    """What an address answered; the body is None if nothing has changed."""

    body: bytes | None
    charset: str = ""
    etag: str = ""
    modified: str = ""


@frozen(kw_only=True)
class Versions:
    """The version that was read last, as its server named it."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        given = {"if-none-match": self.etag, "if-modified-since": self.modified}
        return {name: value for name, value in given.items() if value}


@frozen(slots=False)
class Fetch:
    """Gets what is at an address, and at those that it leads to."""

    private: Sequence[Network] = ()
    patience: timedelta = PATIENCE
    bytes_most: int = BYTES_MOST

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    async def __call__(self, url: str, read: Versions) -> Fetched:
        """Return what has changed; FeedFailedError with the reason if that cannot be said."""
        try:
            async with asyncio.timeout(self.patience.total_seconds()), self._client() as client:
                return await self._followed(client, url, read)
        except TimeoutError as error:
            seconds = f"{self.patience.total_seconds():g}"
            raise FeedFailedError(reason=f"it took longer than {seconds} seconds") from error
        except (HTTPError, InvalidURL, ValueError) as error:
            raise FeedFailedError(reason=reason_of(error)) from error

    def _client(self) -> AsyncClient:
        """Open a client that keeps nothing: no cookie, and no proxy that would look up names."""
        patience = self.patience.total_seconds()
        return AsyncClient(verify=self._certificates, trust_env=False, timeout=patience)

    async def _followed(self, client: AsyncClient, url: str, read: Versions) -> Fetched:
        place = url
        for _ in range(REDIRECTS_MOST + 1):
            checked = canonical(place)
            if checked is None:
                raise FeedFailedError(reason="it leads to what is no address of the web")
            found = await self._asked(client, place.partition("#")[0], read)
            if isinstance(found, Fetched):
                return found
            place = urljoin(place, found)
        raise FeedFailedError(reason="it leads from one address to the next without end")

    async def _asked(self, client: AsyncClient, place: str, read: Versions) -> Fetched | str:
        """Ask one address, at the very place that was looked at; return where to go on if told."""
        url = URL(place)
        port = url.port or (443 if url.scheme == "https" else 80)
        address = await resolve(url.host, port, self.private)
        headers = {**ASKED, **read.headers(), "host": url.netloc.decode("ascii")}
        async with client.stream(
            "GET",
            url.copy_with(host=address),
            headers=headers,
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        ) as response:
            return await self._answer(response)

    async def _answer(self, response: Response) -> Fetched | str:
        if response.is_redirect and "location" in response.headers:
            return response.headers["location"]
        etag = validator(response.headers.get("etag", ""))
        modified = validator(response.headers.get("last-modified", ""))
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return Fetched(body=None, etag=etag, modified=modified)
        if response.status_code != HTTPStatus.OK:
            later = retry_after(response.headers.get("retry-after", ""))
            raise FeedFailedError(reason=f"it answered {response.status_code}", later=later)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise FeedFailedError(reason="its answer is compressed, which nobody asked for")
        body = await self._body(response)
        charset = response.charset_encoding or ""
        return Fetched(body=body, charset=charset, etag=etag, modified=modified)

    async def _body(self, response: Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self.bytes_most:
                size = f"{self.bytes_most:,}"
                raise FeedFailedError(reason=f"it is larger than {size} bytes")
        return bytes(body)


def validator(text: str) -> str:
    """Keep what a server calls a version, unless it is no name."""
    return text if len(text) <= VALIDATOR_LONGEST and text.isascii() and text.isprintable() else ""


def retry_after(text: str, now: datetime | None = None) -> timedelta | None:
    """Read when to come back: seconds, or a date; never more than a day.

    >>> retry_after("1000000000"), retry_after("soon")
    (datetime.timedelta(days=1), None)
    """
    if text.isascii() and text.isdigit():
        return min(LATER_LONGEST, timedelta(seconds=int(text[:DIGITS_MOST])))
    try:
        then = parsedate_to_datetime(text)
        wait = then.replace(tzinfo=then.tzinfo or UTC) - (now or datetime.now(UTC))
    except (ValueError, OverflowError):
        return None
    return max(timedelta(), min(LATER_LONGEST, wait))


def reason_of(error: Exception) -> str:
    """Say in a few words what went wrong on the way."""
    if "CERTIFICATE" in str(error):
        return "its certificate cannot be trusted"
    known = {
        "ConnectError": "its server cannot be reached",
        "RemoteProtocolError": "its answer broke off",
        "ReadError": "its answer broke off",
    }
    return known.get(type(error).__name__, "its server does not speak as a web server does")
