"""Messages that exchanges really sent, if the shared cases stand beside us: only trades are heard.

Their licence keeps them out of our tree. Most are of channels that nobody here asks for, or of
another version of the stream: none of those may become a price.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from cryptotracker.adapters.prices.exchanges import binance, bybit, coinbase, kraken
from cryptotracker.adapters.prices.exchanges.venue import EVERYTHING_WRONG, Said

FILE: Final = Path(__file__).parents[3] / "shared" / "cases" / "shared_market_data.json"
RECORDED: Final = json.loads(FILE.read_bytes())["cases"] if FILE.is_file() else []
CASES: Final = {each["id"]: each for each in RECORDED if each.get("kind")}
VENUES: Final = {
    each.PLUGIN.venue.name: each.PLUGIN.venue for each in (binance, bybit, coinbase, kraken)
}
TRADES: Final = {
    "binance-trade": [Said("BTCUSDT", "0.001", "100", Decimal("123456.785"))],
}
MESSAGES: Final = [name for name, case in CASES.items() if case["kind"] == "websocket"]
ANSWERS: Final = [name for name, case in CASES.items() if case["kind"] == "rest"]


def sent(name: str) -> Any:
    """Read a message as the streams do: every number exactly."""
    text = json.dumps(CASES[name]["response"])
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


class TestRecordedMessages:
    __test__ = bool(CASES)

    @pytest.mark.parametrize("name", MESSAGES)
    def test_a_trade_is_heard_and_nothing_else_is_taken_for_one(self, name: str) -> None:
        venue = VENUES[CASES[name]["provider"]]

        try:
            heard = list(venue.heard(sent(name)))
        except EVERYTHING_WRONG:
            heard = []  # it is reported as unreadable, and ends nothing

        assert heard == TRADES.get(name, [])

    @pytest.mark.parametrize("name", ANSWERS)
    def test_an_answer_to_another_question_makes_no_candles(self, name: str) -> None:
        venue = VENUES[CASES[name]["provider"]]

        with pytest.raises(EVERYTHING_WRONG):
            venue.bars.read(sent(name))
