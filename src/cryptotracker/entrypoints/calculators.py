"""Wire the calculators: file readers and nothing else, so that they start in no time."""

from attrs import frozen

from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.inputs.csv import CsvInputs
from cryptotracker.application.calculators import (
    CalculateGains,
    CalculateHoldings,
    ReadMaterial,
)
from cryptotracker.ports.formats import FileFormats


@frozen(kw_only=True)
class Calculators:
    """Every calculation that needs files alone."""

    formats: FileFormats
    read: ReadMaterial
    gains: CalculateGains
    holdings: CalculateHoldings


def calculators(formats: FileFormats | None = None) -> Calculators:
    formats = formats or Formats()
    read = ReadMaterial(formats=formats, inputs=CsvInputs())
    return Calculators(
        formats=formats,
        read=read,
        gains=CalculateGains(read=read),
        holdings=CalculateHoldings(read=read),
    )
