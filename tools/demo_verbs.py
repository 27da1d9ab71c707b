"""What each verb of the demonstration's plan writes into the ledger."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

from tools.demo_book import CENT, USD, Book, Step, fee, price, rounded, txid, worth

TRADING_FEE = {"Kraken": Decimal("0.0026"), "Coinbase": Decimal("0.006")}
BINANCE_FEE = Decimal("0.00075")
GAS = Decimal("0.00041")


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


def set_aside(book: Book, step: Step) -> None:
    book.write(step, step.verb, sent_asset=step.asset, sent_quantity=step.quantity)


def give(book: Book, step: Step) -> None:
    """Write what left for nothing, with its worth where the tax office would ask for it."""
    kind = {"gift": "gift_out"}.get(step.verb, step.verb)
    book.write(
        step,
        kind,
        sent_asset=step.asset,
        sent_quantity=step.quantity,
        value=worth(step.asset, step.quantity, step.time),
        note=step.rest,
    )


VERBS: Mapping[str, Callable[[Book, Step], None]] = {
    "airdrop": airdrop,
    "buy": buy,
    "cashout": cashout,
    "donation": give,
    "fund": fund,
    "gift": give,
    "lost": give,
    "move": move,
    "receive": receive,
    "rename": rename,
    "reward": reward,
    "sell": sell,
    "send": send,
    "stake": set_aside,
    "stolen": give,
    "swap": swap,
    "trade": trade,
    "unstake": set_aside,
    "unwrap": wrap,
    "wrap": wrap,
}
