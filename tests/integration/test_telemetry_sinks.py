"""What leaves the machine for those who run it, seen where it arrives."""

import json
import logging
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.bootstrap import open_tracker
from cryptotracker.entrypoints.http.app import build
from cryptotracker.entrypoints.observing import extra, open_telemetry
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.secrets import Secret
from cryptotracker.ports.telemetry import ImportFinished, ReportShown
from tests.service import client_to, filled, only
from tests.sinks import sink

log = logging.getLogger("cryptotracker.somewhere")
IMPORTED = ImportFinished(
    format="kraken", added=3, known=2, skipped=1, rejected=0, took=timedelta(seconds=1)
)


async def test_a_fault_is_reported_without_its_values(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink() as sentry:
        dsn = Secret(sentry.address.replace("://", "://key@") + "/1")
        async with open_telemetry(Settings(data_dir=tmp_path, sentry_dsn=dsn)):
            fail("canary-in-a-local")
            received = sentry.next()

    envelope = received.body.decode()
    event = json.loads(envelope.splitlines()[2])
    (exception,) = event["exception"]["values"]
    assert "canary" not in envelope
    assert exception["type"] == "RuntimeError"
    assert exception["value"] == "cannot read https://[removed]@api.example.org/v1 for [number]"
    assert exception["stacktrace"]["frames"][-1]["function"] == "throw"
    assert event["tags"] == {"problem": "urn:uuid:1"}
    assert not {"request", "user", "extra", "modules", "server_name"} & set(event)
    assert "canary" not in capfd.readouterr().err


def fail(local: str) -> None:
    url = f"https://user:{local}@api.example.org/v1?signature={local}"
    error = RuntimeError(f"cannot read {url} for 12.5")
    try:
        throw(error)
    except RuntimeError:
        log.exception("failed", extra={"problem": "urn:uuid:1"})


def throw(error: Exception) -> None:
    raise error


async def test_usage_is_counted_without_amounts_or_names(
    empty_sqlite: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink() as mixpanel:
        settings = Settings(
            data_dir=tmp_path,
            database_url=empty_sqlite,
            mixpanel_token=Secret("project"),
            mixpanel_consent=True,
            mixpanel_url=mixpanel.address,
        )
        async with (
            open_telemetry(settings) as telemetry,
            open_tracker(settings, telemetry) as tracker,
            client_to(build(only(tracker))) as client,
        ):
            portfolio = await filled(client, name="canary")
            await client.get(f"{portfolio}/gains")
        events = [event for received in mixpanel.all() for event in json.loads(received.body)]

    own = {"token", "distinct_id", "$insert_id", "time", "ip"}
    told = [
        (each["event"], {k: v for k, v in each["properties"].items() if k not in own})
        for each in events
    ]
    counts = {"added": 4, "known": 0, "skipped": 0, "rejected": 0}
    assert told == [
        ("import finished", {"format": "ledger-csv"} | counts),
        ("report shown", {"report": "gains"}),
    ]
    assert "canary" not in str(events)
    capfd.readouterr()


@pytest.mark.parametrize("token", [None, Secret("project")])
async def test_without_consent_nothing_is_sent(tmp_path: Path, token: Secret | None) -> None:
    with sink() as mixpanel:
        settings = Settings(data_dir=tmp_path, mixpanel_token=token, mixpanel_url=mixpanel.address)
        async with open_telemetry(settings) as telemetry:
            telemetry.audience.tell(IMPORTED)

    assert mixpanel.all() == []


@pytest.mark.parametrize("status", [None, 500])
async def test_a_counter_that_is_away_harms_nobody(
    tmp_path: Path, status: int | None, capfd: pytest.CaptureFixture[str]
) -> None:
    with sink(status or 200) as mixpanel:
        address = mixpanel.address
        if status is None:
            address = "http://127.0.0.1:1"
        settings = Settings(
            data_dir=tmp_path,
            mixpanel_token=Secret("canary-token"),
            mixpanel_consent=True,
            mixpanel_url=address,
        )
        async with open_telemetry(settings) as telemetry:
            for _ in range(1000):
                telemetry.audience.tell(ReportShown(report="gains"))

    said = capfd.readouterr().err
    assert "usage was not counted" in said
    assert "canary" not in said


def test_an_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    monkeypatch.delitem(sys.modules, "cryptotracker.adapters.telemetry.sentry", raising=False)

    with pytest.raises(SettingsError, match="telemetry") as caught:
        extra("sentry", "SENTRY_DSN")

    assert caught.value.name == "CRYPTOTRACKER_SENTRY_DSN"
    assert "sentry_sdk" in caught.value.reason
