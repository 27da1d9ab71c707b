"""Sharing a portfolio with a person, and what they see of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.people import OTHER, place
from tests.service import API
from tests.sharing import Parties, parties


@pytest.fixture
async def they(database_url: str, tmp_path: Path) -> AsyncIterator[Parties]:
    async with place(database_url, tmp_path) as here:
        yield await parties(here)


async def test_a_person_sees_what_is_shared_with_them(they: Parties) -> None:
    address = await they.shared("transactions")

    listed = (await they.other.get(f"{API}/shared")).json()["items"]
    shown = (await they.other.get(address)).json()
    held = (await they.other.get(f"{address}/holdings")).json()
    print(shown, held)
    for each in "net-worth transactions gains income".split():
        got = await they.other.get(f"{address}/{each}")
        print(each, got.status_code, got.text[:600])
    assert listed == [shown]
    assert 0
