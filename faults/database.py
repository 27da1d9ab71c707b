"""F1 and F3: PostgreSQL is killed, or stands still, under a server and an import."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event, Thread

import httpx
from attrs import define, field

from faults import histories
from faults.processes import Postgres, Product, ready, wait
from faults.rounds import Round, hold

ANSWER_SECONDS = 5.0
READY_SECONDS = 10.0


@define
class Writer:
    """Makes portfolios without end, and knows which of them were acknowledged."""

    client: httpx.Client
    acknowledged: list[str] = field(factory=list)
    refused: list[tuple[int, bool]] = field(factory=list)
    slowest: float = 0
    _stop: Event = field(factory=Event)

    def work(self) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            body = {"name": f"Nr {number}", "currency": "EUR"}
            started = time.monotonic()
            try:
                answer = self.client.post("/api/v1/portfolios", json=body)
            except httpx.HTTPError as error:
                self.refused.append((0, isinstance(error, httpx.TimeoutException)))
            else:
                if answer.status_code == HTTPStatus.CREATED:
                    self.acknowledged.append(answer.json()["id"])
                else:
                    self.refused.append((answer.status_code, "retry-after" in answer.headers))
            self.slowest = max(self.slowest, time.monotonic() - started)
            time.sleep(0.01)

    @contextmanager
    def working(self) -> Iterator["Writer"]:
        thread = Thread(target=self.work)
        thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            thread.join()


def killed(round_: Round) -> str:
    """Kill PostgreSQL while somebody writes and somebody imports; start it again."""
    file = histories.write(round_.folder / "ledger.csv", round_.rows)
    expected = histories.undisturbed(round_.folder, file)
    postgres = Postgres(round_.folder / "postgres")
    postgres.prepare()
    postgres.start()
    product = Product(round_.folder / "data", {"DATABASE_URL": postgres.url})
    product.run("db", "upgrade")
    try:
        with product.serving() as client, Writer(client).working() as writer:
            importing = product.start("import", file, "--portfolio", histories.PORTFOLIO)
            time.sleep(round_.random.uniform(0.2, 2))
            postgres.kill()
            time.sleep(round_.random.uniform(0.1, 1))
            postgres.start()
            seconds = wait("ready again", lambda: ready(client), READY_SECONDS)
            said = importing.communicate(timeout=60)[1]
            hold("a command says it in a sentence", holds="Traceback" not in said, found=said)
        with product.serving() as client:
            acknowledged(client, writer)
            histories.whole(client, round_.rows)
        histories.imported(product, file)
        same = histories.digest(product) == expected
        hold("the figures are those of an undisturbed run", holds=same)
    finally:
        postgres.kill()
    return f"{len(writer.acknowledged)} acknowledged, 0 lost; ready again in {seconds:.1f} s"


def frozen(round_: Round) -> str:
    """Stop PostgreSQL without ending it: nobody waits long, and the server stays alive."""
    postgres = Postgres(round_.folder / "postgres")
    postgres.prepare()
    postgres.start()
    product = Product(round_.folder / "data", {"DATABASE_URL": postgres.url})
    product.run("db", "upgrade")
    try:
        with product.serving() as client, Writer(client).working() as writer:
            time.sleep(0.5)
            postgres.freeze()
            slowest = alive(client, round_.random.uniform(6, 10))
            postgres.thaw()
            wait("ready again", lambda: ready(client), READY_SECONDS)
        hold("it is seen to be alive at once", holds=slowest < 0.1 * round_.slack, found=slowest)
        hold(
            "no request waits for long", holds=writer.slowest < ANSWER_SECONDS, found=writer.slowest
        )
        with product.serving() as client:
            acknowledged(client, writer)
    finally:
        postgres.thaw()
        postgres.kill()
    return f"{len(writer.acknowledged)} acknowledged, 0 lost; slowest {writer.slowest:.1f} s"


def alive(client: httpx.Client, seconds: float) -> float:
    """Ask for so many seconds whether the server is alive; say how long the median answer took."""
    took = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.monotonic()
        answer = client.get("/health/live", timeout=5)
        hold("it is alive", holds=answer.status_code == HTTPStatus.OK, found=answer.status_code)
        took.append(time.monotonic() - started)
        time.sleep(0.05)
    return sorted(took)[len(took) // 2]


def acknowledged(client: httpx.Client, writer: Writer) -> None:
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
    hold("no request waits for long", holds=writer.slowest < ANSWER_SECONDS, found=writer.slowest)
