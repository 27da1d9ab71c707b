"""Stand-ins of exchanges that speak by themselves, over real WebSockets.

Each tells of a trade of every pair that was asked for, ten times a second, and does wrong what it
is told to.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import timedelta
from typing import Any, Final, TypeAlias

from attrs import define, field
from msgspec import DecodeError, json

from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES, Speech, price_of, spoken
from cryptotracker.entrypoints.sandbox.faults import BODIES, REDIRECTS, STATUSES
from cryptotracker.entrypoints.sandbox.market import Market

PAUSE, PAUSE_OF_DRIP = timedelta(milliseconds=100), timedelta(seconds=1)
POLICY: Final = 1008

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]


@define(eq=False)
class Listener:
    """One who listens to a stand-in, and the pairs that it asked for."""

    speech: Speech
    market: Market
    fault: Callable[[], str]
    send: Send
    pairs: set[str] = field(factory=set)

    async def hear(self, text: str) -> None:
        """Answer what was asked."""
        if text == "ping":
            return await self.say(b"pong")
        try:
            asked = self.speech.asked(json.decode(text))
        except (DecodeError, KeyError, TypeError):
            return await self.send({"type": "websocket.close", "code": POLICY})
        if asked is None:
            return await self.say(json.encode(self.speech.otherwise))
        symbols, on = asked
        for symbol in symbols:
            known = price_of(self.market, symbol) is not None
            (self.pairs.add if on and known else self.pairs.discard)(symbol)
            await self.say(json.encode(self.speech.granted(symbol, known)))
        return None

    async def tell(self) -> None:
        """Tell of a trade of each pair, or of what is wrong."""
        fault = self.fault()
        if fault == "cut":
            raise ConnectionResetError
        if fault == "silent":
            return
        for symbol in sorted(self.pairs):
            said = spoken(self.market, symbol, fault)
            if said is not None:
                body = json.encode(self.speech.trade(said))
                await self.say(BODIES[fault][0](body) if fault in BODIES else body)

    async def say(self, body: bytes) -> None:
        if self.fault() == "silent":
            return
        try:
            await self.send({"type": "websocket.send", "text": body.decode()})
        except UnicodeDecodeError:
            await self.send({"type": "websocket.send", "bytes": body})


async def stand_in(
    name: str, market: Callable[[], Market], fault: Callable[[], str], doors: tuple[Receive, Send]
) -> None:
    """Serve one who listens to an exchange until either has enough."""
    receive, send = doors
    await receive()
    turned_away = {**STATUSES, **{each: (302, {"location": to}) for each, to in REDIRECTS.items()}}
    if fault() in turned_away:
        status, headers = turned_away[fault()]
        told = [(key.encode(), value.encode()) for key, value in headers.items()]
        start = {"type": "websocket.http.response.start", "status": status, "headers": told}
        await send(start)
        return await send({"type": "websocket.http.response.body", "body": b"{}"})
    await send({"type": "websocket.accept"})
    listener = Listener(SPEECHES[name], market(), fault, send)
    telling = asyncio.create_task(tell_for_ever(listener))
    hearing = asyncio.create_task(hear_all(listener, receive))
    done, waiting = await asyncio.wait({telling, hearing}, return_when="FIRST_COMPLETED")
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    if telling in done:
        await send({"type": "websocket.close", "code": 1011})
    return None


async def tell_for_ever(listener: Listener) -> None:
    while True:
        try:
            await listener.tell()
        except (ConnectionResetError, OSError):
            return
        pause = PAUSE_OF_DRIP if listener.fault() == "drip" else PAUSE
        await asyncio.sleep(pause.total_seconds())


async def hear_all(listener: Listener, receive: Receive) -> None:
    while (message := await receive())["type"] == "websocket.receive":
        await listener.hear(message.get("text") or "")
