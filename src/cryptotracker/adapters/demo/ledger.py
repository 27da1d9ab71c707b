"""The demonstration's ledger: files as anybody would import them, one for each place.

Three years of one person's dealings, made up by tools/demo.py from the simulated market. One
deposit of Bitcoin comes from an exchange that is not in the ledger, so what it cost is unknown.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

from cryptotracker.domain.market.assets import Currency

CURRENCY: Final = Currency("USD")
"""What the demonstration counts in."""


def demo_files() -> list[Path]:
    """Return the files in the order of their names."""
    folder = files(__package__).joinpath("files")
    return sorted(Path(str(file)) for file in folder.iterdir() if file.name.endswith(".csv"))
