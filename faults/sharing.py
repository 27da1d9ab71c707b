"""F2: Redis is killed and comes back empty, or stands still, under two servers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import httpx
from attrs import evolve

from faults.processes import Postgres, Product, Redis, wait
from faults.rounds import Round, hold
from tests.servers import free_port

ANSWER_SECONDS: Final = 1.0
REFILLED_SECONDS: Final = 30.0
LIMIT: Final = 60
PLACE: Final = "/api/v1/portfolios"
FAULTS: Final = {"killed": ("kill", "start"), "frozen": ("freeze", "thaw")}


def lost(round_: Round) -> str:
    """Take Redis away and give it back: requests go on, and nobody may ask more than before."""
    postgres, redis = Postgres(round_.folder / "postgres"), Redis(round_.folder)
    postgres.prepare()
    postgres.start()
    redis.start()
    try:
        with servers(round_, postgres, redis) as (one, other):
            asker = Asker(one, ANSWER_SECONDS * round_.slack)
            before = asker.make("before")
            wait("counted together", lambda: together(asker, other))
            for name, (fault, remedy) in FAULTS.items():
                getattr(redis, fault)()
                asker.go_on(round_.seconds / 10)
                limited(asker, name)
                asker.make(f"while {name}")
                getattr(redis, remedy)()
                wait("counted together again", lambda: together(asker, other), REFILLED_SECONDS)
            hold("an answer by key outlives Redis", holds=asker.make("before") == before)
            kept = sorted(each["name"] for each in asker.ask().json()["items"])
            expected = ["Demo", "before", *(f"while {name}" for name in sorted(FAULTS, key=len))]
            hold("the database holds what it held", holds=kept == sorted(expected), found=kept)
    finally:
        redis.thaw()
        redis.kill()
        postgres.kill()
    return f"{asker.asked} requests, none over {asker.slowest:.2f} s; limited all the time"


@contextmanager
def servers(
    round_: Round, postgres: Postgres, redis: Redis
) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    settings = {
        "DATABASE_URL": postgres.url,
        "REDIS_URL": redis.url,
        "RATE_LIMIT_ADDRESS": str(LIMIT),
        "TRUSTED_PROXIES": "127.0.0.1/32",
    }
    one = Product(round_.folder / "data", settings)
    other = evolve(one, port=free_port())
    one.run("db", "upgrade")
    with one.serving() as first, other.serving() as second:
        yield first, second


class Asker:
    """Asks as people at many addresses, and holds each answer to its time."""

    def __init__(self, client: httpx.Client, patience: float) -> None:
        self.patience = patience
        self.client, self.count, self.asked, self.slowest = client, 0, 0, 0.0

    def ask(self, address: str = "") -> httpx.Response:
        return self._timed("GET", headers={"X-Forwarded-For": address or self.address()})

    def make(self, name: str) -> bytes:
        """Make a portfolio, each name once; return the answer."""
        headers = {"X-Forwarded-For": self.address(), "Idempotency-Key": name.replace(" ", "-")}
        answer = self._timed("POST", json={"name": name, "currency": "EUR"}, headers=headers)
        hold("it is made", holds=answer.status_code == HTTPStatus.CREATED, found=answer.text)
        return answer.content

    def address(self) -> str:
        """Give an address that nobody has asked from."""
        self.count += 1
        return f"10.{self.count >> 16}.{self.count >> 8 & 255}.{self.count & 255}"

    def go_on(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status = self.ask().status_code
            hold("requests go on", holds=status == HTTPStatus.OK, found=status)

    def _timed(self, method: str, **options: Any) -> httpx.Response:
        started = time.monotonic()
        answer = self.client.request(method, PLACE, **options)
        took, self.asked = time.monotonic() - started, self.asked + 1
        hold("no request waits for Redis", holds=took < self.patience, found=took)
        self.slowest = max(self.slowest, took)
        return answer


def limited(asker: Asker, name: str) -> None:
    """Check that one address cannot ask more than a process lets it by itself."""
    started, address = time.monotonic(), asker.address()
    found = [asker.ask(address).status_code for _ in range(LIMIT + 20)]
    allowed = LIMIT + (time.monotonic() - started) * LIMIT / 60 + 1
    passed = found.count(HTTPStatus.OK)
    known = {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
    hold(f"limits hold while it is {name}", holds=LIMIT <= passed <= allowed, found=passed)
    hold("whoever asks too much is told so", holds=set(found) <= known, found=set(found))


def together(asker: Asker, other: httpx.Client) -> bool:
    """Tell whether two processes count as one."""
    address = asker.address()
    asker.ask(address)
    there = other.get(PLACE, headers={"X-Forwarded-For": address})
    return f";r={LIMIT - 2};" in there.headers.get("ratelimit", "")
