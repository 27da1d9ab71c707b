"""What a stream said and nobody took yet: so much of it and no more."""

import asyncio
from collections import deque
from typing import Final

from attrs import define, field

from cryptotracker.domain.market.observations import Refusal, Trade
from cryptotracker.ports.price_streams import Heard

TRADES_MOST: Final = 10_000
REFUSED_MOST: Final = 1_000


@define(eq=False)
class Inbox:
    """Keeps the newest; once something was lost, whoever takes it is told so."""

    _trades: deque[Trade] = field(factory=deque)
    _refused: deque[Refusal] = field(factory=lambda: deque(maxlen=REFUSED_MOST))
    _lost: int = 0
    _broken: bool = False
    _filled: asyncio.Event = field(factory=asyncio.Event)

    def put(self, trade: Trade) -> None:
        if len(self._trades) == TRADES_MOST:
            self._trades.popleft()
            self._lost += 1
        self._trades.append(trade)
        self._filled.set()

    def refuse(self, refusal: Refusal) -> None:
        self._refused.append(refusal)
        self._filled.set()

    def broke(self) -> None:
        """Note that what was said before now may not have been heard."""
        self._broken = True
        self._filled.set()

    async def take(self) -> Heard:
        """Wait until there is something, and take all of it."""
        await self._filled.wait()
        return self.emptied()

    def emptied(self) -> Heard:
        heard = Heard(
            trades=tuple(self._trades),
            refused=tuple(self._refused),
            lost=self._lost,
            broken=self._broken or bool(self._lost),
        )
        self._trades.clear()
        self._refused.clear()
        self._lost, self._broken = 0, False
        self._filled.clear()
        return heard
