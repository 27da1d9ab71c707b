"""Forms with files: any size is taken, and nothing but what is asked for."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from tests.service import LEDGER, client_of, created

FILE = {"file": ("a.csv", LEDGER)}


@pytest.fixture
async def client(empty_sqlite: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(empty_sqlite, tmp_path) as client:
        yield client


@pytest.mark.parametrize(
    ("files", "fields", "pointer"),
    [
        (FILE, {"dry_run": "yes"}, "#/dry_run"),
        (FILE, {"format": "excel"}, "#/format"),
        (FILE, {"time_zone": "Mars"}, "#/time_zone"),
        (FILE, {"time_zone": "x" * 300}, "#/time_zone"),
        (FILE, {"user": "1"}, "#/user"),
        ([("file", ("a.csv", LEDGER)), ("file", ("b.csv", LEDGER))], {}, "#/file"),
        ([("other", ("a.csv", LEDGER))], {}, "#/other"),
        ([("dry_run", (None, "true"))], {}, "#/file"),
        ([("format", (None, "auto"))] * 17, {}, "#/format"),
    ],
)
async def test_a_wrong_form_is_refused_by_name(
    client: AsyncClient, files: Any, fields: dict[str, str], pointer: str
) -> None:
    portfolio = await created(client)

    answer = await client.post(f"{portfolio}/imports", files=files, data=fields)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("content", "kind", "pointer"),
    [
        (b"{}", "application/json", "Content-Type"),
        (b"", "multipart/form-data", "Content-Type"),
        (b"", "multipart/form-data; boundary=x", "#"),
        (b"--x\r\nfoo", "multipart/form-data; boundary=x", "#"),
        (b"--x\r\n\r\nhalf", "multipart/form-data; boundary=x", "#"),
    ],
)
async def test_what_is_no_form_is_refused(
    client: AsyncClient, content: bytes, kind: str, pointer: str
) -> None:
    portfolio = await created(client)

    answer = await client.post(
        f"{portfolio}/imports", content=content, headers={"content-type": kind}
    )

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "/problems/unreadable-file"),
        (b"a,b\n1,2\n", "/problems/unknown-format"),
        (b"\x00\x01\x02\xff" * 100, "/problems/unknown-format"),
    ],
)
async def test_a_file_that_cannot_be_read_goes_by_its_own_name(
    client: AsyncClient, content: bytes, problem: str
) -> None:
    portfolio = await created(client)
    files = {"file": ("../home/export.csv", content)}

    answer = await client.post(f"{portfolio}/imports", files=files)

    assert (answer.status_code, answer.json()["type"]) == (422, problem)
    assert answer.json()["errors"][0]["reason"].startswith("export.csv")


async def test_a_large_file_is_taken_whole_and_leaves_nothing_behind(
    client: AsyncClient, tmp_path: Path
) -> None:
    portfolio = await created(client)
    comment = b",sell,kraken,BTC,x" + b"x" * 1_000 + b",EUR,1,,,,\n"
    content = LEDGER + comment * 12_000

    answer = await client.post(f"{portfolio}/imports", files={"file": ("big.csv", content)})

    assert (answer.json()["added"], answer.json()["rejected_count"]) == (4, 12_000)
    assert len(answer.json()["rejected"]) == 1_000
    assert uploads_in(tmp_path) == []


def uploads_in(folder: Path) -> list[Path]:
    return list(folder.glob("upload-*"))
