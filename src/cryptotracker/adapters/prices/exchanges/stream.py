"""Listen to one exchange: ask for pairs, stay awake, and come back after whatever ends it."""

import asyncio
import logging
from collections.abc import Collection
from datetime import timedelta
from json import dumps
from typing import Final

from attrs import define, field
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from cryptotracker.adapters.prices.exchanges.condition import Condition
from cryptotracker.adapters.prices.exchanges.inbox import Inbox
from cryptotracker.adapters.prices.exchanges.pairs import Pair, Pairs
from cryptotracker.adapters.prices.exchanges.venue import (
    EVERYTHING_WRONG,
    Complaint,
    Said,
    Venue,
)
from cryptotracker.adapters.prices.reading import NotReadableError, read_json
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.observations import Refusal, Trade, cut
from cryptotracker.ports.clock import Clock

FRAME_LARGEST: Final = 1 << 20
PACE: Final = timedelta(milliseconds=100)
"""So long a pair that somebody wants waits, at most, until it is asked for."""

KNOCKS: Final = 3
"""So often it is asked for a sign of life before it is given up."""

UNREADABLE_MOST: Final = 50
"""After so many messages in a row that could not be read it is left."""

PONG: Final = b"pong"
BUSY: Final = (429, 418)

log = logging.getLogger(__name__)


class SilentError(Exception):
    """It says nothing, or nothing that can be read."""


class Dial(connect):
    """Opens a connection where it was told to, and nowhere else."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


@define(eq=False, kw_only=True)
class Stream:
    """One exchange, listened to as long as somebody wants to hear of anything.

    Attributes:
        silence: so long nothing may be heard before it is called anew.
    """

    venue: Venue
    url: str
    clock: Clock
    silence: timedelta
    pairs: Pairs
    condition: Condition
    inbox: Inbox = field(factory=Inbox)
    _asked: set[str] = field(factory=set)
    _wanted: asyncio.Event = field(factory=asyncio.Event)
    _news: asyncio.Event = field(factory=asyncio.Event)
    _unreadable: int = 0

    def want(self, symbol: str, asset: str, currency: Currency) -> None:
        """Listen to a pair from now on, for some time."""
        self.pairs.want(symbol, asset, currency)
        self._wanted.set()

    async def said_of(self, symbols: Collection[str], patience: timedelta) -> None:
        """Wait until something was said of all of them, or it is in trouble, or for so long."""
        try:
            async with asyncio.timeout(patience.total_seconds()):
                while self.condition.trouble is None and self.pairs.lack(symbols):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return

    async def run(self) -> None:
        """Listen for ever."""
        while True:
            await self._wanted.wait()
            rest = await self._call_once()
            await asyncio.sleep(rest.total_seconds())

    async def _call_once(self) -> timedelta:
        """Listen until nobody wants anything or it fails; say how long to leave it alone."""
        try:
            await self._call()
        except InvalidStatus as error:
            return self._turned_away(error)
        except SilentError as error:
            return self._failed(str(error) or "slow")
        except TimeoutError:
            return self._failed("slow")
        except (WebSocketException, OSError, ValueError):
            return self._failed("unreachable")
        except Exception:
            log.exception("a price stream is at fault", extra={"source": self.venue.name})
            return self._failed("failed")
        return timedelta(0)

    async def _call(self) -> None:
        async with Dial(
            self.url,
            compression=None,  # what is compressed can be a thousand times larger than it looks
            proxy=None,
            open_timeout=self.silence.total_seconds(),
            ping_timeout=self.silence.total_seconds(),
            close_timeout=1,
            max_size=FRAME_LARGEST,
        ) as connection:
            self._asked = set()
            self.inbox.broke()
            await self._listen(connection)

    async def _listen(self, connection: ClientConnection) -> None:
        now = asyncio.get_running_loop().time
        heard = knocked = now()
        silence = self.silence.total_seconds()
        while wanted := self.pairs.wanted():
            await self._ask(connection, wanted)
            if self.venue.knock and now() - knocked > silence / KNOCKS:
                await connection.send(self.venue.knock)
                knocked = now()
            try:
                async with asyncio.timeout(PACE.total_seconds()):
                    body = await connection.recv(decode=False)
            except TimeoutError:
                if now() - heard > silence:
                    raise SilentError from None
            else:
                heard = now()
                self.take(body)
        self._wanted.clear()

    async def _ask(self, connection: ClientConnection, wanted: set[str]) -> None:
        """Ask for what is wanted by now, and end what is not any more."""
        for symbols, on in ((wanted - self._asked, True), (self._asked - wanted, False)):
            if symbols:
                for message in self.venue.ask(sorted(symbols), on=on):
                    await connection.send(dumps(message))
        self._asked = wanted

    def take(self, body: bytes) -> None:
        """Take in a message, whatever it is; after many that cannot be read, SilentError."""
        if body == PONG:
            return
        try:
            heard = self._read(body)
        except NotReadableError as error:
            self._cannot_read(error.reason, body)
        except EVERYTHING_WRONG:
            self._cannot_read("wrong_shape", body)
        else:
            self._unreadable = 0
            for each in heard:
                if isinstance(each, Complaint):
                    self._complained(each)
                else:
                    self._tell(each)
            self._news.set()

    def _read(self, body: bytes) -> list[Said | Complaint]:
        said = read_json(body)
        if not isinstance(said, dict):
            raise TypeError
        return list(self.venue.heard(said))

    def _tell(self, said: Said) -> None:
        pair = self.pairs.of.get(said.symbol) if isinstance(said.symbol, str) else None
        if pair is None:
            self._refuse("wrong_asset", said.symbol)
        elif pair.is_new(said):
            pair.last = said
            self.condition.heard()
            for claim in pair.claims(self.venue.name, said):
                self.inbox.put(Trade(claim=claim, quantity=said.quantity))

    def _complained(self, complaint: Complaint) -> None:
        """Set aside the pairs that it does not know, until they are wanted anew."""
        text = complaint.text.lower()
        known = [each for each in sorted(self._asked) if each.lower() in text]
        for symbol in known:
            self._refuse("unknown_symbol", symbol, self.pairs.of.pop(symbol, None))
            self._asked.discard(symbol)
        if not known:
            self._refuse("error_inside", complaint.text)

    def _cannot_read(self, reason: str, body: bytes) -> None:
        self._refuse(reason, body[:400].decode(errors="replace"))
        self._unreadable += 1
        if self._unreadable >= UNREADABLE_MOST:
            self._unreadable = 0
            raise SilentError(reason)

    def _refuse(self, reason: str, said: object, pair: Pair | None = None) -> None:
        self.inbox.refuse(
            Refusal(
                source=self.venue.name,
                reason=reason,
                at=self.clock.now(),
                asset=", ".join(sorted(pair.names)) if pair else "",
                currency=pair.currency if pair else "",
                said=cut(said),
            )
        )

    def _turned_away(self, error: InvalidStatus) -> timedelta:
        headers = error.response.headers
        if error.response.status_code not in BUSY:
            return self._failed("redirected" if "location" in headers else "failed")
        self._failed("limited")
        return self.condition.told_to_wait(headers)

    def _failed(self, trouble: str) -> timedelta:
        rest = self.condition.failed(trouble)
        self.inbox.broke()
        self._news.set()
        log.warning("a price stream failed", extra={"source": self.venue.name, "reason": trouble})
        return rest
