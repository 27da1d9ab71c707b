"""The steps an indicator is computed in: functions of TA-Lib, and what stands between them.

A step takes columns in pieces, as the candles come, and gives the piece of its own columns that
belongs to them. What is missing is NaN, and is so at the beginning only.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import talib
from attrs import define, field, frozen
from numpy.typing import NDArray

from cryptotracker.domain.market.indicators.definition import Number

Column: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = Sequence[Column]
Arithmetic: TypeAlias = Callable[..., Any]


class Node(Protocol):
    """A step under way."""

    def add(self, columns: Columns) -> Columns: ...


@define
class TalibNode:
    """A function of TA-Lib, carried forward from candle to candle.

    TA-Lib goes on from an opened handle at the price of one candle, and promises the very figures
    that its function gives for the whole series. Until there are enough candles for a handle they
    are kept, and the function is asked.
    """

    _function: str
    _settings: Sequence[float]
    _handle: Any = None
    _early: Columns = ()

    def add(self, columns: Columns) -> Columns:
        if self._handle is not None:
            return self._on(columns)
        count = len(columns[0])
        before = self._early or [np.empty(0)] * len(columns)
        self._early = [np.concatenate(pair) for pair in zip(before, columns, strict=True)]
        return [column[-count:] for column in self._opened(self._early)]

    def _opened(self, columns: Columns) -> Columns:
        if any(np.isnan(column).all() for column in columns):
            return (np.full(len(columns[0]), np.nan),)
        found = listed(getattr(talib, self._function)(*columns, *self._settings))
        # A handle is not tried too early: of a few candles some take no notice of their own ends.
        if not np.isnan(found[0][-1]):
            self._handle = getattr(talib.stream, self._function)(*columns, *self._settings)
            self._early = ()
        return found

    def _on(self, columns: Columns) -> Columns:
        rows = [self._handle.update(*row) for row in zip(*columns, strict=True)]
        return [
            np.array(column, dtype=np.float64) for column in zip(*map(listed, rows), strict=True)
        ]


def listed(found: Any) -> Sequence[Any]:
    return found if isinstance(found, tuple) else (found,)


@frozen
class ArithmeticNode:
    """A calculation on each candle by itself."""

    _calculation: Arithmetic
    _settings: Sequence[float]

    def add(self, columns: Columns) -> Columns:
        return (self._calculation(*columns, *self._settings),)


@define
class LateNode:
    """A column as it was some candles before."""

    _by: int
    _kept: Column = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._kept = np.full(self._by, np.nan)

    def add(self, columns: Columns) -> Columns:
        (column,) = columns
        known = np.concatenate([self._kept, column])
        self._kept = known[len(column) :]
        return (known[: len(column)],)


@frozen
class Step:
    """One line of a recipe: `to` are the columns it gives, `of` those it takes.

    Attributes:
        by: the name of a function of TA-Lib, or a calculation.
        settings: parameters of the indicator by their names, or numbers.
    """

    to: Sequence[str]
    by: str | Arithmetic
    of: Sequence[str]
    settings: Sequence[str | int]

    def node(self, values: Mapping[str, Number]) -> Node:
        found = [whole(values[each]) if isinstance(each, str) else each for each in self.settings]
        if self.by is late:
            return LateNode(int(found[0]))
        if callable(self.by):
            return ArithmeticNode(self.by, found)
        return TalibNode(self.by, found)


def use(to: str, by: str | Arithmetic, of: str, *settings: str | int) -> Step:
    """Write a step; the names of several columns stand between blanks."""
    return Step(to.split() or [""], by, of.split(), settings)


def whole(value: Number) -> float:
    """Give a parameter as TA-Lib takes it: a count as a whole number."""
    return int(value) if value == int(value) else float(value)


def late(column: Column, by: float) -> Column:
    """Stand in a recipe for a column as it was some candles before."""
    raise AssertionError((column, by))
