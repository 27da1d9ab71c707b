"""Kraken: the ledgers, one row for each asset that moved; the rows of one event share a refid."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from cryptotracker.adapters.formats.exports.declaration import Entry, Events, Format, Times, traded
from cryptotracker.adapters.formats.exports.netting import movements
from cryptotracker.domain.numbers import ZERO
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

ACCOUNT: Final = "Kraken"
FUTURES: Final = "Kraken Futures"

CODES: Final[Mapping[str, str]] = {
    "XBT": "BTC",
    "XDG": "DOGE",
    "XETC": "ETC",
    "XETH": "ETH",
    "XICN": "ICN",
    "XLTC": "LTC",
    "XMLN": "MLN",
    "XREP": "REP",
    "XXBT": "BTC",
    "XXDG": "DOGE",
    "XXLM": "XLM",
    "XXMR": "XMR",
    "XXRP": "XRP",
    "XXTZ": "XTZ",
    "XZEC": "ZEC",
    "ZAUD": "AUD",
    "ZCAD": "CAD",
    "ZEUR": "EUR",
    "ZGBP": "GBP",
    "ZJPY": "JPY",
    "ZUSD": "USD",
}
WALLETS: Final = (".S", ".M", ".F", ".B", ".P", ".T")
"""Behind a code: the same asset, staked or earning."""

TRADES: Final = frozenset({"trade", "spend", "receive", "sale", "conversion"})
MOVES: Final[Mapping[str, str]] = {
    "spottostaking": "stake",
    "spotfromstaking": "unstake",
    "spottofutures": "to futures",
    "spotfromfutures": "from futures",
}
EARN: Final[Mapping[str, str]] = {
    "allocation": "stake",
    "autoallocation": "stake",
    "deallocation": "unstake",
    "autodeallocation": "unstake",
}
OTHER_SIDE: Final = "the other side of a move within Kraken"


def events(entries: Sequence[Entry]) -> Events:
    trades = [entry for entry in entries if entry["type"].casefold() in TRADES]
    if trades:
        yield trade(trades)
    for entry in entries:
        kind = entry["type"].casefold()
        if kind in READERS:
            yield from READERS[kind](entry)
        elif kind not in TRADES:
            yield entry.rejected("type", "not a type of Kraken that is known here")


def signed(entry: Entry) -> Decimal:
    number = entry.number("amount")
    if number is None:
        entry.refuse("amount", "a number is missing")
    return number


def code(entry: Entry) -> str:
    """Give the common name of an asset."""
    written = entry["asset"]
    for wallet in WALLETS:
        written = written.removesuffix(wallet)
    if not written or not written.isprintable():
        entry.refuse("asset", "a quantity of what?")
    return CODES.get(written, written)


def leg_of(entry: Entry) -> Amount:
    return Amount(code(entry), signed(entry).copy_abs())


def fees_of(entry: Entry) -> tuple[Amount, ...]:
    fee = entry.number("fee")
    return (Amount(code(entry), fee.copy_abs()),) if fee else ()


def trade(entries: Sequence[Entry]) -> Transaction:
    """Net the rows of a trade by asset; rows that cancel each other are no side of it."""
    first = entries[0]
    outs, ins = movements((code(entry), signed(entry)) for entry in entries)
    if len(outs) != 1 or len(ins) != 1:
        first.refuse("refid", "a trade has one asset sent and one received")
    _, fees = movements((fee.asset, fee.quantity) for entry in entries for fee in fees_of(entry))
    return Transaction(
        time=first.time,
        type=traded(outs[0], ins[0]),
        account=ACCOUNT,
        sent=outs[0],
        received=ins[0],
        fees=tuple(fees),
        id=first["refid"],
        row=first.row,
    )


def moved(entry: Entry) -> Events:
    if not entry["txid"]:
        yield entry.skipped("not yet final; the same movement is listed again with its txid")
        return
    leg = leg_of(entry)
    out = entry["type"].casefold() == "withdrawal"
    yield single(
        entry,
        "withdrawal" if out else "deposit",
        sent=leg if out else None,
        received=None if out else leg,
    )


def transferred(entry: Entry) -> Events:
    subtype = entry["subtype"].casefold()
    meaning = MOVES.get(subtype)
    if meaning in ("stake", "unstake"):
        yield single(entry, meaning, sent=leg_of(entry))
    elif meaning:
        out = meaning == "to futures"
        yield Transaction(
            time=entry.time,
            type="transfer",
            account=ACCOUNT if out else FUTURES,
            to_account=FUTURES if out else ACCOUNT,
            sent=leg_of(entry),
            fees=fees_of(entry),
            id=entry["txid"],
            row=entry.row,
        )
    elif subtype in ("stakingfromspot", "stakingtospot"):
        yield entry.skipped(OTHER_SIDE)
    elif signed(entry) >= ZERO and not subtype:
        # Kraken books airdrops and coins of a fork as a transfer without subtype.
        yield single(entry, "deposit", received=leg_of(entry))
    else:
        yield entry.rejected("subtype", "not a transfer of Kraken that is known here")


def earned(entry: Entry) -> Events:
    subtype = entry["subtype"].casefold()
    meaning = EARN.get(subtype)
    if subtype == "migration" or (meaning and signed(entry) > ZERO):
        yield entry.skipped(OTHER_SIDE)
    elif meaning:
        yield single(entry, meaning, sent=leg_of(entry))
    elif subtype == "reward" or entry["type"].casefold() == "staking":
        yield from rewarded(entry, "staking")
    else:
        yield entry.rejected("subtype", "not an entry of Kraken Earn that is known here")


def leveraged(entry: Entry) -> Events:
    """Read profit, loss and fees of positions on margin."""
    number, fees = signed(entry), fees_of(entry)
    if number > ZERO:
        yield single(entry, "margin_gain", received=leg_of(entry))
    elif number < ZERO:
        yield single(entry, "margin_loss", sent=leg_of(entry))
    elif fees:
        yield single(entry, "margin_fee")
    else:
        yield entry.skipped("nothing was gained, lost or paid")


def rewarded(entry: Entry, subtype: str = "reward") -> Events:
    if signed(entry) < ZERO:
        entry.refuse("amount", "income is not negative")
    yield single(entry, "income", subtype=subtype, received=leg_of(entry))


def invited(entry: Entry) -> Events:
    return rewarded(entry, "referral")


def adjusted(entry: Entry) -> Events:
    leg, out = leg_of(entry), signed(entry) < ZERO
    yield single(entry, "adjustment", sent=leg if out else None, received=None if out else leg)


def single(
    entry: Entry,
    kind: str,
    *,
    subtype: str = "",
    sent: Amount | None = None,
    received: Amount | None = None,
) -> Transaction:
    return Transaction(
        time=entry.time,
        type=kind,
        subtype=subtype,
        account=ACCOUNT,
        sent=sent,
        received=received,
        fees=fees_of(entry),
        id=entry["txid"],
        row=entry.row,
    )


READERS: Final[Mapping[str, Callable[[Entry], Events]]] = {
    "adjustment": adjusted,
    "airdrop": rewarded,
    "deposit": moved,
    "dividend": rewarded,
    "earn": earned,
    "invite bonus": invited,
    "margin": leveraged,
    "reward": rewarded,
    "rollover": leveraged,
    "staking": earned,
    "transfer": transferred,
    "withdrawal": moved,
}

FORMAT: Final = Format(
    name="kraken-ledgers",
    title="Kraken ledgers",
    headers=("txid, refid, time, type, subtype, aclass, asset, amount, fee",),
    times=Times(
        column="time",
        patterns=("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "rfc3339"),
        zone="UTC",
    ),
    events=events,
    event=lambda entry: entry["refid"] or entry.row.line,
    span=200,
)
