"""Wire the calculators: file readers and nothing else, so that they start in no time."""

from collections.abc import Mapping
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
from cryptotracker.ports.formats import FileFormats

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


def calculators(formats: FileFormats | None = None) -> Calculators:
    formats = formats or Formats()
    read = ReadMaterial(formats=formats, inputs=CsvInputs())
    return Calculators(
        formats=formats,
        read=read,
        gains=CalculateGains(read=read),
        holdings=CalculateHoldings(read=read),
        convert=ConvertFiles(formats=formats),
    )
