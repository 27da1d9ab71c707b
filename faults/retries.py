"""F5: the server is killed while it answers POSTs that carry keys; whoever asked asks again."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from typing import Any, Final

import httpx
from attrs import define, field, frozen

from faults import histories
from faults.installations import on_postgres
from faults.processes import Product, kill, ready, signal_family, wait
from faults.rounds import Act, Round, Scale, Tally, hold

CUSTOMERS: Final = 4
KILLS: Final = 4
LONGEST_SECONDS: Final = 1.8
"""Until the server is killed; the keys that the last one held are free before that."""
ROWS: Final = 500
FREE_SECONDS: Final = 30.0
IMPATIENT: Final = (sys.executable, "-m", "faults.impatient")


@frozen
class Errand:
    """Somebody who wants a portfolio with a file in it, and asks until both are answered."""

    name: str
    file: Path
    answers: list[httpx.Response] = field(factory=list)

    @property
    def steps(self) -> Sequence[Callable[[httpx.Client], httpx.Response]]:
        return (self._make, self._fill)

    @property
    def done(self) -> bool:
        return len(self.answers) == len(self.steps)

    def run(self, client: httpx.Client) -> None:
        """Go on where it was interrupted."""
        for step in self.steps[len(self.answers) :]:
            self.answers.append(until_free(partial(step, client)))

    def repeat(self, client: httpx.Client) -> None:
        """Ask once more for everything; it is to be answered as it was, and nothing is done."""
        for step, first in zip(self.steps, self.answers, strict=True):
            again = step(client)
            created = first.status_code == again.status_code == HTTPStatus.CREATED
            hold("it is done", holds=created, found=(first.text, again.text))
            hold("the answer is the first one", holds=again.content == first.content)
            replayed = again.headers.get("idempotent-replayed")
            hold("it is not done again", holds=replayed == "true", found=again.text)

    def _make(self, client: httpx.Client) -> httpx.Response:
        wanted = {"name": self.name, "currency": "EUR"}
        return client.post("/api/v1/portfolios", json=wanted, headers=self._key("make"))

    def _fill(self, client: httpx.Client) -> httpx.Response:
        place = f"/api/v1/portfolios/{self.answers[0].json()['id']}/imports"
        with self.file.open("rb") as content:
            return client.post(place, files={"file": content}, headers=self._key("fill"))

    def _key(self, step: str) -> dict[str, str]:
        return {"Idempotency-Key": f"{self.name}-{step}"}


@define
class Customer:
    """Has one errand after the other, and goes on with the last when the server is back."""

    name: str
    file: Path
    errands: list[Errand] = field(factory=list)

    def work(self, address: str) -> None:
        with suppress(httpx.TransportError), httpx.Client(base_url=address, timeout=30) as client:
            while True:
                if not self.errands or self.errands[-1].done:
                    self.errands.append(Errand(f"{self.name}-{len(self.errands)}", self.file))
                self.errands[-1].run(client)


def until_free(ask: Callable[[], httpx.Response]) -> httpx.Response:
    """Ask until a key is free that a dead process held."""
    deadline = time.monotonic() + FREE_SECONDS
    while (answer := ask()).status_code == HTTPStatus.CONFLICT and time.monotonic() < deadline:
        time.sleep(0.1)
    return answer


@frozen
class Servers:
    """Begins servers at one address, one after the other, and kills them."""

    product: Product
    _source: subprocess.Popen[str]

    @classmethod
    @contextmanager
    def of(cls, product: Product) -> "Iterator[Servers]":
        source = product.begin(*IMPATIENT, stdin=subprocess.PIPE)
        try:
            yield cls(product, source)
        finally:
            kill(source)

    @contextmanager
    def serving(self) -> Iterator[tuple[httpx.Client, Callable[[], None]]]:
        """Give a way to ask a new server, and one to kill it at once."""
        assert self._source.stdin
        assert self._source.stdout
        self._source.stdin.write(f"{self.product.port}\n")
        self._source.stdin.flush()
        end = partial(signal_family, int(self._source.stdout.readline()), signal.SIGKILL)
        try:
            with httpx.Client(base_url=self.product.address, timeout=30) as client:
                wait("the server", lambda: ready(client))
                yield client, end
        finally:
            end()


@contextmanager
def killing(folder: Path, _scale: Scale) -> Iterator[Act]:
    file = histories.write(folder / "ledger.csv", ROWS)
    with on_postgres(folder) as (_, product), Servers.of(product) as servers:
        yield partial(killed, servers, file)


def killed(servers: Servers, file: Path, round_: Round) -> Tally:
    """Kill the server again and again while it is asked; count what was done in the end."""
    day = f"{round_.random.getrandbits(32):x}"
    customers = [Customer(f"customer-{day}-{number}", file) for number in range(CUSTOMERS)]
    for _ in range(KILLS):
        interrupted(servers, customers, round_.random.uniform(0.05, LONGEST_SECONDS))
    errands = [errand for each in customers for errand in each.errands]
    with servers.serving() as (client, _):
        for errand in errands:
            errand.run(client)
            errand.repeat(client)
        done_once(client, errands)
        histories.remove(client)
    return Tally({"kills": KILLS, "requests by key": 2 * len(errands), "lost": 0, "done twice": 0})


def interrupted(servers: Servers, customers: Sequence[Customer], moment: float) -> None:
    with servers.serving() as (_, end):
        address = servers.product.address
        threads = [Thread(target=each.work, args=(address,)) for each in customers]
        for thread in threads:
            thread.start()
        time.sleep(moment)
        end()
        for thread in threads:
            thread.join()


def done_once(client: httpx.Client, errands: Sequence[Errand]) -> None:
    found: list[dict[str, Any]] = histories.portfolios(client)
    names = sorted(each["name"] for each in found)
    asked = sorted(each.name for each in errands)
    hold("each portfolio is there once", holds=names == asked, found=(names, asked))
    histories.whole(client, ROWS)
    counts = {each["transactions"] for each in found}
    hold("each file is there once", holds=counts == {ROWS}, found=counts)
