"""Compare a case's lists by year and by lot with what the engine says.

The source lists income among the disposals, and does not tell a fee from what it was paid for.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from tests.unit.domain.cost_basis_figures import Books

KINDS: Final = {"sell": "SELL", "transfer": "MOVE", "gift_out": "GIFT", "donation": "DONATE"}
FIGURES: Final = ("quantity", "proceeds", "cost_basis", "gain")

Sums = dict[tuple[Any, ...], list[Decimal]]


def check_years(books: Books, expected: list[dict[str, Any]]) -> Iterator[str]:
    """Compare quantity, proceeds, cost and gain by year, kind of event and term."""
    sums: Sums = defaultdict(lambda: [Decimal(0)] * len(FIGURES))
    for kind, when, term, _, figures in slices(books):
        add(sums, (when.year, kind, term), figures)
    yield from compare(books, sums, expected, lambda e: (e["year"], e["event_type"], e["term"]))


def check_slices(books: Books, expected: list[dict[str, Any]]) -> Iterator[str]:
    """Compare what each event took of each lot."""
    sums: Sums = defaultdict(lambda: [Decimal(0)] * len(FIGURES))
    for kind, when, term, acquired, figures in slices(books):
        shown = figures if kind == "MOVE" else (figures[0], None, figures[2], None)
        add(sums, (kind, when, term, acquired), [each or Decimal(0) for each in shown])
    wanted = [each if "MOVE" in each["event"] else without(each) for each in expected]
    yield from compare(books, sums, wanted, slice_key)


def without(each: dict[str, Any]) -> dict[str, Any]:
    """Leave out how the source spreads proceeds over the fee too."""
    return each | {"proceeds": "0", "gain": "0"}


def slice_key(each: dict[str, Any]) -> tuple[Any, ...]:
    acquired = each.get("acquired")
    return (
        each["event"].split(" / ")[1],
        datetime.fromisoformat(each["time"]),
        each["term"],
        datetime.fromisoformat(acquired) if acquired else None,
    )


def slices(books: Books) -> Iterator[tuple[str, datetime, str, datetime | None, Any]]:
    for income in books.report.income:
        value = income.value or Decimal(0)
        yield (
            income.event.subtype.upper(),
            income.event.time,
            "SHORT",
            None,
            (income.quantity, value, Decimal(0), value),
        )
    for disposals in books.by_event.values():
        for disposal in disposals:
            event = disposal.outflow.event
            kind = KINDS.get(event.type, event.subtype.upper())
            for match in disposal.matches:
                assert match.term is not None
                figures = (match.quantity, match.proceeds, match.cost_basis, match.gain)
                yield kind, event.time, match.term.upper(), match.acquired, figures


def add(sums: Sums, key: tuple[Any, ...], figures: Any) -> None:
    sums[key] = [before + more for before, more in zip(sums[key], figures, strict=True)]


def compare(books: Books, sums: Sums, expected: list[dict[str, Any]], key: Any) -> Iterator[str]:
    wanted: Sums = defaultdict(lambda: [Decimal(0)] * len(FIGURES))
    for each in expected:
        add(wanted, key(each), [Decimal(each.get(name, "0")) for name in FIGURES])
    for where in sums.keys() | wanted.keys():
        for name, due, found in zip(FIGURES, wanted[where], sums[where], strict=True):
            yield from books.differ(f"{name} {where}", str(due), found)
