"""Run the benchmarks: `python -m bench`, or `make bench`. README.md here says what they show."""

import argparse
import sys
from collections.abc import Callable

from rich.console import Console

from bench.candles import measure_candles
from bench.cost_basis import measure_cost_basis, measure_startup
from bench.fanout import measure_fanout
from bench.imports import measure_imports
from bench.memory import measure_memory
from bench.platform import measure_platform
from bench.report import Report
from bench.run import OUTPUT, PROGRAM, WORK, Run
from bench.series import measure_series
from bench.serving import measure_serving

SECTIONS: dict[str, Callable[[Run], None]] = {
    "startup": measure_startup,
    "costbasis": measure_cost_basis,
    "imports": measure_imports,
    "memory": measure_memory,
    "serving": measure_serving,
    "platform": measure_platform,
    "fanout": measure_fanout,
    "candles": measure_candles,
    "series": measure_series,
}
QUICK = 10**4
MISSED, REACHED = 1, 0
WIDTH = 110  # of a table in a file or a pipe


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing; run: make setup")
    report = Report(Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False))
    run = Run(
        report=report,
        most_rows=min(asked.max_n, QUICK) if asked.quick else asked.max_n,
        with_peers=not asked.quick,
        gigabyte=asked.gigabyte,
    )
    WORK.mkdir(parents=True, exist_ok=True)
    try:
        for name in asked.only or SECTIONS:
            report.console.print(name, style="bold")
            SECTIONS[name](run)
    finally:
        OUTPUT.unlink(missing_ok=True)  # the gains of 10^6 events are 400 MB
        report.show()
        report.save(WORK / "figures.json")
    return MISSED if report.missed else REACHED


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Measure what must stay fast.")
    parser.add_argument("--quick", action="store_true", help="up to 10,000 rows, no peers")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="may be repeated")
    parser.add_argument("--max-n", type=int, default=10**6, help="rows of the largest history")
    parser.add_argument(
        "--gigabyte", action="store_true", help="measure memory on a file of 1 GB, not 100 MB"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
