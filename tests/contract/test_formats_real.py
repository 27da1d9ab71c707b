"""Real export files, and what other programs made of them, if the shared cases stand beside us."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.domain.errors import UnknownFormatError
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.ports.formats import Rejection

REAL = Path(__file__).parents[3] / "shared" / "cases" / "csv"
TOKENS = {
    "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48": "USDC",
    "eip155:1/erc20:0x1f9840a85d5aF5bf1D1762F925BDADdC4201F984": "UNI",
    "eip155:1/erc20:0x6B175474E89094C44Da98b954EedeAC495271d0F": "DAI",
    "eip155:1/erc20:0xdAC17F958D2ee523a2206206994597C13D831ec7": "USDT",
}

Movement = tuple[int, str, str, Decimal]


def movements(event: Transaction) -> list[Movement]:
    """Say a transaction in the words of the recorded expectations."""
    stamp = int(event.time.timestamp()) * 1000
    legs: list[tuple[str, Amount | None]] = [("SPEND", event.sent), ("RECEIVE", event.received)]
    legs += [("FEE", fee) for fee in event.fees]
    return [
        (stamp, side, TOKENS.get(leg.asset, leg.asset), leg.quantity) for side, leg in legs if leg
    ]


def expected(path: Path) -> Counter[Movement]:
    records = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))["records"]
    return Counter(
        (each["timestamp"], each["event_subtype"], each["asset"], Decimal(each["amount"]))
        for each in records
        # The other program makes a trade for nothing of what was received as a present.
        if (each["asset"], each["amount"]) != ("USD", "0")
    )


FOUND = sorted(REAL.glob("*.csv"))
KNOWN = [
    path
    for path in FOUND
    if path.name
    in {
        "shared_rotki_bitstamp.csv",
        "shared_rotki_cointracking_trades_list.csv",
        "shared_rotki_rotki_generic_trades.csv",
    }
]
UNKNOWN = [
    path for path in FOUND if path not in KNOWN and path.name != "shared_bittytax_example.csv"
]


class TestRealFiles:
    __test__ = REAL.is_dir()  # they are not published with ours

    @pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.stem)
    def test_all_that_another_program_finds_in_a_real_file_is_found(self, path: Path) -> None:
        outcomes = list(Formats().read(path, time_zone="UTC"))

        found: Counter[Movement] = Counter()
        for outcome in outcomes:
            assert isinstance(outcome, Transaction)
            found.update(movements(outcome))

        # That program keeps one of two equal trades, which are fills of one order; we keep both.
        assert expected(path) - found == Counter()

    @pytest.mark.parametrize("path", UNKNOWN, ids=lambda path: path.stem)
    def test_a_real_file_of_no_known_format_is_refused_by_its_header(self, path: Path) -> None:
        with pytest.raises(UnknownFormatError) as caught:
            Formats().read(path)

        assert caught.value.header

    @pytest.mark.parametrize(
        "path", [path for path in FOUND if "bittytax" in path.name], ids=lambda path: path.stem
    )
    def test_sixty_real_records_are_read_without_a_rejection(self, path: Path) -> None:
        outcomes = list(Formats().read(path))

        assert not [each for each in outcomes if isinstance(each, Rejection)]
        assert len(outcomes) == 60
