"""Measure the way from a ledger file to its gains as JSON, and what others take for the same."""

import json
from decimal import Decimal

from bench import peers
from bench.histories import SHAPES
from bench.ledgers import ledger
from bench.process import CommandFailedError
from bench.report import Figure, Goal, Report, ratio
from bench.run import BUILD, OUTPUT, WORK, Run

METHODS = ("fifo", "lifo", "hifo", "average")
COUNTS = (10**3, 10**4, 10**5, 10**6)
REPEATED_UP_TO = 10**5  # of three runs the median counts; longer ones are steady enough
CPU_GOALS = (
    # peer, history, our CPU time as a part of the peer's
    ("rp2", "mixed", 10**4, 1 / 25),
    ("beancount", "mixed", 10**5, 1 / 8),
    ("beancount", "ladder", 10**4, 1 / 20),
    ("hledger", "mixed", 10**5, 1.0),
)

# What rotki's accounting makes of the same 10,000 mixed events, to the decimals it prints.
AGREED_GAINS = {
    "fifo": "224178.5245",
    "lifo": "292134.2409",
    "hifo": "172470.9321",
    "average": "226196.9327",
}


def measure_startup(run: Run) -> None:
    usage = run.ours("help", ["--help"], times=5)
    seconds = None if usage is None else usage.cpu_seconds
    run.report.goals.append(
        Goal(name="start-up of the command line, CPU", measured=seconds, limit=0.3, unit="s")
    )


def measure_cost_basis(run: Run) -> None:
    if run.with_peers:
        for name in peers.PEERS:
            measure_peer(run, name)
    for shape in SHAPES:
        for count in (each for each in COUNTS if each <= run.most_rows):
            for method in METHODS:
                measure_gains(run, method, shape, count)
    run.report.goals += [*peer_goals(run.report), *growth_goals(run.report)]


def measure_gains(run: Run, method: str, shape: str, count: int) -> None:
    options = f"--method {method} --scope universal --currency USD --format json".split()
    usage = run.ours(
        f"gains {method}",
        ["gains", ledger(shape, count, WORK), *options],
        of=(shape, count),
        times=3 if count <= REPEATED_UP_TO else 1,
    )
    if usage and (shape, count) == ("mixed", 10**4):
        run.report.goals.append(agreement(method, json.loads(OUTPUT.read_bytes())))


def agreement(method: str, document: dict[str, dict[str, str]]) -> Goal:
    """Hold the figures against another program's: the fast way to a wrong one is no use."""
    gain = Decimal(document["totals"]["gain"])
    difference = abs(gain - Decimal(AGREED_GAINS[method]))
    name = f"gain of {method}, mixed 10,000, beside rotki's"
    return Goal(name=name, measured=float(difference), limit=0.00005, unit="USD")


def measure_peer(run: Run, name: str) -> None:
    program = peers.find(name, BUILD)
    if program is None:
        run.report.say(f"{name} cannot be installed here, so nothing is compared with it")
        return
    for shape, count in peers.PEERS[name].histories:
        if count > run.most_rows:
            continue
        try:
            usage = peers.run(name, program, shape, count, WORK / "peers")
        except CommandFailedError as failure:
            run.report.say(f"{name} {shape} {count}: {failure}")
            continue
        run.report.add(Figure(name=name, shape=shape, rows=count, usage=usage))


def peer_goals(report: Report) -> list[Goal]:
    goals = []
    for peer, shape, count, limit in CPU_GOALS:
        measured = compared(
            report, "cpu_seconds", ("gains fifo", shape, count), (peer, shape, count)
        )
        name = f"CPU of gains / {peer}, {shape} {count:,}"
        goals.append(Goal(name=name, measured=measured, limit=limit))
    ours, theirs = ("gains fifo", "mixed", 10**4), ("rp2", "mixed", 10**4)
    measured = compared(report, "peak_mb", ours, theirs)
    name = "peak memory of gains / rp2, mixed 10,000"
    return [*goals, Goal(name=name, measured=measured, limit=1 / 10)]


def growth_goals(report: Report) -> list[Goal]:
    """Ten times as many lots may take little more than ten times as long."""
    goals = []
    for method in METHODS:
        large, small = ((f"gains {method}", "ladder", count) for count in (10**6, 10**5))
        measured = compared(report, "cpu_seconds", large, small)
        name = f"CPU of gains {method}, ladder 1,000,000 / 100,000"
        goals.append(Goal(name=name, measured=measured, limit=12))
    return goals


def compared(
    report: Report, what: str, one: tuple[str, str, int], other: tuple[str, str, int]
) -> float | None:
    return ratio(report.taken(what, *one), report.taken(what, *other))
