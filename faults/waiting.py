"""F13: hundreds send half a head, half a body, or take no answer, and never go on."""

import socket
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import httpx

from faults.processes import Product
from faults.rounds import Round, Tally, hold

EACH: Final = 300
A_PLACE: Final = 50
"""So many of them from one address; fewer than one address may have."""
CALM_SECONDS: Final = 5
GONE_SECONDS: Final = 30.0
SLOWER: Final = 2
AT_LEAST_SECONDS: Final = 0.005
"""What is faster than this is not compared: on a machine with other work to do that is noise."""
ESTABLISHED: Final = "01"
CROWDS: Final = {"127.0.1.": "half a head", "127.0.2.": "half a body", "127.0.3.": "no taking"}
"""From where they come, and how they keep it waiting."""

HEAD: Final = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY: Final = (
    b"POST /api/v1/portfolios HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b'Content-Length: 1000\r\n\r\n{"name"'
)
MANY: Final = b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
"""Asked for again and again by those who never read: no buffer holds all the answers."""


def slow(round_: Round) -> Tally:
    """Let all of them come at once; they have to go, and nobody else may notice."""
    product = Product(round_.folder / "data")
    with product.serving() as client, ExitStack() as stack:
        calm = time.monotonic() + CALM_SECONDS
        before = pace(client, lambda: time.monotonic() > calm)
        heavy = script(client)
        began = time.monotonic()
        for place, words in zip(CROWDS, (HEAD, BODY, (MANY % heavy) * 40), strict=True):
            crowd(stack, product.port, place, words)
        come = left(product.port).total()
        most = GONE_SECONDS * round_.slack
        during = pace(client, lambda: not left(product.port) or elapsed(began) > most)
        gone, stay = elapsed(began), left(product.port)
        after = client.post("/api/v1/portfolios", json={"name": "after", "currency": "EUR"})
    hold("they came", holds=come > A_PLACE, found=come)
    hold("all are gone in time", holds=not stay, found=f"{gone:.1f} s, {dict(stay)}")
    slowest = SLOWER * max(before, AT_LEAST_SECONDS) * round_.slack
    hold(
        "others are served as fast", holds=during <= slowest, found=f"{before:.4f} → {during:.4f} s"
    )
    hold("it goes on", holds=after.status_code == httpx.codes.CREATED, found=after.status_code)
    return Tally({"came": come}, {"gone in": gone, "p95 before": before, "p95 meanwhile": during})


def script(client: httpx.Client) -> bytes:
    """Find the largest file that the first page names."""
    page = client.get("/").text
    return ("/assets/" + page.partition('src="/assets/')[2].partition('"')[0]).encode()


def crowd(stack: ExitStack, port: int, place: str, words: bytes) -> None:
    for each in range(EACH):
        stack.enter_context(peer(port, f"{place}{each // A_PLACE + 1}", words))


@contextmanager
def peer(port: int, place: str, words: bytes) -> Iterator[None]:
    """Connect from an address of this machine, say something, and leave it at that."""
    with socket.socket() as open_:
        open_.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        open_.bind((place, 0))
        open_.connect(("127.0.0.1", port))
        open_.settimeout(0)
        open_.send(words)
        yield


def left(port: int) -> Counter[str]:
    """Count the connections of each crowd to a port that still listens to them."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    there = [
        address(row[2]) for row in rows if row[3] == ESTABLISHED and row[1].endswith(f":{port:04X}")
    ]
    return Counter(CROWDS[place] for each in there for place in CROWDS if each.startswith(place))


def address(shown: str) -> str:
    """Read an address as the kernel shows it: its four bytes from the last to the first."""
    return socket.inet_ntoa(bytes.fromhex(shown.partition(":")[0])[::-1])


def pace(client: httpx.Client, over: Callable[[], bool]) -> float:
    """Ask, one request after another, and say how long the slowest twentieth waits at least."""
    took: list[float] = []
    while len(took) % 20 or not over():
        began = time.monotonic()
        client.get("/api/v1/portfolios").raise_for_status()
        took.append(elapsed(began))
    return statistics.quantiles(took, n=20)[-1]


def elapsed(since: float) -> float:
    return time.monotonic() - since
