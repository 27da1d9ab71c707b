"""What a trace holds, seen where it arrives."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from cryptotracker.adapters.persistence import schema
from cryptotracker.entrypoints.background import terms, work
from cryptotracker.entrypoints.bootstrap import open_installation, open_trackers
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.observing import open_telemetry
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import Secret
from tests.service import API, LEDGER, client_to, created, filled
from tests.sinks import Sink, sink
from tests.waiting import until

TRACE, CALLER = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
IMPORT: Final = "POST /api/v1/portfolios/{portfolio_id}/imports"


def spans(sink: Sink) -> list[Any]:
    found = []
    for received in sink.all():
        request = ExportTraceServiceRequest.FromString(received.body)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                found += scope.spans
    return found


def attributes(span: Any) -> dict[str, str]:
    return {
        each.key: each.value.string_value or str(each.value.int_value) for each in span.attributes
    }


async def test_a_trace_goes_from_the_request_to_its_sql(
    database_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path,
            database_url=database_url,
            otel_endpoint=collector.address,
            otel_headers=Secret("x-key=abc"),
        )
        async with (
            open_telemetry(settings) as telemetry,
            open_trackers(settings, telemetry) as trackers,
            client_to(build(trackers, exposure=Exposure.of(settings, telemetry))) as client,
        ):
            portfolio = await filled(client, name="canary 7")
            await client.get(f"{portfolio}/transactions?account=canary")
        found = spans(collector)

    names = {span.name: span for span in found}
    server = names["GET /api/v1/portfolios/{portfolio_id}/transactions"]
    sql = [span for span in found if span.parent_span_id == server.span_id]
    assert collector.next().path == "/v1/traces"
    assert attributes(server)["http.response.status_code"] == "200"
    assert {span.name for span in sql} >= {"SELECT"}
    assert all("db.query.text" in attributes(span) for span in sql)
    assert [span for span in found if "canary" in str(span)] == []
    assert portfolio.rpartition("/")[2] not in str(found)
    capfd.readouterr()


@asynccontextmanager
async def traced(settings: Settings) -> AsyncIterator[AsyncClient]:
    async with (
        open_telemetry(settings) as telemetry,
        open_trackers(settings, telemetry) as trackers,
        client_to(build(trackers, exposure=Exposure.of(settings, telemetry))) as client,
    ):
        yield client


async def test_the_rows_of_an_import_are_a_span_of_its_request(
    empty_postgres: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    await schema.upgrade(empty_postgres)
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path, database_url=empty_postgres, otel_endpoint=collector.address
        )
        async with traced(settings) as client:
            await filled(client)
        found = spans(collector)

    (copy,) = [span for span in found if span.name == "COPY"]
    (request,) = [span for span in found if span.name == IMPORT]
    assert copy.parent_span_id == request.span_id
    assert attributes(copy)["db.system.name"] == "postgresql"
    assert attributes(copy)["db.query.text"].startswith("COPY staging (")
    assert "kraken" not in str(found)
    capfd.readouterr()


async def test_a_portfolio_that_is_read_is_a_span_of_its_request(
    database_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path, database_url=database_url, otel_endpoint=collector.address
        )
        async with traced(settings) as client:
            portfolio = await created(client)
            await client.get(portfolio)
        found = spans(collector)

    (request,) = [span for span in found if span.name == "GET /api/v1/portfolios/{portfolio_id}"]
    (row,) = [
        span for span in found if span.name == "SELECT" and span.parent_span_id == request.span_id
    ]
    assert "FROM portfolios" in attributes(row)["db.query.text"].replace("\n", " ")
    assert portfolio.rpartition("/")[2] not in str(found)
    capfd.readouterr()


@pytest.mark.parametrize(
    ("told", "trusted", "goes_on"),
    [
        (f"00-{TRACE}-{CALLER}-01", "127.0.0.0/8", True),
        (f"00-{TRACE}-{CALLER}-01", "198.51.100.0/24", False),
        (f"00-{'0' * 32}-{CALLER}-01", "127.0.0.0/8", False),
        (f"00-{TRACE}-{CALLER}", "127.0.0.0/8", False),
    ],
    ids=["of a proxy of ours", "of anybody", "of nothing", "of half a name"],
)
async def test_a_trace_goes_on_that_a_proxy_of_ours_began(
    empty_sqlite: str, tmp_path: Path, told: str, trusted: str, *, goes_on: bool
) -> None:
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path,
            database_url=empty_sqlite,
            otel_endpoint=collector.address,
            trusted_proxies=(ip_network(trusted),),
        )
        async with traced(settings) as client:
            await client.get(f"{API}/portfolios", headers={"traceparent": told})
        found = spans(collector)

    (request,) = [span for span in found if span.name == "GET /api/v1/portfolios"]
    known = (request.trace_id.hex() == TRACE, request.parent_span_id.hex() == CALLER)
    assert known == (goes_on, goes_on)


async def test_what_a_proxy_of_ours_does_not_record_is_not_recorded(
    empty_sqlite: str, tmp_path: Path
) -> None:
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path,
            database_url=empty_sqlite,
            otel_endpoint=collector.address,
            trusted_proxies=(ip_network("127.0.0.1"),),
        )
        async with traced(settings) as client:
            await client.get(
                f"{API}/portfolios", headers={"traceparent": f"00-{TRACE}-{CALLER}-00"}
            )
        found = spans(collector)

    assert [span for span in found if span.name == "GET /api/v1/portfolios"] == []


async def test_a_job_and_what_is_asked_of_redis_are_spans_too(
    empty_sqlite: str, tmp_path: Path, redis: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink() as collector:
        settings = Settings(
            data_dir=tmp_path,
            database_url=empty_sqlite,
            redis_url=redis,
            otel_endpoint=collector.address,
        )
        stop = asyncio.Event()
        async with (
            open_telemetry(settings) as telemetry,
            open_installation(settings, telemetry) as opened,
            client_to(build(opened.trackers, exposure=Exposure.of(settings, telemetry))) as client,
        ):
            portfolio = await created(client)
            files, later = {"file": ("f.csv", LEDGER)}, {"Prefer": "respond-async"}
            await client.post(f"{portfolio}/imports", files=files, headers=later)
            working = asyncio.create_task(work(opened.operations, terms(settings), telemetry, stop))
            await until(lambda: done(client))
            stop.set()
            await working
        found = spans(collector)

    (job,) = [span for span in found if span.name == "job import"]
    assert {"BEGIN", "INSERT"} & {span.name for span in found if span.parent_span_id == job.span_id}
    assert [span for span in found if span.name == "redis"]
    capfd.readouterr()


async def done(client: AsyncClient) -> bool:
    jobs = (await client.get(f"{API}/jobs")).json()["items"]
    return [each["state"] for each in jobs] == ["done"]
