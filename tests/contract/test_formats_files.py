"""Which files are refused or spoilt, and that a bad line costs no more than itself."""

import gzip
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.domain.errors import UnknownFormatError, UnreadableFileError
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.formats import Outcome, Rejection

HEADER = b"time,type,received_asset,received_quantity,note\n"
ROW = b"2026-01-31T13:00:00Z,deposit,BTC,1,\n"


def read(tmp_path: Path, content: bytes) -> list[Outcome]:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    return list(Formats().read(path))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n\r\n\n", "is empty"),
        (gzip.compress(HEADER + ROW, mtime=0), "is compressed"),
        (b"PK\x03\x04 and so on", "spreadsheet"),
        ((HEADER + ROW).decode().encode("utf-16"), "is UTF-16"),
        ((HEADER + ROW).decode().encode("utf-16-le"), "is UTF-16"),
    ],
)
def test_a_file_that_is_no_text_is_refused_in_plain_words(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableFileError, match=reason):
        read(tmp_path, content)


@pytest.mark.parametrize("name", ["missing.csv", "", "x" * 300, "nul\0name"])
def test_a_path_that_leads_to_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        Formats().read(tmp_path / name)


def test_an_endless_device_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        Formats().read(Path("/dev/zero"))


def test_an_unknown_header_is_shown_with_the_formats_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read(tmp_path, b"When,What\n1,2\n")

    assert caught.value.header == "When,What"
    assert "kraken-ledgers" in caught.value.known
    assert "ledger-csv" in caught.value.known


def test_a_format_that_was_named_is_not_overruled(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(HEADER + ROW)

    with pytest.raises(UnknownFormatError, match="koinly"):
        Formats().read(path, format_name="koinly")


def test_a_header_without_rows_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER) == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + HEADER + ROW,
        (HEADER + ROW).replace(b"\n", b"\r\n"),
        (HEADER + ROW).replace(b"\n", b"\r"),
        (HEADER + ROW).replace(b",", b";"),
        (HEADER + ROW).replace(b",", b"\t"),
        b"\n\n" + HEADER + b"\n,,,,\n" + ROW.rstrip() + b"\n\n",
    ],
    ids=["bom", "crlf", "cr", "semicolons", "tabs", "blank lines"],
)
def test_how_a_table_is_written_does_not_matter(content: bytes, tmp_path: Path) -> None:
    (event,) = read(tmp_path, content)

    assert isinstance(event, Transaction)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"2026-01-31T13:00:00Z,deposit,\x00BTC,1,", "NUL"),
        (b"2026-01-31T13:00:00Z,deposit,BTC,1,M\xfcnchen", "UTF-8"),
        (b'2026-01-31T13:00:00Z,deposit,BTC,1,"it never ends', "quotation mark"),
        (b'2026-01-31T13:00:00Z,deposit,"B"TC,1,', "cannot be read"),
        (b"2026-01-31T13:00:00Z,deposit,BTC,1," + b"x" * 3_000_000, "longer than"),
    ],
    ids=["nul", "latin-1", "quote", "half quoted", "long"],
)
def test_a_bad_line_is_rejected_alone(line: bytes, reason: str, tmp_path: Path) -> None:
    outcomes = read(tmp_path, HEADER + ROW + line + b"\n" + ROW * 300)

    (rejected,) = [each for each in outcomes if isinstance(each, Rejection)]
    assert rejected.line == 3
    assert reason in rejected.reason
    assert len(rejected.value) <= 101
    assert len(outcomes) == 302
    last = outcomes[-1]
    assert isinstance(last, Transaction)
    assert last.row is not None
    assert last.row.line == 303


def test_stray_quotation_marks_everywhere_do_not_make_reading_quadratic(tmp_path: Path) -> None:
    outcomes = read(tmp_path, HEADER + b'2026-01-31T13:00:00Z,deposit,BTC,1,"x\n' * 2_001)

    assert sum(isinstance(each, Rejection) for each in outcomes) >= 1_000


@pytest.fixture
def peak() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("peak")
def test_a_file_of_any_size_takes_the_same_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(HEADER)
        file.write(b'2026-01-31T13:00:00Z,deposit,BTC,1,"' + b"x" * 10_000_000 + b"\n")
        file.write((b"2026-01-31T13:00:00Z,deposit,BTC,1," + b"n" * 900 + b"\n") * 10_000)
    tracemalloc.reset_peak()

    count = sum(1 for _ in Formats().read(path))

    assert count == 10_001
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
