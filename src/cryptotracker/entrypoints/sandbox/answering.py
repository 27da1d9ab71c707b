"""How a stand-in answers over HTTP, or does what it was told to do instead."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen
from litestar import Response
from litestar.response import Stream
from msgspec import json

from cryptotracker.entrypoints.sandbox.faults import (
    BODIES,
    COMPRESSED,
    REDIRECTS,
    STATUSES,
    bomb,
)

JSON: Final = "application/json"
SILENCE_SECONDS: Final = 60


@frozen(kw_only=True)
class Said:
    """An answer as it goes out when nothing is wrong."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(factory=dict)
    kind: str = JSON


Refused: TypeAlias = Callable[[int, Mapping[str, str]], Said]
"""How a service refuses, by a status and headers."""


def said(what: Any, *, status: int = 200) -> Said:
    return Said(body=json.encode(what), status=status)


def nothing_more(status: int, _: Mapping[str, str]) -> Said:
    return said({}, status=status)


def answer(what: Any, fault: str) -> Response[Any]:
    """Answer in JSON, or do what was asked for instead."""
    return spoilt(said(what), fault)


def spoilt(right: Said, fault: str, refused: Refused = nothing_more) -> Response[Any]:
    """Send an answer, or do what was asked for instead."""
    if fault in STATUSES:
        status, headers = STATUSES[fault]
        return sent(evolve(refused(status, headers), headers=headers))
    if fault in REDIRECTS:
        return Response(b"", status_code=302, headers={"location": REDIRECTS[fault]})
    if fault in COMPRESSED:
        return Response(bomb(), headers={"content-encoding": "gzip"}, media_type=JSON)
    if fault in {"silent", "drip", "cut"}:
        # Of an answer without a body, too, something is missing at its end.
        headers = {**right.headers, "content-length": str(len(right.body) or 1)}
        body = slowly(right.body, fault)
        return Stream(body, status_code=right.status, headers=headers, media_type=right.kind)
    if fault in BODIES:
        return Response(BODIES[fault][0](right.body), media_type=right.kind)
    return sent(right)


def sent(right: Said) -> Response[Any]:
    # The framework adds a character set to a kind of text, even to one that names its own.
    headers = {"content-type": right.kind, **right.headers}
    return Response(right.body, status_code=right.status, headers=headers, media_type=right.kind)


def takes(fault: str) -> bool:
    """Tell whether what comes is taken: an answer that breaks off comes after the deed."""
    return fault not in STATUSES and fault not in REDIRECTS


async def slowly(body: bytes, fault: str) -> AsyncIterator[bytes]:
    """Say nothing, or a byte a second, or half of it and no more."""
    if fault == "cut":
        yield body[: len(body) // 2]
        raise ConnectionResetError
    if fault == "silent":
        await asyncio.sleep(SILENCE_SECONDS)
    for each in body:
        yield bytes([each])
        await asyncio.sleep(1)
