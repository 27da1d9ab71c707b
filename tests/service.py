"""The service without a network: its application, on a database of the test's own."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, cast

from attrs import frozen
from httpx import ASGITransport, AsyncClient
from litestar.types import ASGIApp

from cryptotracker.entrypoints.bootstrap import open_installation
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.keys import RINGS, open_rings
from cryptotracker.entrypoints.people_assembly import open_people
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.tracker import Installation, Tracker, Trackers

HERE = "http://127.0.0.1:8000"
API = "/api/v1"

LEDGER = b"""time,type,account,sent_asset,sent_quantity,received_asset,received_quantity,value,\
value_currency,subtype,id
2024-01-01T10:00:00Z,buy,kraken,EUR,60,BTC,1,,,,bought
2024-06-01T10:00:00Z,sell,kraken,BTC,0.25,EUR,100,,,,sold/first
2024-07-01T10:00:00Z,sell,kraken,BTC,0.25,EUR,10,,,,sold
2024-08-01T22:30:00Z,income,kraken,,,ETH,0.5,1000,EUR,staking,earned
"""


@frozen
class Running:
    """A process that serves."""

    process: subprocess.Popen[str]
    address: str


@contextmanager
def started(data_dir: Path, *command: str, **settings: str) -> Iterator[Running]:
    """Start the product as its users do; it ends with the block."""
    given = {f"CRYPTOTRACKER_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen(
        [sys.executable, "-m", "cryptotracker", *command],
        env=os.environ | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)} | given,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        try:
            yield Running(process, said.removeprefix("cryptotracker: ").strip())
        finally:
            process.kill()


@asynccontextmanager
async def client_of(database_url: str, data_dir: Path) -> AsyncIterator[AsyncClient]:
    settings = Settings(data_dir=data_dir, database_url=database_url)
    async with (
        installed(settings) as opened,
        open_people(settings, opened) as people,
        client_to(build(opened.trackers, uploads=data_dir, people=people)) as client,
    ):
        yield client


@asynccontextmanager
async def installed(settings: Settings) -> AsyncIterator[Installation]:
    """Open an installation that has its keys, as a server that does the work itself."""
    async with open_installation(settings) as opened:
        await open_rings(settings, RINGS)
        yield opened


def only(tracker: Tracker) -> Trackers:
    """Give everybody the use cases of one."""
    return Trackers(lambda _: tracker)


def client_to(app: ASGIApp, *, faults_are_raised: bool = True) -> AsyncClient:
    transport = ASGITransport(cast("Any", app), raise_app_exceptions=faults_are_raised)
    return AsyncClient(transport=transport, base_url=HERE)


async def created(client: AsyncClient, **settings: object) -> str:
    """Make a portfolio, and return its address."""
    wanted = {"name": "Mine", "currency": "EUR"} | settings
    answer = await client.post(f"{API}/portfolios", json=wanted)
    return f"{API}/portfolios/{answer.json()['id']}"


async def filled(client: AsyncClient, **settings: object) -> str:
    """Make a portfolio of four entries, and return its address."""
    portfolio = await created(client, **settings)
    await client.post(f"{portfolio}/imports", files={"file": ("ledger.csv", LEDGER)})
    return portfolio


async def handshake(app: Any, path: str, headers: dict[str, str]) -> dict[str, Any]:
    """Ask for a WebSocket as a server hands it on, and return the first word of the answer."""
    said: list[dict[str, Any]] = []
    given = {"host": "localhost"} | headers
    path, _, query = path.partition("?")
    scope = {
        "type": "websocket",
        "scheme": "ws",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "subprotocols": [],
        "state": {},
        "extensions": {"websocket.http.response": {}},
    }

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.disconnect" if said else "websocket.connect", "code": 1000}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    return said[0]
