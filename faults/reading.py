"""Somebody who reads the figures of several portfolios without end, and compares them."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from itertools import cycle
from threading import Event, Thread
from typing import Final
from uuid import uuid4

import httpx
from attrs import define, field

from faults import histories

PAST: Final = {"from": "2020-01-01", "to": "2020-03-01"}
"""Days whose prices do not change any more."""


@define
class Reader:
    """Asks for what is kept in the cache: nobody may be given the figures of another."""

    client: httpx.Client
    expected: Mapping[str, str]
    right: int = 0
    wrong: list[str] = field(factory=list)
    slowest: float = 0
    _stop: Event = field(factory=Event)

    @classmethod
    def of(cls, client: httpx.Client) -> "Reader":
        """Look at each portfolio while nothing happens."""
        places = [f"/api/v1/portfolios/{each['id']}" for each in histories.portfolios(client)]
        return cls(client, {place: points(worth(client, place)) for place in places})

    def work(self) -> None:
        for place in cycle(self.expected):
            if self._stop.is_set():
                return
            forget(self.client, place)
            started = time.monotonic()
            try:
                answer = worth(self.client, place)
            except httpx.HTTPError as error:
                self.wrong.append(repr(error))
            else:
                self._compare(place, answer)
            self.slowest = max(self.slowest, time.monotonic() - started)
            time.sleep(0.01)

    def _compare(self, place: str, answer: httpx.Response) -> None:
        if answer.status_code == HTTPStatus.OK and points(answer) == self.expected[place]:
            self.right += 1
        else:
            self.wrong.append(f"{answer.status_code} at {place}: {answer.text[:300]}")

    @contextmanager
    def working(self) -> Iterator["Reader"]:
        threads = [Thread(target=self.work) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()


def forget(client: httpx.Client, place: str) -> None:
    """Have a portfolio loaded anew, and so looked for in the cache: a change makes it another."""
    with suppress(httpx.HTTPError):
        client.patch(place, json={"name": str(uuid4())})


def worth(client: httpx.Client, place: str) -> httpx.Response:
    return client.get(f"{place}/net-worth", params=PAST)


def points(answer: httpx.Response) -> str:
    """Give what does not depend on the moment at which somebody asks."""
    return str(answer.json()["points"])
