"""What every file format promises, held against every format there is, by samples of our own."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from cryptotracker.adapters.formats.exports.declaration import normal
from cryptotracker.adapters.formats.ledger.writing import csv_lines, json_lines, most_fees
from cryptotracker.adapters.formats.reader import LEDGER_CSV, LEDGER_JSONL, Formats, declared
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.ports.formats import Outcome, Rejection, Skipped

SAMPLES = Path(__file__).parent.parent / "cases" / "formats"
DECLARED = [name for name in Formats().names() if name not in (LEDGER_CSV, LEDGER_JSONL)]
FILES = sorted(SAMPLES.glob("*.csv"))

# The samples of formats that name no zone were written in this one.
ZONE = "Europe/Berlin"

every_sample = pytest.mark.parametrize("sample", FILES, ids=[path.stem for path in FILES])


def transactions(path: Path) -> list[Transaction]:
    outcomes = Formats().read(path, time_zone=ZONE)
    return [outcome for outcome in outcomes if isinstance(outcome, Transaction)]


def left_out(path: Path) -> list[Rejection | Skipped]:
    outcomes = Formats().read(path, time_zone=ZONE)
    return [outcome for outcome in outcomes if not isinstance(outcome, Transaction)]


def read_text(tmp_path: Path, text: str, **options: str) -> list[Outcome]:
    path = tmp_path / "export.txt"
    path.write_text(text, encoding="utf-8")
    return list(Formats().read(path, **options))


@pytest.mark.parametrize("name", DECLARED)
def test_every_format_has_a_sample(name: str) -> None:
    recognised = {Formats().recognise(path) for path in SAMPLES.glob(f"{name}*.csv")}

    assert recognised == {name}


@every_sample
def test_a_sample_becomes_the_transactions_that_were_worked_out_for_it(sample: Path) -> None:
    expected = sample.with_suffix(".expected.jsonl").read_text(encoding="utf-8")

    assert "".join(json_lines(transactions(sample))) == expected


@every_sample
def test_what_makes_no_transaction_is_reported_with_its_line_and_reason(sample: Path) -> None:
    listed = sample.with_suffix(".left-out.json")
    expected = json.loads(listed.read_text(encoding="utf-8")) if listed.exists() else []

    outcomes = [[each.line, type(each).__name__, each.reason] for each in left_out(sample)]

    assert outcomes == expected


@every_sample
def test_a_converted_sample_reads_back_as_the_same_transactions(
    sample: Path, tmp_path: Path
) -> None:
    original = transactions(sample)
    table, lines = tmp_path / "ledger.csv", tmp_path / "ledger.jsonl"

    table.write_text("".join(csv_lines(original, fees=most_fees(original))), encoding="utf-8")
    lines.write_text("".join(json_lines(original)), encoding="utf-8")

    assert transactions(table) == original
    assert transactions(lines) == original


@every_sample
@pytest.mark.parametrize(
    "change", [str.upper, lambda title: f" {title.replace(' ', '  ')} "], ids=["upper", "blanks"]
)
def test_a_format_survives_a_change_of_case_and_blanks_in_its_header(
    sample: Path, change: Callable[[str], str], tmp_path: Path
) -> None:
    likeness = declared()[Formats().recognise(sample)].likeness
    lines = sample.read_text(encoding="utf-8-sig").splitlines()
    titles = [line.replace('"', "").split(",") for line in lines]
    (header,) = [at for at, cells in enumerate(titles) if likeness(normal(cells))]
    lines[header] = ",".join(map(change, titles[header]))
    changed = tmp_path / "export.csv"
    changed.write_text("\n".join(lines), encoding="utf-8")

    assert transactions(changed) == transactions(sample)


def test_a_time_without_zone_asks_for_it(tmp_path: Path) -> None:
    (rejected,) = read_text(
        tmp_path,
        "Type,Buy,Cur.,Sell,Cur.,Fee,Cur.,Exchange,Group,Comment,Date\n"
        "Deposit,1,BTC,-,,,,Kraken,,,31.01.2021 23:59:59\n",
    )

    assert isinstance(rejected, Rejection)
    assert (rejected.line, rejected.question) == (2, "time_zone")


def test_an_event_whose_rows_stand_apart_is_put_together(tmp_path: Path) -> None:
    (bought, deposited) = read_text(
        tmp_path,
        "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance\n"
        "L1,T1,2022-01-02 10:00:00,trade,,currency,ZEUR,-400,0.6,0\n"
        "L2,D1,2022-01-02 10:00:00,deposit,,currency,ZEUR,5,0,0\n"
        "L3,T1,2022-01-02 10:00:00,trade,,currency,XXBT,0.01,0,0\n",
    )

    assert isinstance(bought, Transaction)
    assert (bought.type, bought.id) == ("buy", "T1")
    assert isinstance(deposited, Transaction)
    assert deposited.id == "L2"


def test_half_of_an_event_is_rejected_with_all_its_rows(tmp_path: Path) -> None:
    outcomes = read_text(
        tmp_path,
        "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance\n"
        "L1,T1,2022-01-02 10:00:00,trade,,currency,ZEUR,-400,0.6,0\n"
        "L2,T1,2022-01-02 10:00:00,trade,,currency,ZUSD,-1,0,0\n",
    )

    assert [type(each) for each in outcomes] == [Rejection, Rejection]


def test_sixty_digits_survive_an_export_with_its_sign(tmp_path: Path) -> None:
    digits = "123456789012345678901234567890.123456789012345678901234567891"

    (spent,) = read_text(
        tmp_path,
        "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Label\n"
        f"2024-01-02 10:00 UTC,-{digits},ABC,,,cost\n",
    )

    assert isinstance(spent, Transaction)
    assert spent.sent == Amount("ABC", Decimal(digits))
