"""Binance: the account statement, one row for each change of a balance.

Nothing but the instant tells which rows belong together. The rows of a trade are summed up by
coin, for a trade may be filled by any number of rows on either side.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import Entry, Events, Format, Times, traded
from cryptotracker.adapters.formats.exports.netting import movements
from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

TRADES: Final = frozenset(
    {
        "binance convert",
        "buy",
        "large otc trading",
        "sell",
        "transaction buy",
        "transaction related",
        "transaction revenue",
        "transaction sold",
        "transaction spend",
    }
)
DUST: Final = frozenset({"small assets exchange bnb", "small assets exchange bnb (spot)"})
FEES: Final = frozenset({"fee", "transaction fee"})
WRAPS: Final = frozenset({"eth 2.0 staking"})
SINGLE: Final[Mapping[str, tuple[str, str]]] = {
    "airdrop assets": ("income", "airdrop"),
    "bnb vault rewards": ("income", "interest"),
    "buy crypto": ("buy", ""),
    "cash voucher distribution": ("income", "reward"),
    "commission history": ("income", "referral"),
    "commission rebate": ("income", "cashback"),
    "deposit": ("deposit", ""),
    "distribution": ("income", "airdrop"),
    "eth 2.0 staking rewards": ("income", "staking"),
    "fiat deposit": ("deposit", ""),
    "fiat withdraw": ("withdrawal", ""),
    "fiat withdrawal": ("withdrawal", ""),
    "launchpool interest": ("income", "staking"),
    "mission reward distribution": ("income", "reward"),
    "pos savings interest": ("income", "staking"),
    "pos savings purchase": ("stake", ""),
    "pos savings redemption": ("unstake", ""),
    "referral commission": ("income", "referral"),
    "referral kickback": ("income", "cashback"),
    "referrer rebates": ("income", "referral"),
    "rewards distribution": ("income", "reward"),
    "savings interest": ("income", "interest"),
    "simple earn flexible interest": ("income", "interest"),
    "simple earn flexible redemption": ("unstake", ""),
    "simple earn flexible subscription": ("stake", ""),
    "simple earn locked redemption": ("unstake", ""),
    "simple earn locked rewards": ("income", "staking"),
    "simple earn locked subscription": ("stake", ""),
    "staking purchase": ("stake", ""),
    "staking redemption": ("unstake", ""),
    "staking rewards": ("income", "staking"),
    "withdraw": ("withdrawal", ""),
}
MARGIN: Final[Mapping[str, tuple[str, str]]] = {
    # operation: (type when it brings something, type when it costs something)
    "funding fee": ("margin_gain", "margin_fee"),
    "realized profit and loss": ("margin_gain", "margin_loss"),
}
UNKNOWN_SPLIT: Final = "dust conversion: the statement does not say what each coin brought"


def events(entries: Sequence[Entry]) -> Events:
    """Read the rows of one instant."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        operation = entry["operation"].casefold()
        if operation in SINGLE:
            yield from alone(entry, SINGLE[operation])
        elif operation in MARGIN:
            yield leveraged(entry, MARGIN[operation])
        else:
            groups.setdefault(group_of(operation), []).append(entry)
    for name, rows in groups.items():
        if name == "unknown":
            for row in rows:
                yield row.rejected("operation", "not an operation of Binance that is known here")
        else:
            yield from GROUPS[name](rows)


def group_of(operation: str) -> str:
    """Tell which rows of an instant are read together."""
    if operation in TRADES or operation in FEES:
        return "trade"
    if operation in DUST:
        return "dust"
    if operation in WRAPS:
        return "wrap"
    return "transfer" if operation.startswith("transfer between ") else "unknown"


def trade(rows: Sequence[Entry]) -> Events:
    legs = [row for row in rows if row["operation"].casefold() not in FEES]
    paid = [row for row in rows if row["operation"].casefold() in FEES]
    outs, ins = movements((coin(row), change(row)) for row in legs)
    if len(outs) != 1 or len(ins) != 1:
        reason = "the trades of this instant cannot be told apart; write them down by hand"
        for row in rows:
            yield row.rejected("utc time", reason)
        return
    fees, rebates = movements((coin(row), change(row)) for row in paid)
    if rebates:
        raise paid[0].wrong("change", "a fee is not positive")
    yield pair(rows, traded(outs[0], ins[0]), outs[0], ins[0], tuple(fees))


def dust(rows: Sequence[Entry]) -> Events:
    """Read a conversion of small balances; of many coins at once, only the sum is known."""
    outs, ins = movements((coin(row), change(row)) for row in rows)
    if len(outs) == 1 and len(ins) == 1:
        yield pair(rows, traded(outs[0], ins[0]), outs[0], ins[0])
        return
    for row in rows:
        leg, out = Amount(coin(row), abs(change(row))), change(row) < ZERO
        yield Transaction(
            time=row.time,
            type="adjustment",
            account=account(row),
            sent=leg if out else None,
            received=None if out else leg,
            note=UNKNOWN_SPLIT,
            row=row.row,
        )


def wrap(rows: Sequence[Entry]) -> Events:
    outs, ins = movements((coin(row), change(row)) for row in rows)
    if len(outs) != 1 or len(ins) != 1:
        raise rows[0].wrong("coin", "one coin becomes another")
    yield pair(rows, "wrap", outs[0], ins[0])


def transfer(rows: Sequence[Entry]) -> Events:
    """Put together what one account lost and another gained."""
    givers = [row for row in rows if change(row) < ZERO]
    takers = [row for row in rows if change(row) > ZERO]
    for giver in givers:
        wanted = (coin(giver), -change(giver))
        taker = next((row for row in takers if (coin(row), change(row)) == wanted), None)
        if taker is None:
            yield giver.rejected("change", "no account received this at that instant")
            continue
        takers.remove(taker)
        yield Transaction(
            time=giver.time,
            type="transfer",
            account=account(giver),
            to_account=account(taker),
            sent=Amount(coin(giver), -change(giver)),
            row=giver.row,
        )
    for taker in takers:
        yield taker.rejected("change", "no account sent this at that instant")


GROUPS: Final = {"trade": trade, "dust": dust, "wrap": wrap, "transfer": transfer}
