"""Count with Mixpanel how the product is used: kinds and counts, of an installation unnamed.

Loaded only where a token is set and those who use it agreed.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final
from uuid import uuid4

from attrs import define, field
from httpx import AsyncClient, HTTPError

from cryptotracker.ports.telemetry import Audience, Happened, ImportFinished

WAITING_MOST: Final = 100
AT_ONCE: Final = 20
SECONDS: Final = 2
log = logging.getLogger(__name__)


@define
class Mixpanel(Audience):
    """Sends what it is told a little later; what cannot be sent is forgotten."""

    _client: AsyncClient
    _token: str
    _installation: str = field(factory=lambda: uuid4().hex)  # another one after each start
    _waiting: "asyncio.Queue[Happened]" = field(factory=lambda: asyncio.Queue(maxsize=WAITING_MOST))

    def tell(self, happened: Happened) -> None:
        if not self._waiting.full():
            self._waiting.put_nowait(happened)

    async def send_for_ever(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < AT_ONCE and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._send(batch)
            for _ in batch:
                self._waiting.task_done()

    async def all_sent(self) -> None:
        await self._waiting.join()

    async def _send(self, batch: list[Happened]) -> None:
        try:
            answer = await self._client.post("/track", json=[self._event(each) for each in batch])
            answer.raise_for_status()
        except HTTPError as error:
            # Its message would hold the address.
            log.warning("usage was not counted", extra={"error": type(error).__name__})

    def _event(self, happened: Happened) -> Mapping[str, object]:
        name, facts = described(happened)
        own = {
            "token": self._token,
            "distinct_id": self._installation,
            "$insert_id": uuid4().hex,
            "time": time.time_ns() // 1_000_000,
            "ip": "0",
        }
        return {"event": name, "properties": own | facts}


def described(happened: Happened) -> tuple[str, dict[str, object]]:
    if isinstance(happened, ImportFinished):
        return "import finished", {
            "format": happened.format,
            "added": happened.added,
            "known": happened.known,
            "skipped": happened.skipped,
            "rejected": happened.rejected,
        }
    return "report shown", {"report": happened.report}


@asynccontextmanager
async def counting(url: str, token: str) -> AsyncIterator[Mixpanel]:
    """Count until the block ends; what waits then is sent, for a moment, or forgotten."""
    async with AsyncClient(base_url=url, timeout=SECONDS, trust_env=False) as client:
        mixpanel = Mixpanel(client, token)
        sending = asyncio.create_task(mixpanel.send_for_ever())
        try:
            yield mixpanel
        finally:
            try:
                async with asyncio.timeout(SECONDS):
                    await mixpanel.all_sent()
            except TimeoutError:
                log.warning("usage was not counted", extra={"error": "TimeoutError"})
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
