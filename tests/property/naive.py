"""The cost basis engine once more, as slow and plain as it can be: lists, sorted at each step."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import define, evolve

from cryptotracker.domain.portfolio.rules import Rules
from cryptotracker.domain.portfolio.transactions import Amount, Transaction

ZERO: Final = Fraction(0)
RECEIVING: Final = ("buy", "income", "gift_in", "swap")


@define
class Piece:
    """Units of one price and age; the price is None when they were never bought."""

    quantity: Fraction
    price: Fraction | None
    serial: int
    account: str


ORDER: Final[dict[str, Any]] = {
    "fifo": lambda piece: piece.serial,
    "specific": lambda piece: piece.serial,
    "lifo": lambda piece: -piece.serial,
    "hifo": lambda piece: (piece.price is None, -(piece.price or 0), piece.serial),
    "lofo": lambda piece: (piece.price is None, piece.price or 0, piece.serial),
    "average": lambda piece: (piece.price is None, piece.serial),
}


@define
class Naive:
    """Every piece in one list; `gone` is (event, asset, quantity, known cost, missing)."""

    rules: Rules
    pieces: dict[str, list[Piece]]
    gone: list[tuple[str, str, Fraction, Fraction, Fraction]]
    serial: int = 0

    def take(self, asset: str, account: str, quantity: Fraction) -> list[Piece]:
        """Take the pieces that the method puts first."""
        everywhere, pieces = self.rules.scope == "universal", self.pieces.setdefault(asset, [])
        here = [each for each in pieces if everywhere or each.account == account]
        if self.rules.method == "average":
            level([each for each in here if each.price is not None])
        taken = []
        for each in sorted(here, key=ORDER[self.rules.method]):
            part = min(each.quantity, quantity)
            if part:
                each.quantity -= part
                quantity -= part
                taken.append(evolve(each, quantity=part))
        self.pieces[asset] = [each for each in pieces if each.quantity]
        return taken

    def add(self, event: Transaction, due: Fraction) -> None:
        received = event.received
        if event.type in RECEIVING and received is not None:
            self.serial += 1
            quantity = Fraction(received.quantity)
            price = (Fraction(event.value or 0) + due) / quantity
            piece = Piece(quantity, price, self.serial, event.account)
            self.pieces.setdefault(received.asset, []).append(piece)

    def move(self, event: Transaction) -> None:
        received = event.received
        if event.type == "transfer" and received is not None and self.rules.scope == "wallet":
            moved = self.take(received.asset, event.account, Fraction(received.quantity))
            missing = Fraction(received.quantity) - units(moved)
            if missing:
                self.serial += 1
                moved.append(Piece(missing, None, self.serial, ""))
            for piece in moved:
                piece.account = event.to_account
            self.pieces[received.asset] += moved

    def dispose(self, event: Transaction, amount: Amount) -> None:
        quantity = Fraction(amount.quantity)
        taken = self.take(amount.asset, event.account, quantity)
        known = units([each for each in taken if each.price is not None])
        cost = sum((each.quantity * (each.price or 0) for each in taken), ZERO)
        if not (event.type == "withdrawal" and amount is event.sent):
            self.gone.append((event.id, amount.asset, quantity, cost, quantity - known))

    def outflows(self, event: Transaction) -> list[Amount]:
        """List what leaves for good: fees, what a transfer lost, and what was sent."""
        leaving = list(event.fees)
        if event.type == "transfer" and event.sent and event.received:
            lost = event.sent.quantity - event.received.quantity
            leaving += [Amount(event.sent.asset, lost)] if lost else []
        elif event.sent is not None:
            leaving.append(event.sent)
        return leaving


def units(pieces: list[Piece]) -> Fraction:
    return sum((each.quantity for each in pieces), ZERO)


def level(pieces: list[Piece]) -> None:
    """Give pieces the price that they have on average."""
    cost = sum((each.quantity * (each.price or 0) for each in pieces), ZERO)
    for each in pieces:
        each.price = cost / units(pieces)


def naive(events: list[Transaction], rules: Rules) -> Naive:
    """Follow a ledger; at one instant what arrives comes first, then what moves, then the rest."""
    books = Naive(rules, {}, [])
    for moment in sorted({event.time for event in events}):
        now = [event for event in events if event.time == moment]
        arriving = [(event, event.received) for event in now if event.received]
        for event, _ in sorted(arriving, key=lambda each: place(each[0], each[1])):
            books.add(event, Fraction(event.fee_value or Decimal(0)))
        for event, _ in sorted(arriving, key=lambda each: place(each[0], each[1])):
            books.move(event)
        leaving = [(event, amount) for event in now for amount in books.outflows(event)]
        for event, amount in sorted(leaving, key=lambda each: place(*each)):
            books.dispose(event, amount)
    return books


def place(event: Transaction, amount: Amount) -> tuple[str, str, Decimal, str]:
    return event.account, amount.asset, amount.quantity, event.id
