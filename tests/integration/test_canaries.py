"""Canaries: every kind of secret is used on a running product, and then looked for everywhere."""

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import UUID
from zipfile import ZipFile

import asyncpg
import httpx
import pytest
from attrs import field, frozen
from pyotp import TOTP
from redis.asyncio import Redis
from sqlalchemy import select

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.rows import SqlRows
from cryptotracker.adapters.persistence.tables import metadata
from cryptotracker.adapters.security.sealing import SealedStreams
from cryptotracker.application.backups import MakeBackup
from cryptotracker.entrypoints.keys import RINGS, letterbox, open_rings, vault
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports import backups
from cryptotracker.ports.secrets import MASTER, Place, Secret
from tests.askers import user
from tests.inbox import Inbox, serving
from tests.people import LINK, SITE, WORDS, bearer, place
from tests.service import API, LEDGER, started
from tests.waiting import until

ADA: Final = "ada@example.org"
WRONG, NEW, SEED, SENT, METRICS, ADAPTER = (
    f"canary-{each}-4c1f" for each in ("wrong", "new", "seed", "sent", "metrics", "adapter")
)
ROUTES: Final = (
    *("/metrics", f"{API}/openapi.json", f"{API}/auth", f"{API}/auth/jwks", f"{API}/me"),
    *(f"{API}/me/sessions", f"{API}/portfolios", f"{API}/jobs", "/health", "/health/ready"),
)
HASHES: Final = {
    "users": ("password",),
    "one_time_tokens": ("digest", "password"),
    "sessions": ("csrf",),
    "refresh_tokens": ("digest",),
    "api_tokens": ("digest",),
    "recovery_codes": ("digest",),
    "secrets": ("sealed",),
    "data_keys": ("wrapped",),
}
"""What is kept of secrets; an export of all that is a user's holds none of it either."""


@frozen
class Aviary:
    """The secrets that were used, by what they are, and all that was seen and kept meanwhile."""

    secrets: dict[str, str]
    found: dict[str, bytes] = field(factory=dict)

    def hits(self) -> list[tuple[str, str]]:
        return [
            (what, where)
            for where, content in self.found.items()
            for what, secret in self.secrets.items()
            if secret.encode() in content
        ]


async def letter(inbox: Inbox, number: int) -> str:
    """Wait for a letter, and return what stands behind the `#` of its link."""

    async def came() -> bool:
        return len(inbox.found) >= number

    await until(came)
    message: EmailMessage = inbox.found[number - 1]
    found = LINK.search(message.get_content())
    assert found
    return found[1]


async def use(client: httpx.AsyncClient, inbox: Inbox) -> Aviary:
    """Sign in and out, by program and by page, forget a password and choose another."""

    async def post(route: str, **body: Any) -> httpx.Response:
        return await client.post(f"{API}/auth/{route}", json=body)

    first = (await post("login", email=ADA, password=WORDS, client="api")).json()
    wrong = await post("login", email=ADA, password=WRONG, client="api")
    slip = await post("login", email=ADA, password=WRONG, client="api", secret=WRONG)
    second = (await post("refresh", refresh_token=first["refresh_token"])).json()
    again = await post("refresh", refresh_token=first["refresh_token"])
    await post("recover", email=ADA)
    recover = await letter(inbox, 1)
    reset = await post("reset", token=recover, password=NEW)
    used = await post("reset", token=recover, password=NEW)
    last = (await post("login", email=ADA, password=NEW, client="api")).json()
    web = await post("login", email=ADA, password=NEW, client="web")
    assert [each.status_code for each in (wrong, slip, again, reset, used)] == [
        *(401, 400, 401, 204, 400),
    ]
    secrets = {"a password": WORDS, "a wrong password": WRONG, "a new password": NEW}
    secrets |= {"a letter": recover, "a seed": SEED, "what was sent to workers": SENT}
    secrets |= {"the token of the figures": METRICS, "an adapter's key": ADAPTER}
    for number, tokens in enumerate((first, second, last)):
        secrets[f"access token {number}"] = tokens["access_token"]
        secrets[f"refresh token {number}"] = tokens["refresh_token"]
    secrets |= {name: web.cookies[name] for name in web.cookies}
    client.cookies.clear()
    client.headers.update(bearer(last))
    answers = (wrong, slip, again, used)
    return Aviary(secrets, {f"answer {i}": each.content for i, each in enumerate(answers)})


async def protect(client: httpx.AsyncClient, aviary: Aviary) -> None:
    """Set up a second factor, and make a token."""
    seed = (await client.post(f"{API}/me/totp")).json()["secret"]
    on = await client.put(f"{API}/me/totp", json={"code": TOTP(seed).now()})
    wanted = {"name": "Spreadsheet", "scopes": ["read"], "days": 1}
    token = await client.post(f"{API}/me/tokens", json=wanted)
    aviary.secrets.update({"a seed of an app": seed, "a token": token.json()["token"]})
    for number, code in enumerate(on.json()["recovery_codes"]):
        aviary.secrets[f"recovery code {number}"] = code


async def export(client: httpx.AsyncClient, aviary: Aviary) -> None:
    """Fetch the archive of everything that is the user's, and open it."""
    job = (await client.post(f"{API}/me/exports")).json()["job"]

    async def done() -> bool:
        return (await client.get(f"{API}/me/exports/{job}")).status_code == 200

    await until(done)
    archive = ZipFile(BytesIO((await client.get(f"{API}/me/exports/{job}")).content))
    aviary.found.update({f"export {name}": archive.read(name) for name in archive.namelist()})


async def hashes(settings: Settings) -> list[bytes]:
    """Read what is kept of secrets, as it is kept and as somebody might write it."""
    found: list[bytes] = []
    async with open_database(settings.database_url) as database, database.engine.begin() as opened:
        await work_for(opened, EVERYBODY)
        for table, columns in HASHES.items():
            rows = [*await opened.execute(select(*(metadata.tables[table].c[c] for c in columns)))]
            assert rows, table
            kept = [each for row in rows for each in row if each]
            found += [each.encode() if isinstance(each, str) else each for each in kept]
    return [form for each in found for form in (each, each.hex().encode(), b64encode(each))]


async def look(client: httpx.AsyncClient, aviary: Aviary) -> None:
    """Import, and ask for all that can be asked for."""
    wanted = {"name": "Mine", "currency": "EUR"}
    portfolio = (await client.post(f"{API}/portfolios", json=wanted)).json()["id"]
    files = {"file": ("ledger.csv", LEDGER)}
    await client.post(f"{API}/portfolios/{portfolio}/imports", files=files)
    for route in ROUTES:
        answer = await client.get(route)
        assert answer.status_code == 200, route
        aviary.found[route] = answer.content


async def kept(settings: Settings, aviary: Aviary) -> None:
    """Read every file, every row as the database and as a backup has it, and all of Redis."""
    files = LocalFiles.open(settings.data_dir / "files")
    secret = backups.Secret(key=b"k" * 32)
    rows = SqlRows(settings.database_url)
    await MakeBackup(rows, files, SealedStreams(), SystemClock())(files, secret)
    async with rows.reading() as source:
        for table in source.tables:
            lines = [b"".join(each) async for each in source.rows(table)]
            aviary.found[f"backup of {table.name}"] = b"".join(lines)
    aviary.found.update(await dumped(settings))
    async with Redis.from_url(settings.redis_url) as server:
        for key in await server.keys():
            aviary.found[f"Redis {key!r}"] = repr(key).encode() + (await server.dump(key) or b"")
    for path in settings.data_dir.rglob("*"):
        if path.is_file():
            aviary.found[str(path)] = path.read_bytes()


async def dumped(settings: Settings) -> Mapping[str, bytes]:
    """Return each table as PostgreSQL gives it; SQLite has them in a file."""
    if settings.database_url.startswith("sqlite"):
        return {}
    server = await asyncpg.connect(settings.database_url)
    await server.execute("SELECT set_config('cryptotracker.owner', '*', false)")
    found = {}
    for table in metadata.sorted_tables:
        rows = BytesIO()
        await server.copy_from_query(str(select(table)), output=rows, format="binary")
        found[f"table {table.name}"] = rows.getvalue()
    await server.close()
    return found


@pytest.fixture
async def settings(database_url: str, redis: str, tmp_path: Path) -> AsyncIterator[Settings]:
    found = Settings(data_dir=tmp_path, database_url=database_url, redis_url=redis, public_url=SITE)
    await open_rings(found, RINGS)
    async with Redis.from_url(redis) as server:
        await server.flushdb()
        async with place(database_url, tmp_path) as here:
            ada = await user(here, "ada")
        await sown(found, ada.id)
        yield found
        await server.flushdb()


async def sown(settings: Settings, user_id: UUID) -> None:
    """Keep secrets in the vault, and send one to workers."""
    seed = Place(user=user_id, record=UUID(int=1), kind="totp", field="seed")
    sent = Place(user=user_id, record=UUID(int=1), kind="kraken", field="sent")
    async with (
        open_database(settings.database_url) as database,
        database.of(user_id).transaction() as work,
    ):
        await vault(settings, MASTER).seal(work.sealed, seed, Secret(SEED))
        await letterbox().seal(work.sealed, sent, Secret(SENT))


async def test_no_secret_is_left_anywhere(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox()
    with serving(inbox) as relay:
        given = {"database_url": settings.database_url, "redis_url": settings.redis_url}
        given |= {
            "public_url": SITE,
            "database_accepts_risks": "yes",
            "log_level": "debug",
            "worker": "inside",
            "metrics_token": METRICS,
        }
        given |= {"smtp_host": relay.host, "smtp_port": str(relay.port), "smtp_security": "none"}
        given |= {"smtp_sender": "ct@example.org", "simulated_key": ADAPTER}
        with started(settings.data_dir, **given) as running:
            async with httpx.AsyncClient(base_url=running.address) as client:
                aviary = await use(client, inbox)
                await protect(client, aviary)
                await look(client, aviary)
                await export(client, aviary)
            await kept(settings, aviary)
    aviary.found["log"] = capfd.readouterr().err.encode()

    places = [where for where, content in aviary.found.items() if ADA.encode() in content]
    assert {f"{API}/me", "backup of users"} <= {*places}  # what is no secret is found
    assert b'"route":"/api/v1/auth/reset"' in aviary.found["log"]
    assert len(aviary.secrets) == 29
    assert aviary.hits() == []
    exported = b"".join(each for name, each in aviary.found.items() if name.startswith("export "))
    assert [each for each in await hashes(settings) if each in exported] == []
    assert ADA.encode() in exported
