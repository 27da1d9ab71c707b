"""F4 and F10: of several workers some are killed, one sleeps past its lease, one is to stop."""

import random
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
from attrs import define, field

from faults import histories
from faults.installations import on_postgres
from faults.processes import OverdueError, Product, kill, wait
from faults.rounds import Act, Round, Scale, Tally, hold

LEASE_SECONDS: Final = 2
AT_ONCE: Final = 2
OVER_SECONDS: Final = 30
"""By then others have taken over what was left, and all is done."""
STOP_SECONDS: Final = 20.0
ROWS_MOST: Final = 6_000
JOBS: Final = 12
WORKERS: Final = 3
KILLS: Final = 2


@define
class Staff:
    """The workers of an installation."""

    product: Product
    at_work: list[subprocess.Popen[str]] = field(factory=list)
    coming: list[subprocess.Popen[str]] = field(factory=list)

    def hire(self) -> None:
        """Start a worker; it is at work when it says so, and listens to signals from then on."""
        self.coming.append(self.product.start("worker"))

    def settle(self) -> None:
        """Wait until all that were hired are at work."""
        while self.coming:
            worker = self.coming[0]
            assert worker.stdout
            said = worker.stdout.readline()
            hold("a worker begins", holds="serves queues" in said, found=said)
            self.at_work.append(self.coming.pop(0))

    def one(
        self, chance: random.Random, but: subprocess.Popen[str] | None = None
    ) -> subprocess.Popen[str]:
        return chance.choice([each for each in self.at_work if each is not but])

    def lose(self, victim: subprocess.Popen[str]) -> None:
        self.at_work.remove(victim)
        kill(victim)
        self.hire()

    def dismiss(self, worker: subprocess.Popen[str]) -> float:
        """Tell one to stop, and say how long that took."""
        started = time.monotonic()
        self.at_work.remove(worker)
        worker.send_signal(signal.SIGTERM)
        try:
            said = worker.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            kill(worker)
            message = "a worker does not stop"
            raise OverdueError(message) from error
        hold("a worker ends well", holds=worker.returncode == 0, found=said[1][-500:])
        took = time.monotonic() - started
        self.hire()
        return took

    def end(self) -> None:
        for each in (*self.at_work, *self.coming):
            if each.poll() is None:
                each.send_signal(signal.SIGCONT)
                kill(each)


@contextmanager
def losing(folder: Path, scale: Scale) -> Iterator[Act]:
    file = histories.write(folder / "ledger.csv", min(scale.rows, ROWS_MOST))
    settings = {"WORKER_LEASE_SECONDS": str(LEASE_SECONDS), "WORKER_JOBS": str(AT_ONCE)}
    with on_postgres(folder, {**settings, "WORKER": "apart"}) as (_, product):
        staff = Staff(product)
        try:
            with product.serving() as client:
                for _ in range(WORKERS):
                    staff.hire()
                expected = histories.undisturbed(client, file)
                yield partial(lost, client, staff, file, expected)
        finally:
            staff.end()


def lost(client: httpx.Client, staff: Staff, file: Path, expected: str, round_: Round) -> Tally:
    """Promise imports, disturb those who do them, and count what was done."""
    chance = round_.random
    staff.settle()
    made = promise(client, file, [f"Nr {number}" for number in range(JOBS)])
    wait("a job has begun", lambda: any(each["attempts"] for each in listed(client)), every=0.05)
    sleeper = staff.one(chance)
    time.sleep(chance.uniform(0, 0.3))
    sleeper.send_signal(signal.SIGSTOP)
    awake = time.monotonic() + LEASE_SECONDS * chance.uniform(1.5, 2.5)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0, 0.5))
        staff.lose(staff.one(chance, but=sleeper))
    alone = datetime.now(UTC)
    time.sleep(max(0, awake - time.monotonic()))
    sleeper.send_signal(signal.SIGCONT)
    staff.settle()
    stopped = staff.dismiss(staff.one(chance))  # it gives back what it cannot finish
    wait("every job is done", lambda: all_in("done", listed(client)), OVER_SECONDS, every=0.2)
    once(client, made)
    for place in made:
        same = histories.digest(client, f"/api/v1/portfolios/{place}") == expected
        hold("the figures are those of an undisturbed run", holds=same)
    done = listed(client)
    histories.remove(client)
    last = max(datetime.fromisoformat(each["finished_at"]) for each in done)
    again = sum(each["attempts"] - 1 for each in done)
    counts = {"jobs done once": JOBS, "kills": KILLS, "sleeps": 1, "begun again": again, "lost": 0}
    return Tally(counts, {"done after the kills": (last - alone).total_seconds(), "stop": stopped})


def promise(client: httpx.Client, file: Path, names: Sequence[str]) -> Mapping[str, str]:
    """Make portfolios, and give each an import to be done by workers: jobs by portfolio."""
    places = [histories.make(client, name) for name in names]
    promised = [histories.upload(client, place, file, later=True) for place in places]
    return {each["portfolio"]: each["job"] for each in promised}


def listed(client: httpx.Client) -> list[dict[str, Any]]:
    items = client.get("/api/v1/jobs").json()["items"]
    return [each for each in items if each["kind"] == "import"]


def all_in(state: str, jobs: Sequence[Mapping[str, Any]]) -> bool:
    hold("no job fails", holds=not [each for each in jobs if each["state"] == "failed"], found=jobs)
    return all(each["state"] == state for each in jobs)


def once(client: httpx.Client, made: Mapping[str, str]) -> None:
    """Check that no job was lost, and that each has had its effect once."""
    jobs = {each["portfolio"]: each for each in listed(client)}
    found = {portfolio: job["job"] for portfolio, job in jobs.items()}
    hold("no job is lost", holds=found == dict(made), found=found)
    for portfolio, job in jobs.items():
        kept = client.get(f"/api/v1/portfolios/{portfolio}/imports").json()["items"]
        ids = [each["import"] for each in kept]
        hold("each is done once", holds=ids == [job["result"]["import"]], found=(ids, job))
        count = client.get(f"/api/v1/portfolios/{portfolio}").json()["transactions"]
        whole = count == job["result"]["added"] == kept[0]["added"] > 0
        hold("each is done whole", holds=whole, found=(count, job))
