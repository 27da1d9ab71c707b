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
    },
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
    groups: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        operation = entry["operation"].casefold()
        if operation in SINGLE:
            yield from alone(entry, SINGLE[operation])
        elif operation in MARGIN:
            yield leveraged(entry, MARGIN[operation])
        else:
            name = group_of(operation)
            among = "" if name == "transfer" else entry["account"]
            groups.setdefault((name, among), []).append(entry)
    for (name, _), rows in groups.items():
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
    fees, rebates = movements((coin(row), change(row)) for row in paid)
    if rebates:
        paid[0].refuse("change", "a fee is not positive")
    if not legs and fees:
        kind = "margin_fee" if "futures" in rows[0]["account"].casefold() else "fee"
        yield pair(rows, kind, None, None, tuple(fees))
        return
    if len(outs) != 1 or len(ins) != 1:
        reason = "the trades of this instant cannot be told apart; write them down by hand"
        for row in rows:
            yield row.rejected("utc time", reason)
        return
    yield pair(rows, traded(outs[0], ins[0]), outs[0], ins[0], tuple(fees))


def dust(rows: Sequence[Entry]) -> Events:
    """Read a conversion of small balances; of many coins at once, only the sum is known."""
    outs, ins = movements((coin(row), change(row)) for row in rows)
    if len(outs) == 1 and len(ins) == 1:
        yield pair(rows, traded(outs[0], ins[0]), outs[0], ins[0])
        return
    for row in rows:
        leg, out = Amount(coin(row), change(row).copy_abs()), change(row) < ZERO
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
        rows[0].refuse("coin", "one coin becomes another")
    yield pair(rows, "wrap", outs[0], ins[0])


def transfer(rows: Sequence[Entry]) -> Events:
    """Put together what one account lost and another gained."""
    givers = [row for row in rows if change(row) < ZERO]
    takers = [row for row in rows if change(row) > ZERO]
    for giver in givers:
        wanted = (coin(giver), change(giver).copy_abs())
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
            sent=Amount(coin(giver), change(giver).copy_abs()),
            row=giver.row,
        )
    for taker in takers:
        yield taker.rejected("change", "no account sent this at that instant")


GROUPS: Final = {"trade": trade, "dust": dust, "wrap": wrap, "transfer": transfer}


def alone(entry: Entry, meaning: tuple[str, str]) -> Events:
    kind, subtype = meaning
    leg = Amount(coin(entry), change(entry).copy_abs())
    out = kind in ("withdrawal", "stake")
    if kind != "withdrawal" and out != (change(entry) < ZERO):
        # A reward taken back, or a purchase undone, is nothing that the table foresees.
        entry.refuse("change", f"the sign does not go with {entry['operation']}")
    yield Transaction(
        time=entry.time,
        type=kind,
        subtype=subtype,
        account=account(entry),
        sent=leg if out else None,
        received=None if out else leg,
        note=entry["remark"],
        row=entry.row,
    )


def leveraged(entry: Entry, kinds: tuple[str, str]) -> Transaction:
    number = change(entry)
    leg = Amount(coin(entry), number.copy_abs())
    return Transaction(
        time=entry.time,
        type=kinds[0] if number >= ZERO else kinds[1],
        account=account(entry),
        sent=leg if number < ZERO else None,
        received=leg if number >= ZERO else None,
        row=entry.row,
    )


def pair(
    rows: Sequence[Entry],
    kind: str,
    sent: Amount | None,
    received: Amount | None,
    fees: tuple[Amount, ...] = (),
) -> Transaction:
    first = rows[0]
    return Transaction(
        time=first.time,
        type=kind,
        account=account(first),
        sent=sent,
        received=received,
        fees=fees,
        row=first.row,
    )


def change(entry: Entry) -> Decimal:
    number = entry.number("change")
    if number is None:
        entry.refuse("change", "a number is missing")
    return number


def coin(entry: Entry) -> str:
    name = entry["coin"]
    if not name or not name.isprintable():
        entry.refuse("coin", "a quantity of what?")
    return name


def account(entry: Entry) -> str:
    name = entry["account"]
    return "Binance" if name.casefold() in ("", "spot") else f"Binance {name}"


FORMAT: Final = Format(
    name="binance-statement",
    title="Binance account statement",
    headers=("UTC_Time, Account, Operation, Coin, Change",),
    times=Times(column="UTC_Time", patterns=("%Y-%m-%d %H:%M:%S", "rfc3339"), zone="UTC"),
    events=events,
    event=lambda entry: entry.time,
    span=200,
    optional=1,
)
