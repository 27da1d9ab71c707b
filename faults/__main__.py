"""Run the fault programme: `python -m faults`, or `make faults`. README.md here says what it is."""

import argparse
import secrets
import sys
from collections.abc import Mapping
from typing import Final

from rich.console import Console

from faults import database, disk, embedded, freezing, network, retries, sharing, waiting, workers
from faults.rounds import WORK, Fault, Scale, anew, play

FAULTS: Final[Mapping[str, Fault]] = {
    "F1": Fault(title="PostgreSQL is killed", rounds=30, short=1, stage=database.killing),
    "F2": Fault(title="Redis is killed", rounds=30, short=1, stage=sharing.killing),
    "F3": Fault(title="PostgreSQL, Redis stand still", rounds=10, short=2, stage=freezing.freezing),
    "F4": Fault(
        title="workers are killed, another sleeps", rounds=50, short=1, stage=workers.losing
    ),
    "F5": Fault(title="the server is killed in POSTs", rounds=50, short=1, stage=retries.killing),
    "F6": Fault(title="ways to the servers are spoilt", rounds=1, short=1, stage=network.spoiling),
    "F8": Fault(title="the disk is full", rounds=5, short=0, stage=anew(disk.full)),
    "F13": Fault(title="hundreds keep it waiting", rounds=1, short=1, stage=anew(waiting.slow)),
    "F16": Fault(title="SQLite, killed in between", rounds=50, short=2, stage=embedded.killing),
}
WHOLE, SHORT = Scale(rows=100_000, seconds=30), Scale(rows=10_000, seconds=1, slack=2)


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    console, broken = Console(highlight=False, soft_wrap=True), 0
    console.print(f"seed {asked.seed}")
    for name in asked.only or FAULTS:
        fault = FAULTS[name]
        console.print(f"{name}: {fault.title}", style="bold")
        rounds = asked.rounds or (fault.short if asked.short else fault.rounds)
        scale = SHORT if asked.short else WHOLE
        broken += play(name, fault, rounds=rounds, seed=asked.seed, scale=scale, console=console)
    console.print(f"{broken} rounds broke a promise", style="red" if broken else "green")
    return min(broken, 1)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="faults", description="Break things and see what holds.")
    parser.add_argument("--short", action="store_true", help="a round or two of each, small files")
    parser.add_argument("--only", action="append", choices=FAULTS, help="may be repeated")
    parser.add_argument("--rounds", type=int, help="instead of as many as each has")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run")
    return parser


if __name__ == "__main__":
    WORK.mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
