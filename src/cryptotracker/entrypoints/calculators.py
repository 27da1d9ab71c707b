"""Wire the calculators: file readers and nothing else, so that they start in no time."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Final

from attrs import frozen

from cryptotracker.adapters.formats.ledger.writing import csv_lines, json_lines
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.inputs.csv import CsvInputs
from cryptotracker.application.calculators import (
    CalculateGains,
    CalculateHoldings,
    ReadMaterial,
)
from cryptotracker.application.conversion import ConvertFiles, LedgerWriter
from cryptotracker.application.indicators import CalculateIndicators, ComputeIndicators
from cryptotracker.application.performance import CalculatePerformance
from cryptotracker.application.returns import CalculateReturns
from cryptotracker.ports.formats import FileFormats
from cryptotracker.ports.indicators import Indicators
from cryptotracker.ports.valuing import Valuing

WRITERS: Final[Mapping[str, LedgerWriter]] = {
    "ledger-csv": csv_lines,
    "ledger-jsonl": lambda transactions, **_: json_lines(transactions),
}


@frozen(kw_only=True)
class Calculators:
    """Every calculation that needs files alone."""

    formats: FileFormats
    read: ReadMaterial
    gains: CalculateGains
    holdings: CalculateHoldings
    convert: ConvertFiles
    indicators: CalculateIndicators
    returns: CalculateReturns
    performance: CalculatePerformance


@cache
def load_indicators() -> Indicators:
    """Load TA-Lib and numpy, only when somebody wants an indicator: a third of a second."""
    found: Indicators
    found = import_module("cryptotracker.adapters.indicators.computing").TalibIndicators()
    return found


@cache
def load_valuing() -> Valuing:
    """Load numpy, only when somebody wants to see a portfolio along time."""
    found: Valuing = import_module("cryptotracker.adapters.valuing.sums").NumpyValuing()
    return found


def calculators(formats: FileFormats | None = None) -> Calculators:
    formats = formats or Formats()
    inputs = CsvInputs()
    read = ReadMaterial(formats=formats, inputs=inputs)
    return Calculators(
        formats=formats,
        read=read,
        gains=CalculateGains(read=read),
        holdings=CalculateHoldings(read=read),
        convert=ConvertFiles(formats=formats),
        indicators=CalculateIndicators(inputs=inputs, compute=ComputeIndicators(load_indicators)),
        returns=CalculateReturns(inputs=inputs),
        performance=CalculatePerformance(read=read, valuing=load_valuing),
    )
