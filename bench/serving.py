"""Measure what a request costs our server, beside ASGI and asyncpg alone and beside FastAPI.

Seconds of the server's own processor are counted: the load comes from the same machine.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from attrs import frozen

from bench.process import Usage, surroundings
from bench.report import Figure, Goal, ratio
from bench.run import PROGRAM, WORK, Run
from tests.programs import Program, ProgramMissingError, find, from_packages, on_machine
from tests.servers import PLAIN_ROLE, as_plain, claimed, free_port

WRK: Final = Program(names=("wrk",), package="wrk")
CONNECTIONS, SECONDS, WARM_SECONDS, ROUNDS = "32", 4, 1, 3
PATIENCE_SECONDS: Final = 20
TICKS: Final = os.sysconf("SC_CLK_TCK")
PAGE_MB: Final = os.sysconf("SC_PAGE_SIZE") / 2**20
TRIVIAL, QUOTES, TENANT = "trivial route", "quotes", "read of a portfolio"
RAW, RAW_ROW, FASTAPI = "raw ASGI", "raw ASGI and asyncpg", "FastAPI"
LIMITS: Final = (
    # what of ours costs at most so many times what of others
    (TRIVIAL, RAW, 1 / 0.35),
    (TRIVIAL, FASTAPI, 1 / 1.3),
    (QUOTES, RAW_ROW, 1 / 0.5),
    (TENANT, RAW_ROW, 1 / 0.2),
)


@frozen(kw_only=True)
class Place:
    """A PostgreSQL with our tables and one portfolio."""

    environment: dict[str, str]
    portfolio: str
    address: str


def measure_serving(run: Run) -> None:
    wrk = on_machine(WRK) or from_packages(WRK)
    if wrk is None:
        run.report.say("wrk cannot be had here: no request was measured")
        return
    folder = WORK.resolve() / "serving"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with claimed("postgres", folder) as server:
            place = prepared(server, folder)
            for _ in range(ROUNDS):
                measure_round(run, wrk, place)
    except (ProgramMissingError, subprocess.CalledProcessError) as failure:
        run.report.say(f"serving: {failure}")
    shutil.rmtree(folder)
    run.report.goals += [
        Goal(
            name=f"a request: {ours} / {others}",
            measured=ratio(cost(run, ours), cost(run, others)),
            limit=limit,
        )
        for ours, others, limit in LIMITS
    ]


def prepared(server: str, folder: Path) -> Place:
    """Make a database of ours with one portfolio in it."""
    environment = {
        "CRYPTOTRACKER_DATA_DIR": str(folder),
        # Counted as ever, and never refused.
        "CRYPTOTRACKER_RATE_LIMIT_ADDRESS": "999999999",
        "CRYPTOTRACKER_RATE_LIMIT_ALL": "999999999",
        "CRYPTOTRACKER_DATABASE_URL": f"{as_plain(server)}/ours",
        "CRYPTOTRACKER_DATABASE_ACCEPTS_RISKS": "yes",  # a server for tests does not sync
    }
    psql = find("postgres").resolve().with_name("psql")
    for statement in (PLAIN_ROLE, "CREATE DATABASE ours OWNER plain"):
        subprocess.run(
            [str(psql), "-qX", "-c", statement, f"{server}/postgres"],
            check=True,
            capture_output=True,
        )
    answer = ""
    for command in (["db", "upgrade"], ["portfolios", "create", "bench", "--format", "json"]):
        answer = subprocess.run(
            [PROGRAM, *command],
            env=surroundings() | environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    return Place(
        environment=environment, portfolio=json.loads(answer)["id"], address=f"{server}/ours"
    )


def measure_round(run: Run, wrk: Path, place: Place) -> None:
    """Load each server with each of its routes, one after another."""
    yardstick = {
        "YARDSTICK_DATABASE": place.address,
        "YARDSTICK_ID": place.portfolio,
    }
    servers: Sequence[tuple[Callable[[int], list[str]], dict[str, str], Mapping[str, str]]] = (
        (
            lambda port: [str(PROGRAM), "serve", "--port", str(port)],
            place.environment,
            {
                TRIVIAL: "/health/live",
                QUOTES: "/api/v1/market/quotes?assets=BTC&currency=USD",
                TENANT: f"/api/v1/portfolios/{place.portfolio}",
            },
        ),
        (uvicorn("raw"), yardstick, {RAW: "/", RAW_ROW: "/one-row"}),
        (uvicorn("fastapi"), {}, {FASTAPI: "/health/live"}),
    )
    for command, environment, routes in servers:
        port = free_port()
        with serving(command(port), environment, port) as process:
            for name, path in routes.items():
                usage, requests = load(wrk, process, f"http://127.0.0.1:{port}{path}")
                run.report.add(Figure(name=name, rows=requests, usage=usage))


def uvicorn(application: str) -> Callable[[int], list[str]]:
    options = ("--log-level", "error", "--no-access-log", "--no-server-header")
    module = f"bench.yardsticks:{application}"
    return lambda port: [sys.executable, "-m", "uvicorn", *options, "--port", str(port), module]


@contextmanager
def serving(
    command: list[str], environment: dict[str, str], port: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=surroundings() | environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise subprocess.CalledProcessError(process.returncode or 1, command)
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    try:
        client = HTTPConnection("127.0.0.1", port, timeout=1)
        client.request("GET", "/health/live")
        return client.getresponse().status == HTTPStatus.OK
    except OSError:
        return False


def load(wrk: Path, process: subprocess.Popen[bytes], address: str) -> tuple[Usage, int]:
    """Ask as fast as the server answers, and say what that took of it."""
    ask(wrk, address, WARM_SECONDS)
    before, started = cpu_seconds(process.pid), time.perf_counter()
    requests = ask(wrk, address, SECONDS)
    usage = Usage(
        code=0,
        wall_seconds=time.perf_counter() - started,
        cpu_seconds=cpu_seconds(process.pid) - before,
        peak_mb=resident_mb(process.pid),
    )
    return usage, requests


def ask(wrk: Path, address: str, seconds: int) -> int:
    command = [str(wrk), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    done = re.search(r"(\d+) requests in", said)
    if done is None or "Non-2xx" in said:
        raise subprocess.CalledProcessError(1, command, said)
    return int(done[1])


def cpu_seconds(process: int) -> float:
    spent = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / TICKS


def resident_mb(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE_MB


def cost(run: Run, name: str) -> float | None:
    """Give the processor's seconds that a request takes, the median of the rounds."""
    costs = sorted(
        each.usage.cpu_seconds / each.rows for each in run.report.figures if each.name == name
    )
    return costs[len(costs) // 2] if costs else None
