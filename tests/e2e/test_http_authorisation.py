"""Every route, asked by everybody: its policy says who is let in, and what is foreign is missing.

The routes are those of the running application; one that SAMPLES does not know fails.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from attrs import field, frozen
from litestar.routes import HTTPRoute, WebSocketRoute

from cryptotracker.adapters.persistence.rows import SqlRows
from cryptotracker.application.archive import Digest
from cryptotracker.domain.identity.permissions import (
    ADMIN,
    FRESH,
    OPERATOR,
    PUBLIC,
    SESSION,
    USER,
)
from cryptotracker.entrypoints.http.app import routed
from tests.askers import ASKERS, GRANTEE, OWNER, Asker, Headers
from tests.e2e.asking import FORM, KEPT_OUT, MAY_NOT, NOBODY, NOT_THERE, PRICE, SAMPLES, SWITCHED
from tests.people import Place, place
from tests.service import API, client_to, handshake

NEEDED: Final[Mapping[str, frozenset[str]]] = {
    USER: frozenset(),
    SESSION: frozenset({"session"}),
    FRESH: frozenset({"session", "fresh"}),
    ADMIN: frozenset({"session", "admin"}),
}
"""What has to count of those who are let in."""


NONE: Final = UUID(int=99)
MISSING: Final[Mapping[str, object]] = {
    "portfolio_id": NONE,
    "import_id": NONE,
    "job_id": NONE,
    "session_id": NONE,
    "token_id": NONE,
    "passkey_id": NONE,
    "identity_id": NONE,
    "share_id": NONE,
    "comment_id": NONE,
    "price_id": NONE,
    "article_id": NONE,
    "feed_id": NONE,
    "list_id": NONE,
    "ref": f"{NONE}:value",
}
NOBODYS: Final = frozenset({"article_id", "feed_id"})
HIDDEN: Final = ("x-request-id", "ratelimit", "date")
"""What counts and names requests."""


@frozen
class Told:
    """All that a caller is told."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(factory=dict)


def routes() -> Iterator[tuple[str, str]]:
    """List every route of the application with its policy."""
    for each in routed().routes:
        if isinstance(each, HTTPRoute):
            for method, (handler, _) in each.route_handler_map.items():
                if method != "OPTIONS":
                    yield f"{method} {each.path_format}", handler.opt.get("policy", "none")
        elif isinstance(each, WebSocketRoute):
            yield f"WS {each.path_format}", each.route_handler.opt.get("policy", "none")
        else:
            yield f"ANY {each.path}", "none"


POLICIES: Final = dict(routes())


def expected(route: str, who: Asker) -> int:
    """Return the status by the policy of a route, and by whose it is that is asked for."""
    policy, sample = POLICIES[route], SAMPLES[route]
    if policy == PUBLIC:
        return sample.status
    if policy == OPERATOR or who.proves is None:
        return NOBODY  # who runs the service asks from the same machine, or with a token of its own
    writes = route.partition(" ")[0] not in {"GET", "HEAD", "WS"}
    if not who.proves >= NEEDED[policy] or (writes and who.reads_only):
        return MAY_NOT
    theirs = GRANTEE if "/shared/" in route else OWNER
    return NOT_THERE if takes_ids(route) and who.of != theirs else sample.status


def takes_ids(route: str) -> bool:
    """Tell whether a route asks for what is somebody's; news are nobody's."""
    return any(f"{{{name}}}" in route for name in MISSING.keys() - NOBODYS)


@frozen
class Scene:
    """A service, everybody who asks, and what one of them has there."""

    place: Place
    url: str
    shown: Mapping[str, Headers]
    ids: Mapping[str, object]

    async def ask(self, who: str, route: str, ids: Mapping[str, object]) -> Told:
        method, _, path = route.partition(" ")
        sample, headers = SAMPLES[route], dict(self.shown[who])
        if method == "WS":
            said = await handshake(self.place.app, path, headers)
            return Told(said.get("status", SWITCHED))
        async with client_to(self.place.app) as client:
            client.base_url = self.place.client.base_url
            answer = await client.request(
                method,
                path.format(**ids),
                headers=headers,
                params=sample.query,
                json=sample.json,
                files=sample.files,
            )
        shown = {name: each for name, each in answer.headers.items() if name not in HIDDEN}
        return Told(answer.status_code, answer.content, shown)

    async def rows(self) -> Mapping[str, object]:
        """Sum up every row that there is."""
        found = {}
        async with SqlRows(self.url).reading() as source:
            for table in source.tables:
                digest = found[table.name] = Digest()
                async for rows in source.rows(table):
                    digest.take(rows)
        return {name: digest.told for name, digest in found.items()}


@pytest.fixture
async def scene(database_url: str, tmp_path: Path) -> AsyncIterator[Scene]:
    async with place(database_url, tmp_path) as found:
        shown = {name: await who.shows(found, name) for name, who in ASKERS.items()}
        found.client.headers.update(shown[OWNER])
        ids = await everything(found)
        yield Scene(found, database_url, shown, ids)


async def everything(found: Place) -> Mapping[str, object]:
    """Make one of each thing that the owner can have."""
    wanted = {"name": "Mine", "currency": "EUR"}
    portfolio = (await found.client.post(f"{API}/portfolios", json=wanted)).json()["id"]
    imports = f"{API}/portfolios/{portfolio}/imports"
    record = (await found.client.post(imports, files=FORM)).json()["import"]
    roses: Any = {"file": ("roses.csv", b"Roses are red\n")}
    later = {"Prefer": "respond-async"}
    job = (await found.client.post(imports, files=roses, headers=later)).json()["job"]
    sessions = (await found.client.get(f"{API}/me/sessions")).json()["items"]
    wanted = {"kind": "person", "email": f"{GRANTEE}@example.org", "scope": "transactions"}
    shares = f"{API}/portfolios/{portfolio}/shares"
    share = (await found.client.post(shares, json=wanted)).json()["id"]
    said = await found.client.post(f"{API}/portfolios/{portfolio}/comments", json={"text": "!"})
    watched = await found.client.post(f"{API}/watchlists", json={"name": "Mine"})
    tokens = (await found.client.get(f"{API}/me/tokens")).json()["items"]
    price = await found.client.post(f"{API}/me/prices", json=PRICE | {"asset": "FLAT"})
    return {
        "portfolio_id": portfolio,
        "import_id": record,
        "job_id": job,
        "session_id": sessions[0]["id"],
        "token_id": tokens[0]["id"],
        "passkey_id": NONE,
        "identity_id": NONE,
        "share_id": share,
        "comment_id": said.json()["id"],
        "price_id": price.json()["id"],
        "article_id": NONE,
        "feed_id": NONE,
        "list_id": watched.json()["id"],
        "asset": "BTC",
        "issuer": "nobody",
        "ref": f"{portfolio}:value",
        "address": "imports",
    }


def test_every_route_has_a_sample_and_a_policy() -> None:
    assert set(POLICIES) == set(SAMPLES)
    assert set(POLICIES.values()) <= {PUBLIC, OPERATOR, *NEEDED}


@pytest.mark.parametrize("route", SAMPLES)
async def test_a_route_lets_in_whom_its_policy_says(scene: Scene, route: str) -> None:
    """First those ask who are refused, and change nothing; what is foreign is as what is not."""
    wanted = {name: expected(route, who) for name, who in ASKERS.items()}
    refused = [name for name, status in wanted.items() if status in KEPT_OUT]
    strangers = [name for name, status in wanted.items() if status == NOT_THERE]
    before = await scene.rows()

    found = {name: await scene.ask(name, route, scene.ids) for name in refused}
    missing = {name: await scene.ask(name, route, {**scene.ids, **MISSING}) for name in strangers}
    after = await scene.rows()
    found |= {name: await scene.ask(name, route, scene.ids) for name in wanted if name not in found}

    assert {name: each.status for name, each in found.items()} == wanted
    assert {name: found[name] for name in strangers} == missing
    assert after == before
