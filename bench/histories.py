"""Make up deterministic histories whose every figure is exact.

`mixed` resembles a real account: 20 assets, 6 wallets, buys, sells, transfers and staking, with
fees in money or in a third coin. `ladder` buys N/2 tiny lots and then sells them: the most open
lots there can be. `weave` buys two and sells one, so open lots grow all the time.

A float may draw a made-up price; quantities and worths are whole numbers of smallest units.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random

from attrs import define, field, frozen

SEED = 7
FIRST = int(datetime(2014, 1, 1, tzinfo=UTC).timestamp())
SECONDS = 11 * 365 * 86400
MONEY = "USD"
CENTS = 8  # worths have 8 decimals
FEE_COIN = "FEC"


@frozen(kw_only=True)
class Event:
    """One row of a history; `kind` is buy, sell, income or transfer. Empty: there is none."""

    number: int
    seconds: int
    kind: str
    asset: str
    quantity: str
    price: str
    value: str
    account: str
    to_account: str = ""
    received: str = ""
    fee_asset: str = ""
    fee_quantity: str = ""
    fee_value: str = ""

    @property
    def time(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


@define
class Asset:
    """A made-up coin whose price wanders."""

    name: str
    decimals: int
    price: float
    volatility: float


def text(units: int, decimals: int) -> str:
    """Write units / 10^decimals exactly.

    >>> text(1_500_000, 6), text(7, 8), text(300, 2)
    ('1.5', '0.00000007', '3')
    """
    digits = str(units).rjust(decimals + 1, "0")
    fraction = digits[-decimals:].rstrip("0")
    return digits[:-decimals] + ("." + fraction if fraction else "")


def worth(units: int, decimals: int, price: int) -> int:
    return units * price // int(10**decimals)


def moments(count: int, draw: Random) -> Iterator[int]:
    step = SECONDS / count
    for index in range(count):
        yield FIRST + int(index * step + draw.random() * step * 0.9)


# Mixed -------------------------------------------------------------------------------------------


@define
class Market:
    """The coins and balances of a mixed history; no balance ever falls below zero."""

    draw: Random
    accounts: int = 6
    coins: list[Asset] = field(factory=list)
    held: dict[tuple[int, int], int] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.coins.append(Asset(FEE_COIN, 8, 300.0, 0.02))
        for index in range(19):
            decimals = self.draw.choice((8, 18, 6, 12, 10))
            price = 10 ** self.draw.uniform(-1.5, 4.5)
            volatility = self.draw.uniform(0.01, 0.05)
            self.coins.append(Asset(f"C{index:03d}", decimals, price, volatility))

    def wander(self) -> None:
        for coin in self.coins:
            drift = 1 + self.draw.gauss(0.0003, coin.volatility)
            coin.price = min(max(coin.price * drift, 1e-3), 2e5)

    def event(self, index: int, seconds: int) -> Event:
        chance = self.draw.random()
        weights = [1 / (rank + 1) for rank in range(len(self.coins))]
        early = index % len(self.coins)
        which = self.draw.choices(range(len(self.coins)), weights)[0] if index > 40 else early
        coin, account = self.coins[which], self.draw.randrange(self.accounts)
        price = max(1, int(coin.price * (1 + self.draw.gauss(0, 0.003)) * 10**CENTS))
        kind = self.kind(chance, index, self.held.get((which, account), 0))
        quantity, extra = self.amounts(kind, which, account, price)
        value = worth(quantity, coin.decimals, price)
        if kind in ("buy", "sell"):
            extra = self.fee(which, account, value)
        return Event(
            number=index + 1,
            seconds=seconds,
            kind=kind,
            asset=coin.name,
            quantity=text(quantity, coin.decimals),
            price=text(price, CENTS),
            value=text(value, CENTS),
            account=f"acc{account}",
            **extra,
        )

    def kind(self, chance: float, index: int, held: int) -> str:
        if chance < 0.45 or index < 60:
            return "buy"
        if chance < 0.90:
            wanted = "sell" if chance < 0.75 else "transfer"
            return wanted if held >= 1000 else "buy"
        return "income" if held else "buy"

    def amounts(
        self, kind: str, which: int, account: int, price: int
    ) -> tuple[int, dict[str, str]]:
        """Draw a quantity, book it, and say what a transfer adds to its row."""
        held = self.held.get((which, account), 0)
        if kind == "buy":
            quantity = bought(self.draw.lognormvariate(5.5, 1.2), price, self.coins[which].decimals)
        elif kind == "income":
            quantity = max(1, held // self.draw.randint(2000, 20000))
        elif kind == "sell":
            quantity = max(1, int(held * self.draw.uniform(0.05, 0.9)))
        else:
            return self.transfer(which, account, price)
        self.held[which, account] = held + (-quantity if kind == "sell" else quantity)
        return quantity, {}

    def transfer(self, which: int, account: int, price: int) -> tuple[int, dict[str, str]]:
        coin, held = self.coins[which], self.held[which, account]
        quantity = max(10, int(held * self.draw.uniform(0.2, 1.0)))
        to = (account + self.draw.randrange(1, self.accounts)) % self.accounts
        lost = max(1, quantity // 2000)
        self.held[which, account] = held - quantity
        self.held[which, to] = self.held.get((which, to), 0) + quantity - lost
        return quantity, {
            "to_account": f"acc{to}",
            "received": text(quantity - lost, coin.decimals),
            "fee_asset": coin.name,
            "fee_quantity": text(lost, coin.decimals),
            "fee_value": text(worth(lost, coin.decimals, price), CENTS),
        }

    def fee(self, which: int, account: int, value: int) -> dict[str, str]:
        chance = self.draw.random()
        if chance < 0.7:
            return fee_row(MONEY, value // 1000, value // 1000)
        if chance < 0.9 and which != 0:
            price = int(self.coins[0].price * 10**CENTS)
            quantity = (value // 1300) * 10**8 // price
            if 0 < quantity < self.held.get((0, account), 0) // 2:
                self.held[0, account] -= quantity
                return fee_row(FEE_COIN, quantity, worth(quantity, 8, price))
        return {}


def bought(value: float, price: int, decimals: int) -> int:
    """How many units a sum buys; beyond 12 decimals a float would not fill the digits."""
    units, rest = int(value / (price / 1e8) * 10 ** min(decimals, 12)), max(0, decimals - 12)
    scale = int(10**rest)
    return max(1, units * scale + 1234567 % scale)


def fee_row(asset: str, quantity: int, value: int) -> dict[str, str]:
    if not quantity:
        return {}
    return {
        "fee_asset": asset,
        "fee_quantity": text(quantity, 8),
        "fee_value": text(value, CENTS),
    }


def mixed(count: int, draw: Random) -> Iterator[Event]:
    market, tick = Market(draw), max(1, count // 4000)
    for index, seconds in enumerate(moments(count, draw)):
        if index % tick == 0:
            market.wander()
        yield market.event(index, seconds)


# One coin, one wallet ----------------------------------------------------------------------------


def simple(index: int, seconds: int, kind: str, quantity: int, price: int) -> Event:
    value = worth(quantity, 8, price)
    return Event(
        number=index + 1,
        seconds=seconds,
        kind=kind,
        asset="C000",
        quantity=text(quantity, 8),
        price=text(price, CENTS),
        value=text(value, CENTS),
        account="acc0",
        **fee_row(MONEY, value // 1000, value // 1000),
    )


def ladder(count: int, draw: Random) -> Iterator[Event]:
    pool = 0
    for index, seconds in enumerate(moments(count, draw)):
        price = int(draw.uniform(1000, 60000) * 1e8)
        if index < count // 2:
            quantity = draw.randint(5_000, 200_000_000)
            pool += quantity
            yield simple(index, seconds, "buy", quantity, price)
        else:
            wanted = int(pool * draw.uniform(0.2, 1.76) / (count - index))
            quantity = max(1, min(wanted, pool * 98 // 100))
            pool -= quantity
            yield simple(index, seconds, "sell", quantity, price)


def weave(count: int, draw: Random) -> Iterator[Event]:
    for index, seconds in enumerate(moments(count, draw)):
        price = int(draw.uniform(1000, 60000) * 1e8)
        kind = "buy" if index % 3 < 2 else "sell"
        yield simple(index, seconds, kind, draw.randint(5_000_000, 15_000_000), price)


SHAPES: dict[str, Callable[[int, Random], Iterator[Event]]] = {
    "mixed": mixed,
    "ladder": ladder,
    "weave": weave,
}


def history(shape: str, count: int) -> Iterator[Event]:
    return SHAPES[shape](count, Random(SEED))
