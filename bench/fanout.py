"""Measure how prices reach a thousand listeners: beside ASGI alone, and beside picows.

Texts are counted by second of the server's own processor: the listeners are on the same machine.
"""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from attrs import frozen

from bench.process import Usage, surroundings
from bench.report import Figure, Goal, ratio
from bench.run import WORK, Run
from bench.serving import cpu_seconds, resident_mb
from tests.servers import free_port

HERE: Final = Path(__file__).parent
LISTENERS, MANY, SECONDS, STALLED_SECONDS, ROUNDS = 1_000, 10_000, 5, 15, 3
PATIENCE_SECONDS: Final = 20
AT_ONCE, TEN_A_SECOND, EVERY_TWO_SECONDS = 0.0, 0.1, 2.0
ONE, MANY_ASSETS = ["A0"], [f"A{n}" for n in range(300)]
OURS, RAW, PICOWS = "ours", "raw", "picows"


@frozen(kw_only=True)
class Load:
    """What listeners do: how many there are, what they want, and how many stop reading."""

    listeners: int = LISTENERS
    stalled: int = 0
    seconds: int = SECONDS
    assets: list[str]
    pause_seconds: float


@frozen(kw_only=True)
class Heard:
    """What they heard, and what the server took for it."""

    texts: int
    p99_ms: float
    usage: Usage


def measure_fanout(run: Run) -> None:
    tool = compiled()
    if tool is None:
        run.report.say("there is no C compiler here: no fan-out was measured")
        return
    told: dict[str, list[float]] = {}
    unlimited = Load(assets=ONE, pause_seconds=AT_ONCE)
    for _ in range(ROUNDS):
        for name in (OURS, RAW, PICOWS):
            heard = listened(run, tool, name, unlimited, "fan-out")
            told.setdefault(name, []).append(heard.usage.cpu_seconds / heard.texts)
    cost = {name: sorted(found)[len(found) // 2] for name, found in told.items()}
    run.report.goals += [
        Goal(name="a text: ours / raw ASGI", measured=ratio(cost[OURS], cost[RAW]), limit=1 / 0.7),
        Goal(
            name="a text: ours / picows", measured=ratio(cost[OURS], cost[PICOWS]), limit=1 / 0.35
        ),
    ]
    measure_stalled(run, tool)
    measure_memory(run, tool)


def measure_stalled(run: Run, tool: Path) -> None:
    """Have one listener of some hundred prices stop reading, and see what others wait."""
    waited: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(ROUNDS):  # in turn: whatever else the machine does slows both alike
        for stalled, found in waited.items():
            load = Load(
                listeners=200,
                stalled=stalled,
                seconds=STALLED_SECONDS,
                assets=MANY_ASSETS,
                pause_seconds=TEN_A_SECOND,
            )
            found.append(listened(run, tool, OURS, load, f"with {stalled} stalled").p99_ms)
    measured = ratio(min(waited[1]), min(waited[0]))
    goal = Goal(name="p99 of others with one stalled", measured=measured, limit=1.5)
    run.report.goals.append(goal)


def measure_memory(run: Run, tool: Path) -> None:
    load = Load(listeners=MANY, assets=ONE, pause_seconds=EVERY_TWO_SECONDS, seconds=SECONDS)
    heard = listened(run, tool, OURS, load, "memory")
    goal = Goal(name="10,000 listeners", measured=heard.usage.peak_mb, limit=600, unit="MB")
    run.report.goals.append(goal)


def compiled() -> Path | None:
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    tool = WORK.resolve() / "wsload"
    subprocess.run([compiler, "-O2", "-o", str(tool), str(HERE / "wsload.c")], check=True)
    return tool


def listened(run: Run, tool: Path, name: str, load: Load, label: str) -> Heard:
    port = free_port()
    wish = {"op": "subscribe", "topic": "quotes", "assets": load.assets, "currency": "USD"}
    words = (port, "/api/v1/stream", load.listeners, load.stalled, load.seconds, json.dumps(wish))
    with serving(name, port, load) as server:
        listening = subprocess.Popen(
            [str(tool), *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if listening.stderr is None or listening.stderr.readline() != "connected\n":
            raise subprocess.CalledProcessError(1, "wsload")
        server.send_signal(signal.SIGUSR1)
        before = cpu_seconds(server.pid)
        said, complaint = listening.communicate()
        if listening.returncode:
            raise subprocess.CalledProcessError(listening.returncode, "wsload", said, complaint)
        found = json.loads(said)
        usage = Usage(
            code=0,
            wall_seconds=found["seconds"],
            cpu_seconds=cpu_seconds(server.pid) - before,
            peak_mb=resident_mb(server.pid),
        )
    run.report.add(Figure(name=f"{label}: {name}", rows=found["texts"], usage=usage))
    return Heard(texts=found["texts"], p99_ms=found["p99_ms"], usage=usage)


@contextmanager
def serving(name: str, port: int, load: Load) -> Iterator[subprocess.Popen[bytes]]:
    folder = WORK.resolve() / "fanout"
    shutil.rmtree(folder, ignore_errors=True)
    plugin = folder / "bench_prices-1.dist-info"
    plugin.mkdir(parents=True)
    (plugin / "METADATA").write_text("Metadata-Version: 2.1\nName: bench-prices\nVersion: 1\n")
    (plugin / "entry_points.txt").write_text(
        "[cryptotracker.price_sources]\nmoments = bench.moments:Moments\n"
    )
    environment = surroundings() | {
        "PYTHONPATH": str(folder),
        "CRYPTOTRACKER_DATA_DIR": str(folder / "data"),
        "CRYPTOTRACKER_PRICE_SOURCES": "moments",
        "CRYPTOTRACKER_LOG_LEVEL": "error",
    }
    words = [name, str(port), str(load.pause_seconds)]
    command = [sys.executable, "-m", "bench.fanout_servers", *words]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
