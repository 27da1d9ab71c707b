"""`cryptotracker doctor`: each part with its state, without a secret."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cryptotracker.entrypoints.sandbox.pointing import SENDER, settings_of_sendgrid
from tests.inbox import Inbox, serving
from tests.sandboxed import Stage, bare
from tests.servers import free_port

SET_UP = {
    "SENTRY_DSN": "https://canary@example.org/1",
    "MIXPANEL_TOKEN": "canary",
    "METRICS_TOKEN": "canary",
    "OTEL_ENDPOINT": "http://127.0.0.1:4318",
    "OTEL_HEADERS": "key=canary",
}


def doctor(data_dir: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "cryptotracker", "doctor", *arguments],
        env=os.environ
        | {"CRYPTOTRACKER_DATA_DIR": str(data_dir)}
        | {f"CRYPTOTRACKER_{name}": value for name, value in settings.items()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


def parts(said: str) -> dict[str, Any]:
    return {each["what"]: each for each in json.loads(said)}


def test_before_the_first_start_nothing_is_missing(tmp_path: Path) -> None:
    code, said = doctor(tmp_path / "data", "--format", "json")

    found = parts(said)
    assert code == 0
    assert {found[name]["state"] for name in ("data directory", "database", "master key")} == {
        "not made yet"
    }
    assert {found[name]["state"] for name in ("traces", "fault reports", "usage")} == {"off"}
    assert found["price source"]["detail"] == "simulated"
    assert (found["mail"]["state"], "prints letters" in found["mail"]["detail"]) == ("off", True)
    assert not (tmp_path / "data").exists()


def test_each_part_says_how_it_is_and_no_secret(tmp_path: Path, sqlite: Path) -> None:
    code, said = doctor(
        tmp_path,
        *("--format", "json"),
        DATABASE_URL=f"sqlite:///{sqlite}",
        **SET_UP,
    )

    found = parts(said)
    assert (code, "canary" in said) == (0, False)
    assert found["database"]["version"].startswith("3.")
    assert found["database"]["milliseconds"] >= 0
    assert found["durability"]["detail"] == "journal_mode wal, synchronous 2"
    assert found["traces"]["detail"] == "sent to http://127.0.0.1:4318"
    assert (
        found["usage"] | {"state": "off", "detail": "MIXPANEL_CONSENT is not yes"} == found["usage"]
    )


def test_what_is_broken_is_named_with_its_remedy(tmp_path: Path) -> None:
    code, said = doctor(
        tmp_path,
        *("--format", "json"),
        DATABASE_URL="postgresql://me:canary@127.0.0.1:1/x",
    )

    found = parts(said)
    assert (code, "canary" in said, found["database"]["state"]) == (1, False, "broken")
    assert "127.0.0.1" in found["database"]["detail"]
    assert found["database"]["remedy"]


def test_a_careless_server_is_told_of(tmp_path: Path, postgres: str) -> None:
    code, said = doctor(tmp_path, "--format", "json", DATABASE_URL=postgres)

    found = parts(said)
    assert (code, found["database"]["state"], found["durability"]["state"]) == (1, "ok", "broken")
    assert "fsync" in found["durability"]["remedy"]


@pytest.mark.parametrize(
    ("security", "password", "state", "detail"),
    [
        ("none", "", "ok", "none, without signing in"),
        ("none", "canary", "broken", "AUTH"),
        ("starttls", "", "broken", "STARTTLS"),
        ("nowhere", "", "broken", "SMTPConnectError"),
    ],
)
def test_the_mail_server_is_greeted_and_sent_nothing(
    tmp_path: Path, security: str, password: str, state: str, detail: str
) -> None:
    inbox = Inbox()
    with serving(inbox) as relay:
        given = {"SMTP_HOST": relay.host, "SMTP_SENDER": relay.sender, "SMTP_SECURITY": security}
        given["SMTP_PORT"] = str(relay.port)
        if security == "nowhere":
            given |= {"SMTP_PORT": str(free_port()), "SMTP_SECURITY": "none"}
        if password:
            given |= {"SMTP_USERNAME": "ada", "SMTP_PASSWORD": password}
        _, said = doctor(tmp_path, "--format", "json", **given)

    found = parts(said)["mail"]
    assert (found["state"], detail in found["detail"]) == (state, True), found
    assert ("canary" in said, inbox.found) == (False, [])


def test_sendgrid_is_asked_whether_the_key_may_send(tmp_path: Path, stage: Stage) -> None:
    given = bare(settings_of_sendgrid(stage.sandbox.address))

    _, well = doctor(tmp_path, "--format", "json", **given)
    _, ill = doctor(tmp_path, "--format", "json", **given | {"SENDGRID_API_KEY": "canary"})

    found, other = parts(well)["mail"], parts(ill)["mail"]
    assert (found["state"], found["detail"].endswith(SENDER)) == ("ok", True)
    assert (other["state"], "SendGrid answered 401" in other["detail"]) == ("broken", True)
    assert ("canary" in ill, stage.sandbox.outbox.all()) == (False, [])


def test_it_is_a_table_to_people(tmp_path: Path) -> None:
    code, said = doctor(tmp_path / "data")

    assert code == 0
    assert "made at first use" in said
