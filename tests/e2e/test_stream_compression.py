"""Who offers to take what is compressed is told less, and the same."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory as Offer

from tests.service import API, started

COINS = ["BTC", "ETH", "SOL", "XRP", "ADA", "DOGE", "LTC", "DOT"]
WISH = {"op": "subscribe", "topic": "quotes", "assets": COINS}
ALONE = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"


@pytest.fixture(name="site", scope="module")
def provide_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with started(tmp_path_factory.mktemp("data")) as running:
        yield running.address.replace("http://", "ws://")


class Weighing(ClientConnection):
    """Counts what comes in."""

    came = 0

    def data_received(self, data: bytes) -> None:
        self.came += len(data)
        super().data_received(data)


@pytest.mark.parametrize(
    ("offers", "agreed", "least", "most"),
    [
        ([], None, 1_500, 4_000),
        ([Offer(client_max_window_bits=True)], ALONE, 300, 900),
        # No frame that is made for all fits a smaller window; what is said to one alone does.
        ([Offer(server_max_window_bits=10)], f"{ALONE}; server_max_window_bits=10", 1_500, 4_000),
    ],
)
async def test_what_was_agreed_on_is_kept_to(
    site: str, offers: list[Offer], agreed: str | None, least: int, most: int
) -> None:
    async with connect(
        f"{site}{API}/stream",
        compression=None,
        extensions=offers or None,
        create_connection=Weighing,
        proxy=None,
    ) as socket:
        assert isinstance(socket, Weighing)
        assert socket.response
        before = socket.came
        async with asyncio.timeout(20):
            await socket.send(json.dumps(WISH))
            quotes = json.loads(await socket.recv())
            weight = socket.came - before
            await socket.send('{"op": "shout", "topic": "quotes"}')
            refused = json.loads(await socket.recv())

    assert socket.response.headers.get("Sec-WebSocket-Extensions") == agreed
    assert [each["asset"] for each in quotes["data"]] == COINS
    assert least < weight < most
    assert "there is no op" in refused["reason"]


async def test_a_small_message_that_grows_large_is_refused(site: str) -> None:
    async with connect(f"{site}{API}/stream", proxy=None) as socket:
        await socket.send("x" * (64 * 1024 + 1))  # a hundred bytes on their way
        async with asyncio.timeout(20):
            await socket.wait_closed()

    assert socket.close_code == 1009
