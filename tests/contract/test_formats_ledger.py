"""What our own ledger file may hold, and how it says no."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.formats.files.lines import numbered, opened, records
from cryptotracker.adapters.formats.ledger.writing import csv_lines, json_lines
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.domain.errors import UnknownTimeZoneError, UnreadableFileError
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction
from cryptotracker.ports.formats import Outcome, Rejection

HEADER = "time,type,received_asset,received_quantity,note"
WHEN = "2026-01-31T13:00:00Z"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Outcome]]:
    def write_and_read(*lines: str, time_zone: str | None = None) -> list[Outcome]:
        path = tmp_path / "any name"
        path.write_text("\n".join(lines), encoding="utf-8")
        return list(Formats().read(path, time_zone=time_zone, file="ledger.csv"))

    return write_and_read


Read = Callable[..., list[Outcome]]


def test_columns_come_in_any_order_and_unknown_ones_become_notes(read: Read) -> None:
    (event,) = read(
        "mood,received_quantity,type,fee2_quantity,fee2_asset,time,fee_asset,fee_quantity,"
        "received_asset,sent_asset,sent_quantity,note",
        f"glad,1.50,buy,2,BNB,{WHEN},EUR,0.1,BTC,EUR,60000,first",
    )

    assert event == Transaction(
        time=datetime(2026, 1, 31, 13, tzinfo=UTC),
        type="buy",
        sent=Amount("EUR", Decimal(60_000)),
        received=Amount("BTC", Decimal("1.5")),
        fees=(Amount("EUR", Decimal("0.1")), Amount("BNB", Decimal(2))),
        note="first; mood: glad",
    )
    assert isinstance(event, Transaction)
    assert event.row == Row("ledger.csv", 2)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-31T13:00:00Z", datetime(2026, 1, 31, 13, tzinfo=UTC)),
        ("2026-01-31t13:00:00z", datetime(2026, 1, 31, 13, tzinfo=UTC)),
        ("2026-01-31 13:00:00.25+01:00", datetime(2026, 1, 31, 12, 0, 0, 250_000, tzinfo=UTC)),
        ("2026-01-31T13:00:00-05:30", datetime(2026, 1, 31, 18, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_an_instant_however_it_is_written(
    text: str, instant: datetime, read: Read
) -> None:
    (event,) = read(HEADER, f"{text},deposit,BTC,1,")

    assert isinstance(event, Transaction)
    assert event.time == instant


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("2026-01-31,deposit,BTC,1,", "time", "2026-01-31"),
        ("2026-01-31T13:00Z,deposit,BTC,1,", "time", "2026-01-31T13:00Z"),
        ("2026-W05-6T13:00:00Z,deposit,BTC,1,", "time", "2026-W05-6T13:00:00Z"),
        ("2026-02-30T13:00:00Z,deposit,BTC,1,", "time", "2026-02-30T13:00:00Z"),
        ("0001-01-01T00:00:00+14:00,deposit,BTC,1,", "time", "0001-01-01T00:00:00+14:00"),
        ("26-01-31T13:00:00Z,deposit,BTC,1,", "time", "26-01-31T13:00:00Z"),
        (f"{WHEN},gamble,BTC,1,", "type", "gamble"),
        (f"{WHEN},deposit,,1,", "received_asset", ""),
        (f"{WHEN},deposit,BTC,,", "received_quantity", ""),
        (f"{WHEN},deposit,,,", "received_quantity", ""),
        (f"{WHEN},deposit,B\x1bC,1,", "received_asset", "B\x1bC"),
        (f"{WHEN},deposit,BTC,1", "", ""),
        (f"{WHEN},deposit,BTC,1,,", "", ""),
    ],
)
def test_a_wrong_row_is_rejected_by_its_column_and_the_next_is_read(
    line: str, column: str, value: str, read: Read
) -> None:
    rejected, event = read(HEADER, line, f"{WHEN},deposit,BTC,1,")

    assert isinstance(rejected, Rejection)
    assert (rejected.line, rejected.column, rejected.value) == (2, column, value)
    assert rejected.reason
    assert isinstance(event, Transaction)


WRONG_AMOUNTS = "-1 +1 1e3 1_000 .5 5. 1,5 NaN Infinity \u0661 \uff10 0x1 1.2.3".split()
WRONG_AMOUNTS += [" 1", "1 ", "1" * 31, "0." + "1" * 31]


@pytest.mark.parametrize("text", WRONG_AMOUNTS)
def test_an_amount_is_plain_digits_and_nothing_else(text: str, read: Read) -> None:
    (rejected,) = read(HEADER, f'{WHEN},deposit,BTC,"{text}",')

    assert isinstance(rejected, Rejection)
    assert (rejected.column, rejected.value) == ("received_quantity", text)


@pytest.mark.parametrize(
    "value", ["1", "1.5", "true", '["1"]', '{"n": "1"}', "NaN", "1" * 5_000, '"\\ud800"']
)
def test_a_json_value_is_a_string(value: str, read: Read) -> None:
    (rejected,) = read(
        f'{{"time": "{WHEN}", "type": "deposit", "received_asset": "BTC", '
        f'"received_quantity": {value}}}'
    )

    assert isinstance(rejected, Rejection)
    assert rejected.column == "received_quantity"


@pytest.mark.parametrize("line", ["{", "[]", '"a"', "{" * 100_000, '{"type": "a", "type": "b"}'])
def test_a_line_that_is_no_object_is_rejected_and_the_next_is_read(line: str, read: Read) -> None:
    good = (
        f'{{"time": "{WHEN}", "type": "deposit", "received_asset": "A", "received_quantity": "1"}}'
    )

    _, rejected, event = read(good, line, good)

    assert isinstance(rejected, Rejection)
    assert rejected.line == 2
    assert isinstance(event, Transaction)


def test_a_time_without_zone_is_a_question_until_it_is_answered(read: Read) -> None:
    line = "2026-07-01T13:00:00,deposit,BTC,1,"

    (rejected,) = read(HEADER, line)
    (event,) = read(HEADER, line, time_zone="Europe/Berlin")

    assert isinstance(rejected, Rejection)
    assert rejected.question == "time_zone"
    assert isinstance(event, Transaction)
    assert event.time == datetime(2026, 7, 1, 11, tzinfo=UTC)


def test_a_local_time_that_clocks_skipped_is_rejected_and_a_doubled_one_is_the_earlier(
    read: Read,
) -> None:
    skipped, doubled = read(
        HEADER,
        "2026-03-29T02:30:00,deposit,BTC,1,",
        "2026-10-25T02:30:00,deposit,BTC,1,",
        time_zone="Europe/Berlin",
    )

    assert isinstance(skipped, Rejection)
    assert isinstance(doubled, Transaction)
    assert doubled.time == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "/etc/passwd", "a\0b"])
def test_an_unknown_time_zone_is_named(name: str, read: Read) -> None:
    with pytest.raises(UnknownTimeZoneError) as caught:
        read(HEADER, time_zone=name)

    assert caught.value.time_zone == name


def test_a_column_that_stands_twice_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableFileError, match="type stands in the header twice"):
        read("time,type,sent_asset,sent_quantity,Type")


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30)
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)
quantities = st.decimals(min_value=0, max_value=10**29, places=30)
amounts = st.builds(Amount, names, quantities)
swaps = st.builds(
    Transaction,
    time=st.datetimes(timezones=st.just(UTC)),
    type=st.just("swap"),
    account=names,
    sent=amounts,
    received=amounts,
    fees=st.lists(amounts, max_size=3).map(tuple),
    value=st.none() | quantities,
    fee_value=st.none() | quantities,
    id=texts,
    note=texts,
    tags=texts,
)


@pytest.mark.parametrize("write", [lambda events: csv_lines(events, fees=3), json_lines])
@given(events=st.lists(swaps, min_size=1, max_size=5))
def test_whatever_is_written_reads_back_the_same(
    write: Callable[[Sequence[Transaction]], Sequence[str]],
    events: list[Transaction],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "written"

    path.write_text("".join(write(events)), encoding="utf-8", newline="")

    assert list(Formats().read(path)) == events


def test_more_fees_than_columns_are_refused_when_writing() -> None:
    fee = Amount("EUR", Decimal(1))
    when = datetime(2026, 1, 31, tzinfo=UTC)
    event = Transaction(time=when, type="fee", fees=(fee, fee))

    with pytest.raises(ValueError, match="2 fees"):
        list(csv_lines([event], fees=1))


def test_a_quoted_cell_may_hold_lines_and_the_row_counts_from_its_first(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(b'a,"b\r\nc\n""d"""\r\n\r\n,,\r\ne,f\r\n')

    with opened(path, "ledger.csv") as file:
        found = list(records(numbered(file), ","))

    assert found == [(1, ["a", 'b\nc\n"d"'], ""), (6, ["e", "f"], "")]
