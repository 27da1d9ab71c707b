"""What cannot be shared, and what is said of it; on a laptop, where nobody signs in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.people import OTHER
from tests.service import client_of, created

WRONG: Final[Mapping[str, Mapping[str, Any]]] = {
    "#/email": {"kind": "person"},
    "#/email ": {"kind": "link", "email": OTHER},
    "#/email  ": {"kind": "person", "email": "nobody"},
    "#/scope": {"kind": "public", "scope": "totals"},
    "#/scope ": {"kind": "link", "scope": "percentages"},
    "#/scope  ": {"kind": "link", "scope": "amounts", "preset": "accountant"},
    "#/scope   ": {"kind": "link", "scope": "write"},
    "#/scope    ": {"kind": "link", "scope": "comment"},
    "#/scope     ": {"kind": "link", "preset": "accountant"},
    "#/passcode": {"kind": "public", "passcode": "open sesame"},
    "#/passcode ": {"kind": "link", "passcode": "12345"},
    "#/days": {"kind": "link", "days": 366},
    "#/label": {"kind": "link", "label": "a\nb"},
}


@pytest.mark.parametrize("pointer", WRONG)
async def test_what_cannot_be_shared_is_refused(
    empty_sqlite: str, tmp_path: Path, pointer: str
) -> None:
    async with client_of(empty_sqlite, tmp_path) as client:
        portfolio = await created(client)
        answer = await client.post(f"{portfolio}/shares", json=WRONG[pointer])

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer.strip()]


async def test_who_is_alone_can_share_too(empty_sqlite: str, tmp_path: Path) -> None:
    async with client_of(empty_sqlite, tmp_path) as client:
        portfolio = await created(client)
        made = await client.post(f"{portfolio}/shares", json={"kind": "public"})
        listed = await client.get("/api/v1/shared")

    assert made.json()["link"].startswith("http://127.0.0.1:8000/link#")
    assert listed.json()["items"] == []
