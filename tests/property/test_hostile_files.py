"""Whatever a file holds, reading it ends in outcomes or in one of our errors, never in a crash."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cryptotracker.adapters.formats.exports import numbers
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.numbers import AMOUNT, amount, plain
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.formats import Outcome, Rejection, Skipped

SAMPLES = Path(__file__).parent.parent / "cases" / "formats"
FILES = [*sorted(SAMPLES.glob("*.csv")), *sorted(SAMPLES.glob("koinly*.jsonl"))]

hostile = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

cells = st.one_of(
    st.sampled_from(
        ["", "-", '"', "NaN", "1E-400", "1e99", "9" * 40, "-0", "0,1", "\0", "\ud7ff", "=1+1"]
    ),
    st.text(max_size=12),
)
mutations = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12), cells), max_size=4)


def outcomes(path: Path) -> Sequence[Outcome]:
    with suppress(CryptoTrackerError):
        return list(Formats().read(path, time_zone="Europe/Berlin"))
    return []


@hostile
@given(content=st.binary(max_size=400))
def test_any_bytes_end_in_outcomes_or_errors_of_ours(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)

    assert all(isinstance(each, Rejection | Skipped | Transaction) for each in outcomes(path))


@pytest.mark.parametrize("sample", FILES, ids=[path.stem for path in FILES])
@hostile
@given(mutations=mutations, tail=st.binary(max_size=60))
def test_a_damaged_export_ends_in_outcomes(
    sample: Path, mutations: list[tuple[int, int, str]], tail: bytes, tmp_path: Path
) -> None:
    lines = [line.split(",") for line in sample.read_text(encoding="utf-8").splitlines()]
    for line, cell, text in mutations:
        row = lines[line % len(lines)]
        row[cell % len(row)] = text
    path = tmp_path / "file"
    damaged = "\n".join(",".join(row) for row in lines)
    path.write_bytes(damaged.encode("utf-8", "surrogatepass") + tail)

    assert all(isinstance(each, Rejection | Skipped | Transaction) for each in outcomes(path))


@hostile
@given(
    text=st.one_of(st.text(max_size=80), st.from_regex(r"[+-]?[0-9.,eE_]{1,70}", fullmatch=True))
)
@example("1e99")
@example("1E-30")
@example("-0")
@example("9" * 1000)
def test_a_number_of_an_export_is_one_that_a_ledger_can_write_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        assert AMOUNT.fullmatch(plain(numbers.read(text).copy_abs()))


@hostile
@given(text=st.one_of(st.text(max_size=80), st.from_regex(r"[0-9]{0,32}\.?[0-9]{0,32}")))
def test_an_amount_reads_back_as_it_was_written_or_is_refused(text: str) -> None:
    with suppress(ValueError):
        assert format(amount(text), "f").lstrip("0") == text.lstrip("0")
