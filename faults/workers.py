"""F4 and F10: of several workers one is killed, one sleeps past its lease, all are told to stop."""

import random
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx
from attrs import define, field

from faults import histories
from faults.processes import OverdueError, Postgres, Product, kill, wait
from faults.rounds import Round, hold

LEASE_SECONDS: Final = 2
OVER_SECONDS: Final = 30
"""By then another worker has taken over what one left, and the sleeper has found out."""
STOP_SECONDS: Final = 20.0
ROWS_MOST: Final = 20_000
JOBS: Final = 6
WORKERS: Final = 3
DONE_SECONDS: Final = 120


@define
class Staff:
    """The workers of an installation."""

    product: Product
    chance: random.Random
    at_work: list[subprocess.Popen[str]] = field(factory=list)

    def hire(self) -> None:
        """Start a worker, and wait until it works: before that it does not listen to signals."""
        worker = self.product.start("worker")
        assert worker.stdout
        said = worker.stdout.readline()
        hold("a worker begins", holds="serves queues" in said, found=said)
        self.at_work.append(worker)

    def one(self) -> subprocess.Popen[str]:
        return self.chance.choice(self.at_work)

    def lose(self) -> None:
        victim = self.one()
        self.at_work.remove(victim)
        kill(victim)
        self.hire()

    def send_home(self) -> float:
        """Tell all to stop, and say how long the slowest took."""
        started = time.monotonic()
        for each in self.at_work:
            each.send_signal(signal.SIGTERM)
        for each in self.at_work:
            try:
                said = each.communicate(timeout=STOP_SECONDS + 5)
            except subprocess.TimeoutExpired as error:
                message = "a worker does not stop"
                raise OverdueError(message) from error
            hold("a worker ends well", holds=each.returncode == 0, found=said[1][-500:])
        return time.monotonic() - started

    def end(self) -> None:
        for each in self.at_work:
            if each.poll() is None:
                each.send_signal(signal.SIGCONT)
                kill(each)


def lost(round_: Round) -> str:
    """Promise imports, disturb those who do them, and count what was done."""
    file = histories.write(round_.folder / "ledger.csv", min(round_.rows, ROWS_MOST))
    expected = histories.undisturbed(round_.folder, file)
    postgres = Postgres(round_.folder / "postgres")
    postgres.prepare()
    postgres.start()
    settings = {
        "DATABASE_URL": postgres.url,
        "WORKER_LEASE_SECONDS": str(LEASE_SECONDS),
        "WORKER_JOBS": "2",
    }
    product = Product(round_.folder / "data", settings)
    product.run("db", "upgrade")
    staff = Staff(product, round_.random)
    try:
        with product.serving() as client:
            return disturbed(client, staff, file, expected)
    finally:
        staff.end()
        postgres.kill()


def disturbed(client: httpx.Client, staff: Staff, file: Path, expected: str) -> str:
    for _ in range(WORKERS):
        staff.hire()
    made = promise(client, file, [histories.PORTFOLIO, *(f"Nr {n}" for n in range(1, JOBS))])
    wait("a job has begun", lambda: any(each["attempts"] for each in listed(client)))
    time.sleep(staff.chance.uniform(0, 1))
    staff.lose()
    sleeper = staff.one()
    sleeper.send_signal(signal.SIGSTOP)
    time.sleep(LEASE_SECONDS * staff.chance.uniform(1.5, 3))
    sleeper.send_signal(signal.SIGCONT)
    staff.one().send_signal(signal.SIGTERM)  # gives back what it cannot finish
    staff.hire()
    seconds = wait("every job is done", lambda: all_in("done", listed(client)), DONE_SECONDS)
    once(client, made)
    same = histories.digest(staff.product) == expected
    hold("the figures are those of an undisturbed run", holds=same)
    stopped = staff.send_home()
    hold("workers stop soon", holds=stopped <= STOP_SECONDS, found=stopped)
    again = sum(each["attempts"] - 1 for each in listed(client))
    return f"{JOBS} jobs done once, {again} begun again, in {seconds:.1f} s; stop {stopped:.1f} s"


def promise(client: httpx.Client, file: Path, names: Sequence[str]) -> Mapping[str, str]:
    """Make portfolios, and give each an import to be done by workers: jobs by portfolio."""
    jobs = {}
    for name in names:
        made = client.post("/api/v1/portfolios", json={"name": name, "currency": "USD"}).json()
        place = f"/api/v1/portfolios/{made['id']}/imports"
        with file.open("rb") as content:
            sent = {"Prefer": "respond-async"}
            answer = client.post(place, files={"file": content}, headers=sent)
        hold("a job", holds=answer.status_code == HTTPStatus.ACCEPTED, found=answer.text)
        jobs[made["id"]] = answer.json()["job"]
    return jobs


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
