"""A row can be read again where it stands, to the last character."""

from pathlib import Path

import pytest

from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.application.raw_rows import rows_of_file
from cryptotracker.domain.portfolio.kept_files import BLOCK, LiteralRow
from cryptotracker.domain.portfolio.transactions import Transaction

HEADER = "time,type,account,received_asset,received_quantity,note"
FIRST = "2026-01-01T00:00:00Z,income,main,BTC,1,plain"
QUOTED = '2026-01-02T00:00:00Z,income,main,BTC,2,"two\nlines, and ""quoted"""'
UNCLOSED = '2026-01-03T00:00:00Z,income,main,BTC,3,"never closed'
LAST = "2026-01-04T00:00:00Z,income,main,BTC,4,last"


async def literal(path: Path, *lines: int) -> dict[int, LiteralRow]:
    formats = Formats()
    return dict(await rows_of_file(path, formats, formats.recognise(path), lines))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "ledger.csv"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
async def test_rows_are_as_written_whatever_ends_their_lines(
    tmp_path: Path, end: str, mark: str
) -> None:
    quoted = QUOTED.replace("\n", end)
    path = written(tmp_path, mark + end.join([HEADER, FIRST, "", quoted, UNCLOSED, LAST]))

    rows = await literal(path, 1, 2, 4, 6, 7, 99)

    assert {line: row.text for line, row in rows.items()} == {
        1: HEADER,
        2: FIRST,
        4: quoted,
        6: UNCLOSED,
        7: LAST,
    }


async def test_cells_stand_under_the_names_of_the_header(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{QUOTED}\n{UNCLOSED}\n1,2,3,4,5,6,7")

    rows = await literal(path, 2, 4, 5)

    assert rows[2].cells == [
        ("time", "2026-01-02T00:00:00Z"),
        ("type", "income"),
        ("account", "main"),
        ("received_asset", "BTC"),
        ("received_quantity", "2"),
        ("note", 'two\nlines, and "quoted"'),
    ]
    assert rows[4].cells == ()
    assert rows[5].cells[5:] == [("note", "6"), ("", "7")]


async def test_an_object_of_json_lines_has_cells_by_its_keys(tmp_path: Path) -> None:
    path = written(tmp_path, '{"time": "x", "type": "buy"}\n\n{"time": 1, "type": "buy"}\n{\n')

    rows = await literal(path, 1, 3, 4)

    assert rows[1].text == '{"time": "x", "type": "buy"}'
    assert rows[1].cells == [("time", "x"), ("type", "buy")]
    assert (rows[3].text, rows[3].cells) == ('{"time": 1, "type": "buy"}', ())
    assert (rows[4].text, rows[4].cells) == ("{", ())


async def test_a_long_row_is_cut_and_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, f"{HEADER}\n{FIRST}{'é' * 10_000}\n{LAST}")

    rows = await literal(path, 2, 3)

    assert (len(rows[2].text), rows[2].cut) == (4096, True)
    assert (rows[3].text, rows[3].cut) == (LAST, False)


async def test_the_row_of_a_large_file_is_the_one_that_was_read(tmp_path: Path) -> None:
    rows = [
        f'2026-01-01T00:00:00Z,income,main,BTC,{number},"{"x" * (number % 300)}\n{number}"'
        for number in range(1, 4_000)
    ]
    path = written(tmp_path, "\n".join([HEADER, *rows]))
    outcomes = [each for each in Formats().read(path) if isinstance(each, Transaction)]
    lines = {each.row.line: each.note for each in outcomes if each.row}

    found = await literal(path, *lines)

    assert path.stat().st_size > 2 * BLOCK
    assert {line: dict(row.cells)["note"] for line, row in found.items()} == lines
