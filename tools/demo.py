"""Write the ledger of the demonstration: three years of one person's dealings at five places.

    python tools/demo.py

What happened once stands in demo_plan.txt, what happens regularly below; prices are those of the
simulated market, so cost, value and chart agree. The same files come out every time.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from hashlib import sha256
from pathlib import Path

from attrs import field, frozen

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.numbers import plain

PLAN = Path(__file__).with_name("demo_plan.txt")
FILES = Path(__file__).parents[1] / "src/cryptotracker/adapters/demo/files"
COLUMNS = (
    "time type subtype account to_account sent_asset sent_quantity received_asset"
    " received_quantity fee_asset fee_quantity value value_currency fee_value id txid note"
).split()
MARKET = SimulatedMarket(EmbeddedCatalogue(), SystemClock())
USD = Currency("USD")

FIRST, LAST = date(2023, 11, 1), date(2026, 11, 20)
CENT = Decimal("0.01")
DECIMALS = {"ADA": 6, "USDT": 6, "USDC": 6, "SOL": 9, "DOT": 10, "USD": 2}
FINE = {"MetaMask": 18}
"""A wallet on Ethereum counts in wei."""

TRADING_FEE = {"Kraken": Decimal("0.0026"), "Coinbase": Decimal("0.006")}
BINANCE_FEE = Decimal("0.00075")
GAS = Decimal("0.00041")

# asset, place, first day, last day, what a year of it earns
REWARDS = [
    ("ETH", "Coinbase", date(2023, 12, 3), date(2025, 3, 2), Decimal("0.031")),
    ("SOL", "Ledger", date(2024, 6, 5), date(2025, 9, 10), Decimal("0.066")),
    ("ADA", "Binance", date(2024, 1, 13), date(2025, 2, 1), Decimal("0.024")),
    ("DOT", "Kraken", date(2025, 8, 8), date(2026, 11, 20), Decimal("0.118")),
]


@frozen
class Step:
    """One line of the plan."""

    time: datetime
    account: str
    verb: str
    words: list[str]

    @property
    def asset(self) -> str:
        return self.words[0]

    @property
    def quantity(self) -> Decimal:
        return Decimal(self.words[1])

    @property
    def rest(self) -> str:
        return " ".join(self.words[2:])


@frozen
class Book:
    """The rows written so far and what they leave at each place; nothing is ever overdrawn."""

    rows: list[dict[str, str]] = field(factory=list)
    balances: defaultdict[tuple[str, str], Decimal] = field(factory=lambda: defaultdict(Decimal))

    def add(self, account: str, asset: str, quantity: Decimal) -> None:
        self.balances[account, asset] += quantity
        if self.balances[account, asset] < 0:
            message = f"{account} has not enough {asset}: {self.balances[account, asset]}"
            raise ValueError(message)

    def write(self, step: Step, kind: str, **cells: str | Decimal) -> None:
        known = {key: each if isinstance(each, str) else plain(each) for key, each in cells.items()}
        if "value" in known or "fee_value" in known:
            known["value_currency"] = USD
        row = {"time": step.time.isoformat().replace("+00:00", "Z"), "type": kind}
        self.rows.append(row | {"account": step.account} | known)
        for column, place in (("received", "to_account"), ("sent", "account"), ("fee", "account")):
            if f"{column}_asset" in known and kind not in {"stake", "unstake"}:
                quantity = Decimal(known[f"{column}_quantity"])
                where = known.get(place, step.account)
                sign = 1 if column == "received" else -1
                self.add(where, known[f"{column}_asset"], sign * quantity)


def price(asset: str, moment: datetime) -> Decimal:
    quote = MARKET.quote(asset, USD, moment)
    if quote is None:
        message = f"the simulated market has no price of {asset} on {moment:%Y-%m-%d}"
        raise ValueError(message)
    return quote.price


def worth(asset: str, quantity: Decimal, moment: datetime) -> Decimal:
    return (quantity * price(asset, moment)).quantize(CENT, ROUND_HALF_EVEN)


def rounded(quantity: Decimal, asset: str, account: str) -> Decimal:
    places = DECIMALS.get(asset, FINE.get(account, 8))
    return quantity.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def fee(asset: str, quantity: Decimal, moment: datetime) -> dict[str, str | Decimal]:
    """Give a fee that is not money, with what it was worth: to a tenth of a cent, being small."""
    value = (quantity * price(asset, moment)).quantize(Decimal("0.0001"))
    return {"fee_asset": asset, "fee_quantity": quantity, "fee_value": value}


def txid(step: Step) -> str:
    return sha256(f"{step.time} {step.account} {step.words}".encode()).hexdigest()[:16]


# What each verb of the plan writes ----------------------------------------------------------------


def fund(book: Book, step: Step) -> None:
    book.write(step, "deposit", received_asset=step.asset, received_quantity=step.quantity)


def cashout(book: Book, step: Step) -> None:
    book.write(step, "withdrawal", sent_asset=step.asset, sent_quantity=step.quantity)


def buy(book: Book, step: Step) -> None:
    book.write(
        step,
        "buy",
        sent_asset=USD,
        sent_quantity=step.quantity,
        received_asset=step.asset,
        received_quantity=bought(step, step.asset, step.quantity),
        fee_asset=USD,
        fee_quantity=(step.quantity * TRADING_FEE[step.account]).quantize(CENT),
    )


def bought(step: Step, asset: str, dollars: Decimal) -> Decimal:
    return rounded(dollars / price(asset, step.time), asset, step.account)


def sell(book: Book, step: Step) -> None:
    proceeds = worth(step.asset, step.quantity, step.time)
    book.write(
        step,
        "sell",
        sent_asset=step.asset,
        sent_quantity=step.quantity,
        received_asset=USD,
        received_quantity=proceeds,
        fee_asset=USD,
        fee_quantity=(proceeds * TRADING_FEE[step.account]).quantize(CENT),
    )


def swap(book: Book, step: Step) -> None:
    value = worth(step.asset, step.quantity, step.time)
    # The first BNB pays its own fee; from then on there is some to pay with.
    paid = rounded(value * BINANCE_FEE / price("BNB", step.time), "BNB", step.account)
    exchange(book, step, value, fee("BNB", paid, step.time))


def trade(book: Book, step: Step) -> None:
    value = worth(step.asset, step.quantity, step.time)
    exchange(book, step, value, fee("ETH", GAS, step.time))


def exchange(book: Book, step: Step, value: Decimal, cost: dict[str, str | Decimal]) -> None:
    book.write(
        step,
        "swap",
        sent_asset=step.asset,
        sent_quantity=step.quantity,
        received_asset=step.rest,
        received_quantity=bought(step, step.rest, value),
        value=value,
        **cost,
    )


def move(book: Book, step: Step) -> None:
    """Write a transfer as one row: what does not arrive is the network's fee."""
    to_account, lost = step.words[2], Decimal(step.words[3])
    book.write(
        step,
        "transfer",
        to_account=to_account,
        sent_asset=step.asset,
        sent_quantity=step.quantity,
        received_asset=step.asset,
        received_quantity=step.quantity - lost,
        fee_value=fee(step.asset, lost, step.time)["fee_value"],
        txid=txid(step),
    )


def send(book: Book, step: Step) -> None:
    """Write a transfer as the two places saw it: only the network's id connects the rows."""
    to_account, paid = step.words[2], Decimal(step.words[3])
    leg, known = (step.asset, step.quantity), txid(step)
    gas = fee(step.asset, paid, step.time)
    book.write(step, "withdrawal", sent_asset=leg[0], sent_quantity=leg[1], txid=known, **gas)
    arrival = Step(step.time + timedelta(minutes=11, seconds=23), to_account, "receive", [])
    book.write(arrival, "deposit", received_asset=leg[0], received_quantity=leg[1], txid=known)


def receive(book: Book, step: Step) -> None:
    known, note = step.words[2], " ".join(step.words[3:])
    book.write(
        step,
        "deposit",
        received_asset=step.asset,
        received_quantity=step.quantity,
        txid=known,
        note=note,
    )


def airdrop(book: Book, step: Step) -> None:
    earn(book, step, step.quantity, "airdrop")


def reward(book: Book, step: Step) -> None:
    held = book.balances[step.account, step.asset]
    earned = rounded(held * step.quantity * 7 / 365, step.asset, step.account)
    earn(book, step, earned, "staking")


def earn(book: Book, step: Step, quantity: Decimal, subtype: str) -> None:
    book.write(
        step,
        "income",
        subtype=subtype,
        received_asset=step.asset,
        received_quantity=quantity,
        value=worth(step.asset, quantity, step.time),
    )


def wrap(book: Book, step: Step) -> None:
    book.write(
        step,
        "wrap",
        sent_asset=step.asset,
        sent_quantity=step.quantity,
        received_asset=step.rest,
        received_quantity=step.quantity,
        **fee("ETH", GAS, step.time),
    )


def rename(book: Book, step: Step) -> None:
    held = book.balances[step.account, step.asset]
    book.write(
        step,
        "rename",
        sent_asset=step.asset,
        sent_quantity=held,
        received_asset=step.words[1],
        received_quantity=held,
    )
