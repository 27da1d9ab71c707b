"""Read the rows of a declared format: gather those of one event, and turn them into outcomes."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from cryptotracker.adapters.formats.exports import numbers
from cryptotracker.adapters.formats.exports.declaration import Entry, Format, Times, normal
from cryptotracker.adapters.formats.files.lines import Record
from cryptotracker.adapters.formats.files.rejecting import rejection, spoilt
from cryptotracker.adapters.formats.files.times import RFC_3339, reader, settled
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.portfolio.transactions import Row
from cryptotracker.ports.formats import Outcome

LARGEST_EVENT: Final = 5_000
"""Rows of one event that are kept together; more are read as another event."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Table:
    """An opened export whose format and header are known."""

    format: Format
    header: Sequence[str]
    file: str
    time_zone: ZoneInfo | None
    names: Sequence[str] = field(init=False)

    @names.default
    def _names(self) -> Sequence[str]:
        return normal(self.header)

    def outcomes(self, records: Iterator[Record]) -> Iterator[Outcome]:
        """Read the rows after the header; an event comes when its last row is sure to be read."""
        waiting: dict[Hashable, tuple[int, list[Entry]]] = {}
        key_of, span = self.format.event, self.format.span
        for count, (line, cells, fault) in enumerate(records):
            if fault:
                yield spoilt(self.file, line, cells, fault)
                continue
            try:
                entry = self.entry(line, cells)
            except InvalidValueError as error:
                yield rejection(self.file, line, error)
                continue
            if key_of is None:
                yield from self.settle([entry])
                continue
            key = key_of(entry)
            _, entries = waiting.setdefault(key, (count, []))
            entries.append(entry)
            if len(entries) >= LARGEST_EVENT:
                yield from self.settle(waiting.pop(key)[1])
            yield from self.ripe(waiting, count - span)
        for _, entries in waiting.values():
            yield from self.settle(entries)

    def ripe(
        self,
        waiting: dict[Hashable, tuple[int, list[Entry]]],
        before: int,
    ) -> Iterator[Outcome]:
        """Settle the events that began too long ago to get another row."""
        while waiting:
            key = next(iter(waiting))
            begun, entries = waiting[key]
            if begun >= before:
                return
            del waiting[key]
            yield from self.settle(entries)

    def settle(self, entries: Sequence[Entry]) -> Iterator[Outcome]:
        """Make one event's outcomes; when it cannot be understood, each of its rows is rejected."""
        try:
            outcomes = list(self.format.events(entries))
        except InvalidValueError as error:
            for entry in entries:
                yield rejection(self.file, entry.row.line, error)
        else:
            yield from outcomes

    def entry(self, line: int, cells: list[str]) -> Entry:
        names = self.names
        if len(cells) > len(names) and not any(cells[len(names) :]):
            cells = cells[: len(names)]
        if len(cells) > len(names) or len(cells) < len(names) - self.format.optional:
            reason = f"the row has {len(cells)} cells where the header has {len(names)}"
            raise InvalidValueError(column="", value="", reason=reason)
        named = dict(zip(names, cells, strict=False))
        return Entry(Row(self.file, line), self.time(named), named)

    def time(self, cells: dict[str, str]) -> datetime:
        times = self.format.times
        zone = UTC if times.zone == "UTC" else self.time_zone
        column = normal([times.column])[0]
        text = times.tidy(cells.get(column, ""))
        for pattern in times.patterns:
            if pattern == "epoch":
                return since_epoch(column, text)
            if pattern == "rfc3339":
                if RFC_3339.fullmatch(text):
                    return reader(column, zone)(text)
                continue
            bare = text.removesuffix(" UTC").removesuffix(" GMT")
            local = parsed(bare, pattern)
            if local is not None:
                return settled(column, text, local, zone if bare == text else UTC)
        raise InvalidValueError(column=column, value=text, reason=expected(text, times))


def parsed(text: str, pattern: str) -> datetime | None:
    """Read a time as strptime does, but never a number that is not ASCII."""
    if not text.isascii():
        return None
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 (the zone is settled by the caller)
    except ValueError:
        return None


def since_epoch(column: str, text: str) -> datetime:
    """Read seconds or milliseconds since 1970; either is far from the other for centuries."""
    try:
        number = numbers.read(text)
        milliseconds = number if abs(number) >= 10**11 else number * 1000
        return EPOCH + timedelta(microseconds=int(milliseconds * 1000))
    except (ValueError, OverflowError):
        reason = "a time is written as milliseconds since 1970"
        raise InvalidValueError(column=column, value=text, reason=reason) from None


def expected(text: str, times: Times) -> str:
    """Say how a time of this format looks."""
    if not text:
        return "a time is missing"
    sample = datetime(2026, 1, 31, 13, 0, 0, tzinfo=UTC)
    looks = " or ".join(
        "2026-01-31T13:00:00Z" if pattern == "rfc3339" else sample.strftime(pattern)
        for pattern in times.patterns
    )
    return f"no such time; this format writes it as {looks}"
