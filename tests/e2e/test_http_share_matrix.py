"""Every route of shares, asked by everybody there can be: who gets what, and who changes what."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import evolve, frozen
from httpx import AsyncClient, Response
from litestar.types import Scope

from cryptotracker.application.identity.joining import Newcomer
from cryptotracker.domain.identity.permissions import Principal
from cryptotracker.domain.identity.shares import Share
from cryptotracker.entrypoints.http.app import application, describe
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.persistence import Database
from tests.contract.people import HASH
from tests.people import Letterbox
from tests.service import API, LEDGER, client_to, filled, installed

PASSCODE: Final = "open sesame"
READERS: Final = ("totals", "transactions", "comment", "write", "expired", "revoked")
USERS: Final = ("admin", "owner", "other", *READERS)
WHO: Final = ("anonymous", "other", *READERS, "link", "token", "admin", "owner")
"""Those who ask, in the order of the columns; the owner last, for what they may do is done."""

EXPECTED: Final = {
    "listShares": "401 404 404 404 404 404 404 404 401 200 404 200",
    "makeShare": "401 404 404 404 404 404 404 404 401 403 404 201",
    "editShare": "401 404 404 404 404 404 404 404 401 403 404 200",
    "revokeShare": "401 404 404 404 404 404 404 404 401 403 404 204",
    "listShared": "401 200 200 200 200 200 200 200 401 200 200 200",
    "showSharedPortfolio": "401 404 200 200 200 200 404 404 401 404 404 404",
    "showSharedHoldings": "401 404 200 200 200 200 404 404 401 404 404 404",
    "showSharedNetWorth": "401 404 200 200 200 200 404 404 401 404 404 404",
    "listSharedTransactions": "401 404 403 200 200 200 404 404 401 404 404 404",
    "showSharedGains": "401 404 403 200 200 200 404 404 401 404 404 404",
    "listSharedIncome": "401 404 403 200 200 200 404 404 401 404 404 404",
    "importShared": "401 404 403 403 403 201 404 404 401 403 404 404",
    "undoSharedImport": "401 404 403 403 403 200 404 404 401 403 404 404",
    "listComments": "401 404 404 404 404 404 404 404 401 200 404 200",
    "listThreads": "401 404 404 404 404 404 404 404 401 200 404 200",
    "writeComment": "401 404 404 404 404 404 404 404 401 403 404 201",
    "editComment": "401 404 404 404 404 404 404 404 401 403 404 200",
    "removeComment": "401 404 404 404 404 404 404 404 401 403 404 204",
    "listSharedComments": "401 404 200 200 200 200 404 404 401 404 404 404",
    "listSharedThreads": "401 404 200 200 200 200 404 404 401 404 404 404",
    "writeSharedComment": "401 404 403 403 201 201 404 404 401 403 404 404",
    "editSharedComment": "401 404 403 403 200 200 404 404 401 403 404 404",
    "removeSharedComment": "401 404 403 403 403 403 404 404 401 403 404 404",
    "openLink": "200 200 200 200 200 200 200 200 200 200 200 200",
    "showLinkedPortfolio": "404 404 404 404 404 404 404 404 200 404 404 404",
    "showLinkedHoldings": "404 404 404 404 404 404 404 404 200 404 404 404",
    "showLinkedNetWorth": "404 404 404 404 404 404 404 404 200 404 404 404",
    "listLinkedTransactions": "404 404 404 404 404 404 404 404 403 404 404 404",
    "showLinkedGains": "404 404 404 404 404 404 404 404 403 404 404 404",
    "listLinkedIncome": "404 404 404 404 404 404 404 404 403 404 404 404",
}
MISSING: Final = UUID(int=99)
LATER: Final = datetime.now(UTC) + timedelta(hours=1)
Body = Mapping[str, object]


def routes() -> dict[str, str]:
    """List the routes of shares by what is described to callers."""
    return {
        operation["operationId"]: f"{method.upper()} {path}"
        for path, operations in describe()["paths"].items()
        for method, operation in operations.items()
        if {"Shares", "Comments"} & {*operation["tags"]}
    }


@frozen
class Scene:
    """A portfolio that is shared in every way, and a client whose headers say who asks."""

    client: AsyncClient
    everybody: Database
    portfolio: str
    shares: Mapping[str, str]
    token: str
    session: str
    comment: str
    record: str

    async def ask(self, operation: str, who: str, share: object = None) -> Response:
        method, _, path = routes()[operation].partition(" ")
        address = path.format(
            portfolio_id=self.portfolio.rpartition("/")[2],
            comment_id=self.comment,
            import_id=self.record,
            share_id=share or self.shares.get(who, self.shares["totals"]),
        )
        bodies: Mapping[str, Body] = {
            "makeShare": {"kind": "link"},
            "editShare": {"label": "new"},
            "writeComment": {"text": "!"},
            "editComment": {"resolved": True},
            "writeSharedComment": {"text": "?"},
            "editSharedComment": {"resolved": True},
            "openLink": {"token": self.token, "passcode": PASSCODE},
        }
        headers = {"x-as": who}
        if who == "link":
            headers["Authorization"] = f"Link {self.session}"
        form = {"file": ("mine.csv", LEDGER)} if operation == "importShared" else None
        return await self.client.request(
            method, address, json=bodies.get(operation), files=form, headers=headers
        )

    async def kept(self) -> list[Share]:
        async with self.everybody.snapshot() as work:
            return [*await work.shares.of(UUID(self.portfolio.rpartition("/")[2]))]


def principals(ids: Mapping[str, UUID]) -> Mapping[str, Principal]:
    session, fresh = UUID(int=1), LATER
    found = {
        name: Principal(user_id=user_id, session_id=session, fresh_until=fresh)
        for name, user_id in ids.items()
    }
    reads = frozenset({"read"})
    token = Principal(user_id=ids["owner"], token_id=UUID(int=2), scopes=reads)
    admin, stale = evolve(found["admin"], role="admin"), evolve(found["owner"], fresh_until=None)
    return found | {"admin": admin, "token": token, "stale": stale}


async def shared(client: AsyncClient, portfolio: str, database: Database) -> dict[str, str]:
    """Share with each of the readers; one share is over by now, and one was revoked."""
    shares: dict[str, str] = {}
    for reader in READERS:
        scope = reader if reader in {"totals", "comment", "write"} else "transactions"
        wanted = {"kind": "person", "email": f"{reader}@example.org", "scope": scope}
        answer = await client.post(f"{portfolio}/shares", json=wanted)
        shares[reader] = answer.json()["id"]
    async with database.transaction() as work:
        share = await work.shares.get(UUID(shares["expired"]))
        await work.shares.save(evolve(share, expires_at=datetime.now(UTC)))
    await client.delete(f"{portfolio}/shares/{shares['revoked']}")
    return shares


@pytest.fixture
async def scene(database_url: str, tmp_path: Path) -> AsyncIterator[Scene]:
    settings = Settings(data_dir=tmp_path, database_url=database_url, public_url="https://x.org")
    known: dict[str, Principal] = {}

    async def by_header(scope: Scope) -> Principal | None:
        return known.get(dict(scope["headers"]).get(b"x-as", b"").decode())

    async with (
        installed(settings) as opened,
        open_people(settings, opened, outbox=Letterbox()) as people,
        client_to(
            application(opened.trackers, uploads=tmp_path, principals=by_header, people=people)
        ) as client,
    ):
        users = [Newcomer(email=f"{n}@example.org", name=n, password=HASH) for n in USERS]
        made = [await people.administration.create(each) for each in users]
        known |= principals({each.name: each.id for each in made})
        client.headers["x-as"] = "owner"
        portfolio = await filled(client)
        everybody = opened.databases.of_everybody()
        shares = await shared(client, portfolio, everybody)
        wanted: Any = {"kind": "link", "scope": "amounts", "passcode": PASSCODE}
        link = (await client.post(f"{portfolio}/shares", json=wanted)).json()["link"]
        token = link.partition("#")[2]
        opening = {"token": token, "passcode": PASSCODE}
        session = (await client.post(f"{API}/links/open", json=opening)).json()["session"]
        said = (await client.post(f"{portfolio}/comments", json={"text": "Mine."})).json()["id"]
        imports, gift = f"{API}/shared/{shares['write']}/imports", {"file": ("mine.csv", LEDGER)}
        record = (await client.post(imports, files=gift, headers={"x-as": "write"})).json()[
            "import"
        ]
        yield Scene(client, everybody, portfolio, shares, token, session, said, record)


def test_every_route_of_shares_is_asked() -> None:
    assert sorted(routes()) == sorted(EXPECTED)


@pytest.mark.parametrize("operation", EXPECTED)
async def test_everybody_gets_what_is_theirs_to_get(scene: Scene, operation: str) -> None:
    before = await scene.kept()
    refused = [await scene.ask(operation, who) for who in WHO[:-1]]
    after = await scene.kept()
    allowed = await scene.ask(operation, "owner")

    statuses = [each.status_code for each in (*refused, allowed)]
    assert dict(zip(WHO, map(str, statuses), strict=True)) == dict(
        zip(WHO, EXPECTED[operation].split(), strict=True)
    )
    assert after == before


BY_ID: Final = [each for each, path in routes().items() if "{share_id}" in path]


@pytest.mark.parametrize("operation", BY_ID)
async def test_what_is_not_theirs_is_answered_as_what_never_was(
    scene: Scene, operation: str
) -> None:
    hidden = [await scene.ask(operation, who) for who in ("other", "expired", "revoked", "admin")]
    never = await scene.ask(operation, "other", MISSING)

    assert never.json()["type"] == "/problems/share-not-found"
    assert {each.content for each in hidden} == {never.content}


@pytest.mark.parametrize(
    ("operation", "status"), [("makeShare", 403), ("editShare", 403), ("revokeShare", 204)]
)
async def test_to_share_takes_proof_and_to_revoke_takes_none(
    scene: Scene, operation: str, status: int
) -> None:
    answer = await scene.ask(operation, "stale")

    assert answer.status_code == status
    assert status == 204 or answer.json()["type"] == "/problems/step-up-needed"


async def test_a_list_holds_nothing_that_is_over_or_foreign(scene: Scene) -> None:
    lists = [await scene.ask("listShared", who) for who in WHO[1:-1] if who != "link"]

    lengths = [len(each.json()["items"]) for each in lists]
    assert lengths == [0, 1, 1, 1, 1, 0, 0, 0, 0]
