"""What an indicator is: its parameters, its columns, and exactly how they come about.

Indicators are statistics of prices, not money: they are binary floating point, as everybody's are
who publishes a table of them, and no amount is ever computed from one.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from cryptotracker.domain import numbers

Number: TypeAlias = int | Decimal
Formula: TypeAlias = tuple[str | int, ...]
"""A sum of parameters and numbers."""
Memory: TypeAlias = Literal["window", "fading", "whole"]
Unit: TypeAlias = Literal["price", "percent", "volume", "number", "direction"]

SETTLING: Final = 30
"""After so many of its longest periods nobody sees any more where a fading indicator began."""


@frozen(kw_only=True)
class Parameter:
    """A number that somebody may choose.

    Attributes:
        whole: whether it counts candles.
        silent: left out of the names of columns while it is what it is by default.
    """

    name: str
    default: Number
    low: Number = 2
    high: Number = 500
    whole: bool = True
    silent: bool = False

    def fault(self, value: Number) -> str:
        """Say why a value will not do."""
        if self.whole and value != int(value):
            return f"{self.name} must be a whole number"
        if not self.low <= value <= self.high:
            return f"{self.name} must be from {plain(self.low)} to {plain(self.high)}"
        return ""


@frozen(kw_only=True)
class Output:
    """A column of an indicator.

    Attributes:
        name: empty of the only one.
        warm_up: so many candles come before the first value.
    """

    name: str = ""
    unit: Unit
    warm_up: Formula

    def first(self, values: Mapping[str, Number]) -> int:
        """Count the candles before the first value."""
        return int(sum(values[each] if isinstance(each, str) else each for each in self.warm_up))


@frozen(kw_only=True)
class Indicator:
    """One indicator.

    Attributes:
        inputs: the figures of a candle that it needs; one that lacks any of them has no value, and
            the candle after it is counted as the first.
        memory: whether a value depends on a window of candles, on all of them with weights that
            fade, or on all alike.
        rising: parameters of which none may be above the next; the first has to be below it.
        undefined: when it has no value though there are enough candles.
        source: where this very definition is published.
    """

    name: str
    title: str
    parameters: Sequence[Parameter] = ()
    outputs: Sequence[Output]
    inputs: Sequence[str] = ("close",)
    memory: Memory = "window"
    rising: Sequence[str] = ()
    definition: str
    seeding: str
    undefined: str = ""
    source: str


@frozen
class Asked:
    """An indicator with a value for each of its parameters."""

    indicator: Indicator
    values: tuple[Number, ...] = field()

    @property
    def by_name(self) -> Mapping[str, Number]:
        pairs = zip(self.indicator.parameters, self.values, strict=True)
        return {parameter.name: value for parameter, value in pairs}

    @property
    def name(self) -> str:
        """Name it as its columns begin, as `macd_12_26_9`."""
        pairs = zip(self.indicator.parameters, self.values, strict=True)
        told = [
            plain(value)
            for parameter, value in pairs
            if not (parameter.silent and value == parameter.default)
        ]
        return "_".join((self.indicator.name, *told))

    @property
    def columns(self) -> Sequence[str]:
        """Name the columns, as `macd_12_26_9_signal`."""
        outputs = self.indicator.outputs
        return tuple("_".join(filter(None, (self.name, each.name))) for each in outputs)

    @property
    def run_in(self) -> int:
        """Count the candles before the first wanted one that its value depends on.

        What depends on all alike begins with the first wanted one.
        """
        values = self.by_name
        last = max(output.first(values) for output in self.indicator.outputs)
        longest = int(max([1, *(each for each in values.values())]))
        return {"window": last, "fading": last + SETTLING * longest, "whole": 0}[
            self.indicator.memory
        ]


def plain(value: Number) -> str:
    """Write a parameter as people do.

    >>> plain(20), plain(Decimal("2.50"))
    ('20', '2.5')
    """
    return numbers.plain(Decimal(value))
