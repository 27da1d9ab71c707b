"""F1: PostgreSQL is killed under a server that somebody writes to, and under imports."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx
from attrs import frozen

from faults import histories
from faults.installations import on_postgres
from faults.processes import Postgres, Product, ready, wait
from faults.rounds import Act, Round, Scale, Tally, hold
from faults.writing import Writer, acknowledged

REFUSED_SECONDS: Final = 2.0
READY_SECONDS: Final = 10.0
DONE_SECONDS: Final = 60.0
LATER: Final = "Promised"
"""What the server imports by itself, as soon as it can."""


@frozen(kw_only=True)
class Bank:
    """One server, which is never started again, and what its figures come to."""

    postgres: Postgres
    product: Product
    client: httpx.Client
    file: Path
    expected: str
    seconds: float


@contextmanager
def killing(folder: Path, scale: Scale) -> Iterator[Act]:
    file = histories.write(folder / "ledger.csv", scale.rows)
    settings = {"WORKER": "inside", "WORKER_LEASE_SECONDS": "2"}
    with on_postgres(folder, settings) as (postgres, product), product.serving() as client:
        began = time.monotonic()
        expected = histories.undisturbed(client, file)
        bank = Bank(
            postgres=postgres,
            product=product,
            client=client,
            file=file,
            expected=expected,
            seconds=time.monotonic() - began,
        )
        yield partial(killed, bank)


def killed(bank: Bank, round_: Round) -> Tally:
    """Kill PostgreSQL while somebody writes and somebody imports; start it again."""
    client, postgres, chance = bank.client, bank.postgres, round_.random
    later = chance.random() < 1 / 2
    with Writer(client).working() as writer:
        if later:
            promised = histories.make(client, LATER)
            histories.upload(client, promised, bank.file, later=True)
        else:
            command = bank.product.start("import", bank.file, "--portfolio", histories.PORTFOLIO)
        time.sleep(chance.uniform(0.1, bank.seconds))
        postgres.kill()
        time.sleep(chance.uniform(0.1, 1))
        postgres.start()
        seconds = wait("ready again", lambda: ready(client), READY_SECONDS)
        if later:
            wait("it is done by itself", lambda: done(client), DONE_SECONDS, every=0.2)
        else:
            said = command.communicate(timeout=60)[1]
            hold("a command says it in a sentence", holds="Traceback" not in said, found=said)
    acknowledged(client, writer, round_.slack)
    slowest = writer.slowest_refusal
    hold("refused soon", holds=slowest < REFUSED_SECONDS * round_.slack, found=slowest)
    histories.whole(client, round_.rows)
    if not later:
        bank.product.run("import", bank.file, "--portfolio", histories.PORTFOLIO)
    same = histories.digest(client, imported(client)) == bank.expected
    hold("the figures are those of an undisturbed run", holds=same)
    histories.remove(client)
    imports = {"imports resumed by themselves" if later else "imports repeated": 1}
    return Tally(imports) + writer.tally(ready_again=seconds, slowest_refusal=slowest)


def done(client: httpx.Client) -> bool:
    """Tell whether the newest job has been done."""
    answer = client.get("/api/v1/jobs")
    if answer.status_code != HTTPStatus.OK:
        return False
    newest = max(answer.json()["items"], key=lambda each: str(each["created_at"]))
    hold("no job fails", holds=newest["state"] != "failed", found=newest)
    return bool(newest["state"] == "done")


def imported(client: httpx.Client) -> str:
    """Give the address of the one portfolio that a file was imported into."""
    names = (histories.PORTFOLIO, LATER)
    found = [each["id"] for each in histories.portfolios(client) if each["name"] in names]
    hold("there is one portfolio of that name", holds=len(found) == 1, found=found)
    return f"/api/v1/portfolios/{found[0]}"
