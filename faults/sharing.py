"""F2: Redis is killed and comes back empty under two servers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx
from attrs import evolve

from faults import histories
from faults.installations import a_redis, on_postgres
from faults.processes import Redis, wait
from faults.rounds import Act, Round, Scale, Tally, hold
from tests.servers import free_port

ANSWER_SECONDS: Final = 1.0
REFILLED_SECONDS: Final = 30.0
LIMIT: Final = 60
PLACE: Final = "/api/v1/portfolios"
GOING_SECONDS: Final = 1.5


class Asker:
    """Asks as people at many addresses, and holds each answer to its time."""

    def __init__(self, client: httpx.Client) -> None:
        self.client, self.count, self.asked, self.slowest = client, 0, 0, 0.0
        self.rounds, self.patience = 0, 0.0

    def begin(self, patience: float) -> None:
        """Begin a round, with keys that no other has had."""
        self.rounds, self.patience, self.asked, self.slowest = self.rounds + 1, patience, 0, 0.0
        self.client.headers["X-Forwarded-For"] = self.address()

    def ask(self, address: str = "") -> httpx.Response:
        return self._timed("GET", headers={"X-Forwarded-For": address or self.address()})

    def make(self, name: str) -> bytes:
        """Make a portfolio, each name once; return the answer."""
        key = f"{self.rounds}-{name.replace(' ', '-')}"
        headers = {"X-Forwarded-For": self.address(), "Idempotency-Key": key}
        answer = self._timed("POST", json={"name": name, "currency": "EUR"}, headers=headers)
        hold("it is made", holds=answer.status_code == HTTPStatus.CREATED, found=answer.text)
        return answer.content

    def address(self) -> str:
        """Give an address that nobody has asked from."""
        self.count += 1
        return f"10.{self.count >> 16}.{self.count >> 8 & 255}.{self.count & 255}"

    def go_on(self, seconds: float) -> float:
        """Ask for so many seconds; say how long all but the slowest twentieth took at most."""
        took = []
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            status = self.ask().status_code
            took.append(time.monotonic() - began)
            hold("requests go on", holds=status == HTTPStatus.OK, found=status)
        return sorted(took)[len(took) * 19 // 20]

    def _timed(self, method: str, **options: Any) -> httpx.Response:
        started = time.monotonic()
        answer = self.client.request(method, PLACE, **options)
        took, self.asked = time.monotonic() - started, self.asked + 1
        hold("no request waits for Redis", holds=took < self.patience, found=took)
        self.slowest = max(self.slowest, took)
        return answer


@contextmanager
def killing(folder: Path, _scale: Scale) -> Iterator[Act]:
    """Set up two servers that count together."""
    with a_redis(folder) as redis:
        settings = {
            "REDIS_URL": redis.url,
            "RATE_LIMIT_ADDRESS": str(LIMIT),
            "TRUSTED_PROXIES": "127.0.0.1/32",
        }
        with on_postgres(folder, settings) as (_, one):
            other = evolve(one, port=free_port())
            with one.serving() as first, other.serving() as second:
                yield partial(killed, redis, Asker(first), second)


def killed(redis: Redis, asker: Asker, other: httpx.Client, round_: Round) -> Tally:
    """Take Redis away and give it back: requests go on, and nobody may ask more than before."""
    asker.begin(ANSWER_SECONDS * round_.slack)
    wait("counted together", lambda: together(asker, other))
    before = asker.make("before")
    usual = asker.go_on(GOING_SECONDS)
    redis.kill()
    try:
        without = asker.go_on(GOING_SECONDS + round_.random.uniform(0, GOING_SECONDS))
        limited(asker)
        asker.make("while killed")
    finally:
        redis.start()
    seconds = wait("counted together", lambda: together(asker, other), REFILLED_SECONDS)
    hold("an answer by key outlives Redis", holds=asker.make("before") == before)
    kept = sorted(each["name"] for each in histories.portfolios(asker.client))
    hold("the database holds what it held", holds=kept == ["before", "while killed"], found=kept)
    longest = (2 * usual + 0.1) * round_.slack
    hold("answers are as quick as before", holds=without <= longest, found=(without, usual))
    histories.remove(asker.client)
    times = {"p95 before": usual, "p95 without": without, "slowest": asker.slowest}
    return Tally({"requests": asker.asked, "refused": 0}, {**times, "counted together": seconds})


def limited(asker: Asker) -> None:
    """Check that one address cannot ask more than a process lets it by itself."""
    started, address = time.monotonic(), asker.address()
    found = [asker.ask(address).status_code for _ in range(LIMIT + 20)]
    allowed = LIMIT + (time.monotonic() - started) * LIMIT / 60 + 1
    passed = found.count(HTTPStatus.OK)
    known = {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
    hold("limits hold without Redis", holds=LIMIT <= passed <= allowed, found=passed)
    hold("whoever asks too much is told so", holds=set(found) <= known, found=set(found))


def together(asker: Asker, other: httpx.Client) -> bool:
    """Tell whether two processes count as one."""
    address = asker.address()
    asker.ask(address)
    there = other.get(PLACE, headers={"X-Forwarded-For": address})
    return f";r={LIMIT - 2};" in there.headers.get("ratelimit", "")
