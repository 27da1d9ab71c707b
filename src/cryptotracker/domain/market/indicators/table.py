"""Every indicator there is, and how somebody asks for one.

To add an indicator: a definition in the module it belongs to, and a recipe in the adapter.

>>> ask("macd:12,26,9").columns
('macd_12_26_9_macd', 'macd_12_26_9_signal', 'macd_12_26_9_histogram')
>>> ask("rsi").columns
('rsi_14',)
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Final

from cryptotracker.domain.market.indicators.averages import AVERAGES
from cryptotracker.domain.market.indicators.definition import Asked, Indicator, Number
from cryptotracker.domain.market.indicators.momentum import MOMENTUM
from cryptotracker.domain.market.indicators.trend import TREND
from cryptotracker.domain.market.indicators.volatility import VOLATILITY

INDICATORS: Final[Mapping[str, Indicator]] = {
    each.name: each for each in (*AVERAGES, *MOMENTUM, *TREND, *VOLATILITY)
}
NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)


def ask(text: str) -> Asked:
    """Read `name`, or `name:value,value…`; a value that is not given is the default.

    Raises ValueError saying what is wrong.
    """
    name, _, given = text.partition(":")
    if name not in INDICATORS:
        message = f"there is no indicator {name!r}; there are {', '.join(sorted(INDICATORS))}"
        raise ValueError(message)
    indicator = INDICATORS[name]
    values: list[Number] = [read(each) for each in given.split(",")] if given else []
    names = [parameter.name for parameter in indicator.parameters]
    if len(values) > len(names):
        known = f"{name} takes " + (", ".join(names) or "no values")
        message = f"{known}; {len(values)} values were given"
        raise ValueError(message)
    values += [parameter.default for parameter in indicator.parameters[len(values) :]]
    asked = Asked(indicator, tuple(values))
    if fault := fault_of(asked):
        raise ValueError(fault)
    return asked


def read(text: str) -> Number:
    if NUMBER.fullmatch(text) is None:
        message = f"{text!r} is no number"
        raise ValueError(message)
    return Decimal(text)


def fault_of(asked: Asked) -> str:
    """Say why the values will not do."""
    pairs = zip(asked.indicator.parameters, asked.values, strict=True)
    faults = [fault for parameter, value in pairs if (fault := parameter.fault(value))]
    by_name = asked.by_name
    for lower, upper in pairwise(asked.indicator.rising):
        if by_name[lower] >= by_name[upper]:
            faults.append(f"{lower} must be below {upper}")
    return "; ".join(faults)
