"""What a run of the benchmarks was asked to do, and the commands of ours that it measures."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from bench.process import CommandFailedError, Usage, measure
from bench.report import Figure, Report, labelled

BUILD = Path(".build")
WORK = BUILD / "bench"
OUTPUT = WORK / "answer.out"
PROGRAM = Path(sys.executable).parent / "cryptotracker"


@frozen(kw_only=True)
class Run:
    """One run: its limits, and the report it fills."""

    report: Report
    most_rows: int = 10**6
    with_peers: bool = True
    gigabyte: bool = False

    def ours(
        self,
        name: str,
        arguments: Sequence[str | Path],
        *,
        of: tuple[str, int] = ("", 0),
        times: int = 1,
        environment: Mapping[str, str] | None = None,
    ) -> Usage | None:
        """Measure a command of ours; one that fails is said and has no figure."""
        try:
            usage = measure(
                [PROGRAM, *arguments],
                output=OUTPUT.resolve(),
                environment=environment,
                times=times,
            )
        except CommandFailedError as failure:
            self.report.say(f"{labelled(name, *of)}: {failure}")
            return None
        self.report.add(Figure(name=name, shape=of[0], rows=of[1], usage=usage))
        return usage
