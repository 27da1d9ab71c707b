"""A portfolio that is shared by a link, with a passcode or without, and as a public page."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.tables import SHARES
from tests.people import EMAIL, WORDS, Place, place
from tests.service import API
from tests.sharing import PASSCODE, Parties, parties

NUMBERS: Final = ("value", "quantity", "cost_basis", "price", "unrealised_gain")


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        yield found


@pytest.fixture
async def they(here: Place) -> Parties:
    return await parties(here)


async def test_whoever_has_the_link_reads(they: Parties) -> None:
    token = await they.linked(scope="transactions")

    opened = await they.open(token)
    visitor = await they.visitor(token)
    shown = (await visitor.get(f"{API}/links/current")).json()
    entries = (await visitor.get(f"{API}/links/current/transactions")).json()["items"]

    assert opened.headers["cache-control"] == "no-store"
    assert set(shown) == {"kind", "scope", "expires_at", "portfolio"}
    assert len(entries) == 4


async def test_a_public_page_shows_percentages_and_nothing_else(they: Parties) -> None:
    visitor = await they.visitor(await they.linked(kind="public", label="my bags"))

    shown = await visitor.get(f"{API}/links/current")
    held = await visitor.get(f"{API}/links/current/holdings")
    others = [
        (await visitor.get(f"{API}/links/current/{each}")).status_code
        for each in ("net-worth", "transactions", "gains", "income")
    ]

    assert set(shown.json()) == {"kind", "scope", "expires_at"}
    assert set(held.json()) == {"at", "assets", "price_source"}
    assert {frozenset(each) for each in held.json()["assets"]} == {
        frozenset({"asset", "percentage"})
    }
    assert sum(float(each["percentage"]) for each in held.json()["assets"]) == 100
    assert [word for word in ("kraken", "Mine", "my bags", "EUR") if word in held.text] == []
    assert others == [403] * 4


async def test_a_passcode_is_asked_for(they: Parties) -> None:
    token = await they.linked(scope="totals", passcode=PASSCODE)

    none = await they.open(token)
    wrong = await they.open(token, passcode="close sesame")
    right = await they.open(token, passcode=PASSCODE)

    assert [each.status_code for each in (none, wrong, right)] == [403, 403, 200]
    assert wrong.json()["type"] == "/problems/passcode-needed"
    assert none.content == wrong.content


async def test_a_passcode_is_not_guessed_for_long(they: Parties) -> None:
    token = await they.linked(scope="totals", passcode=PASSCODE)
    other = await they.linked(scope="totals", passcode=PASSCODE)

    guesses = [(await they.open(token, passcode=f"guess {n}")).status_code for n in range(7)]
    right = await they.open(token, passcode=PASSCODE)
    elsewhere = await they.open(other, passcode=PASSCODE)

    assert guesses == [403] * 6 + [429]
    assert right.status_code == 429
    assert 1 <= int(right.headers["retry-after"]) <= 2
    assert elsewhere.status_code == 200


async def test_links_are_not_guessed_for_long(they: Parties) -> None:
    guesses = [(await they.open(f"{n:043}")).status_code for n in range(32)]

    assert guesses[:25] == [404] * 25
    assert 429 in guesses


async def test_what_is_right_is_not_counted(they: Parties) -> None:
    token = await they.linked(scope="totals", passcode=PASSCODE)

    answers = [(await they.open(token, passcode=PASSCODE)).status_code for _ in range(6)]
    without = [(await they.open(token)).status_code for _ in range(35)]

    assert answers == [200] * 6
    assert without == [403] * 35


@pytest.mark.parametrize(
    "change", [{"passcode": "another one"}, {"passcode": ""}, {"scope": "amounts"}]
)
async def test_a_change_ends_what_was_begun_by_a_link(
    they: Parties, change: dict[str, str]
) -> None:
    visitor = await they.visitor(await they.linked(passcode=PASSCODE), passcode=PASSCODE)
    (share,) = (await they.owner.get(f"{they.portfolio}/shares")).json()["items"]

    before = await visitor.get(f"{API}/links/current")
    edited = await they.owner.patch(f"{they.portfolio}/shares/{share['id']}", json=change)
    after = await visitor.get(f"{API}/links/current")

    assert [each.status_code for each in (before, edited, after)] == [200, 200, 404]
    assert edited.json()["has_passcode"] == (change.get("passcode") != "")


async def test_a_link_that_is_revoked_is_as_one_that_never_was(they: Parties) -> None:
    token = await they.linked()
    visitor = await they.visitor(token)
    (share,) = (await they.owner.get(f"{they.portfolio}/shares")).json()["items"]

    await they.owner.delete(f"{they.portfolio}/shares/{share['id']}")
    current = await visitor.get(f"{API}/links/current/holdings")
    opened, never = await they.open(token), await they.open("x" * 43)

    assert [each.status_code for each in (current, opened, never)] == [404] * 3
    assert current.content == opened.content == never.content


async def test_a_link_makes_nobody_a_user(they: Parties) -> None:
    token = await they.linked(scope="transactions")
    visitor = await they.visitor(token)
    session = visitor.headers["authorization"].removeprefix("Link ")
    paths = ("me", "portfolios", "shared", they.portfolio.removeprefix(f"{API}/"))
    credentials = (f"Link {session}", f"Bearer {session}", f"Bearer {token}")

    answers = [
        await visitor.get(f"{API}/{path}", headers={"Authorization": each})
        for path in paths
        for each in credentials
    ]
    as_bearer = await visitor.get(
        f"{API}/links/current", headers={"Authorization": f"Bearer {session}"}
    )

    assert {each.status_code for each in answers} == {401}
    assert as_bearer.status_code == 404


async def test_a_link_opens_beside_somebodys_cookies(they: Parties) -> None:
    token = await they.linked()
    browser = they.here.visitor()
    given = {"email": EMAIL, "password": WORDS, "client": "web"}
    await browser.post(f"{API}/auth/login", json=given)

    opened = await browser.post(f"{API}/links/open", json={"token": token})

    assert opened.status_code == 200


async def test_neither_links_nor_passcodes_are_kept(they: Parties, database_url: str) -> None:
    token = await they.linked(passcode=PASSCODE)
    visitor = await they.visitor(token, passcode=PASSCODE)
    session = visitor.headers["authorization"].removeprefix("Link ")

    async with open_database(database_url) as database, database.engine.begin() as connection:
        await work_for(connection, EVERYBODY)
        rows = [repr(row) for each in SHARES for row in await connection.execute(select(each))]

    assert len(rows) == 2
    assert [secret for secret in (token, PASSCODE, session) if secret in "".join(rows)] == []
