"""Keep the books while the demonstration's ledger is written: rows, balances and prices."""

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from hashlib import sha256

from attrs import field, frozen

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.prices.simulated import SimulatedMarket
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.numbers import plain

MARKET = SimulatedMarket(EmbeddedCatalogue(), SystemClock())
USD = Currency("USD")
CENT = Decimal("0.01")
DECIMALS = {"ADA": 6, "USDT": 6, "USDC": 6, "SOL": 9, "DOT": 10, "USD": 2}
FINE = {"MetaMask": 18}
"""A wallet on Ethereum counts in wei."""


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
