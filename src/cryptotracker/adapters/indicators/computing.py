"""Indicators computed by TA-Lib; it and numpy take a third of a second to load."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import numpy as np
from attrs import Factory, define, field, frozen

from cryptotracker.adapters.indicators.recipes import RECIPES
from cryptotracker.adapters.indicators.steps import Column, Node, Step
from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.indicators.definition import Asked
from cryptotracker.ports.indicators import Following, Indicators, Row

DIGITS: Final = ".12g"
"""So many digits of a value stand. The next ones differ between processors."""


@frozen
class TalibIndicators(Indicators):
    def follow(self, asked: Asked) -> "TalibFollowing":
        return TalibFollowing(asked)


@define
class TalibFollowing(Following):
    _asked: Asked
    _nodes: Sequence[tuple[Step, Node]] = field(
        init=False, default=Factory(lambda self: self._begun(), takes_self=True)
    )

    def add(self, candles: Sequence[Candle]) -> Sequence[Row]:
        nothing: Row = (None,) * len(self._asked.columns)
        rows: list[Row] = []
        for whole, run in groupby(candles, key=self._is_whole):
            if whole:
                rows += self._run(list(run))
            else:
                rows += [nothing for _ in run]
                self._nodes = self._begun()
        return rows

    def _begun(self) -> Sequence[tuple[Step, Node]]:
        values = self._asked.by_name
        return [(step, step.node(values)) for step in RECIPES[self._asked.indicator.name]]

    def _is_whole(self, candle: Candle) -> bool:
        return all(getattr(candle, name) is not None for name in self._asked.indicator.inputs)

    def _run(self, candles: Sequence[Candle]) -> Iterator[Row]:
        names = self._asked.indicator.inputs
        columns = {
            name: np.array([float(getattr(each, name)) for each in candles]) for name in names
        }
        for step, node in self._nodes:
            found = node.add([columns[name] for name in step.of])
            columns |= dict(zip(step.to, found, strict=True))
        outputs = [columns[output.name] for output in self._asked.indicator.outputs]
        return zip(*map(said, outputs), strict=True)


def said(column: Column) -> list[float | None]:
    """Round values to the digits that stand; what is not a number is none."""
    return [float(format(each, DIGITS)) if np.isfinite(each) else None for each in column.tolist()]
