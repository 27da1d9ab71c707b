"""Somebody who writes without end, and remembers what was acknowledged."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event, Thread
from typing import Final

import httpx
from attrs import define, field

from faults.rounds import Tally, hold

ANSWER_SECONDS: Final = 5.0


@define
class Writer:
    """Makes portfolios without end, and knows which of them were acknowledged."""

    client: httpx.Client
    acknowledged: list[str] = field(factory=list)
    refused: list[tuple[int, bool]] = field(factory=list)
    slowest: float = 0
    slowest_refusal: float = 0
    _stop: Event = field(factory=Event)

    def work(self) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            body = {"name": f"Nr {number}", "currency": "EUR"}
            started, refused = time.monotonic(), len(self.refused)
            try:
                answer = self.client.post("/api/v1/portfolios", json=body)
            except httpx.HTTPError as error:
                self.refused.append((0, isinstance(error, httpx.TimeoutException)))
            else:
                if answer.status_code == HTTPStatus.CREATED:
                    self.acknowledged.append(answer.json()["id"])
                else:
                    self.refused.append((answer.status_code, "retry-after" in answer.headers))
            took = time.monotonic() - started
            self.slowest = max(self.slowest, took)
            if len(self.refused) > refused:
                self.slowest_refusal = max(self.slowest_refusal, took)
            time.sleep(0.05)

    @contextmanager
    def working(self) -> Iterator["Writer"]:
        thread = Thread(target=self.work)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()

    def tally(self, **most: float) -> Tally:
        counts = {"acknowledged": len(self.acknowledged), "lost": 0, "refused": len(self.refused)}
        named = {name.replace("_", " "): seconds for name, seconds in most.items()}
        return Tally(counts, {**named, "slowest answer": self.slowest})


def acknowledged(client: httpx.Client, writer: Writer, slack: float = 1) -> None:
    """Check that whatever was acknowledged is there, and how everything else was refused."""
    lost = [
        each
        for each in writer.acknowledged
        if client.get(f"/api/v1/portfolios/{each}").status_code != HTTPStatus.OK
    ]
    hold("what was acknowledged is there", holds=not lost, found=lost)
    hold("something was acknowledged", holds=bool(writer.acknowledged))
    wrong = [each for each in writer.refused if each != (HTTPStatus.SERVICE_UNAVAILABLE, True)]
    # A connection that broke under the answer says nothing, and never says that it was done.
    wrong = [each for each in wrong if each != (HTTPStatus.CONFLICT, False)]
    hold("refused with 503 and Retry-After", holds=not wrong, found=wrong[:5])
    slowest = writer.slowest
    hold("no request waits for long", holds=slowest < ANSWER_SECONDS * slack, found=slowest)
