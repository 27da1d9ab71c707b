"""Compute indicators beside their candles."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from cryptotracker.application.calculators import rejected
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.definition import Asked
from cryptotracker.domain.market.indicators.table import ask
from cryptotracker.domain.portfolio.issues import Issue
from cryptotracker.ports.formats import Rejection
from cryptotracker.ports.indicators import Indicators, Row
from cryptotracker.ports.inputs import Inputs


@frozen(kw_only=True)
class Table:
    """Candles, the oldest first, and beside each the values of the indicators asked for."""

    candles: Sequence[Candle]
    columns: Sequence[str]
    rows: Sequence[Row]
    issues: Sequence[Issue] = ()


@frozen
class ComputeIndicators:
    """Compute what was asked for; what computes is loaded when it is first wanted."""

    indicators: Callable[[], Indicators]

    def __call__(self, candles: Sequence[Candle], asked: Sequence[Asked], first: int = 0) -> Table:
        """Compute on all candles, and give the rows from the first wanted one on.

        What depends on all candles alike begins with that one.
        """
        found = [self._beside(candles, each, first) for each in asked]
        return Table(
            candles=candles[first:],
            columns=[column for each in asked for column in each.columns],
            rows=[
                tuple(value for row in beside for value in row)
                for beside in zip(*found, strict=True)
            ],
        )

    def _beside(self, candles: Sequence[Candle], asked: Asked, first: int) -> Sequence[Row]:
        following = self.indicators().follow(asked)
        if asked.indicator.memory == "whole":
            return following.add(candles[first:])
        return following.add(candles)[first:]


@frozen(kw_only=True)
class CalculateIndicators:
    """Read a file of candles and compute indicators; a row that cannot be read becomes an issue."""

    inputs: Inputs
    compute: ComputeIndicators

    def __call__(self, path: Path, wanted: Sequence[str]) -> Table:
        asked = asked_for(wanted)
        issues: list[Issue] = []
        candles = sorted(self._read(path, issues), key=lambda each: each.start)
        table = self.compute(candles, asked)
        return Table(candles=candles, columns=table.columns, rows=table.rows, issues=issues)

    def _read(self, path: Path, issues: list[Issue]) -> Iterator[Candle]:
        """Give the candles; of several for one moment the first."""
        known = set()
        for each in self.inputs.candles(path):
            if isinstance(each, Rejection):
                issues.append(rejected(each))
            elif each.start in known:
                issues.append(given_twice(path, each))
            else:
                known.add(each.start)
                yield each


def asked_for(wanted: Sequence[str]) -> Sequence[Asked]:
    """Read what indicators somebody asks for, each once; or raise InvalidValueError."""
    return list({asked.name: asked for asked in map(read, wanted)}.values())


def read(text: str) -> Asked:
    try:
        return ask(text)
    except ValueError as error:
        raise InvalidValueError(column="with", value=text, reason=str(error)) from error


def given_twice(path: Path, candle: Candle) -> Issue:
    message = f"{path} has more than one candle for {candle.start.isoformat()}; the first counts."
    return Issue(code="duplicate", message=message)
