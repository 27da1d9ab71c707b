"""What an installation is told, and what it refuses to be told."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from attrs import fields

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.known_settings import SETTINGS
from cryptotracker.entrypoints.settings import Settings, read_settings
from cryptotracker.ports.secrets import Secret
from tools import reference


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    settings = read_settings({"XDG_DATA_HOME": str(tmp_path)})

    assert settings.data_dir.name == "cryptotracker"
    assert settings.database_url == f"sqlite:///{settings.data_dir}/cryptotracker.db"
    assert settings.price_sources == ("simulated",)


def test_the_database_lies_in_the_data_directory(tmp_path: Path) -> None:
    settings = read_settings({"CRYPTOTRACKER_DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/cryptotracker.db"


def test_files_lie_in_the_data_directory(tmp_path: Path) -> None:
    settings = read_settings({"CRYPTOTRACKER_DATA_DIR": str(tmp_path)})

    assert settings.storage_url == f"file://{tmp_path}/files"


def test_a_bucket_has_settings_of_its_own() -> None:
    settings = read_settings(
        {
            "CRYPTOTRACKER_STORAGE_URL": "s3://bucket/some/prefix",
            "CRYPTOTRACKER_S3_ENDPOINT": "http://localhost:9000",
        }
    )

    assert settings.storage_url == "s3://bucket/some/prefix"
    assert settings.of_adapters == {"S3_ENDPOINT": "http://localhost:9000"}


def test_proxies_and_limits_are_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "XDG_DATA_HOME": str(tmp_path),
            "CRYPTOTRACKER_TRUSTED_PROXIES": "10.0.0.7, 2001:db8::/32",
            "CRYPTOTRACKER_RATE_LIMIT_ADDRESS": "0",
            "CRYPTOTRACKER_REDIS_URL": "redis://cache:6379/1",
        }
    )

    assert settings.trusted_proxies == (ip_network("10.0.0.7"), ip_network("2001:db8::/32"))
    assert (settings.rate_limit_address, settings.rate_limit_all) == (0, 60_000)
    assert settings.redis_url == "redis://cache:6379/1"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(
        'DATABASE_URL = "postgresql://one"\nCRYPTOTRACKER_PRICE_SOURCES = ["simulated", "mine"]\n',
        encoding="utf-8",
    )

    settings = read_settings(
        {
            "CRYPTOTRACKER_CONFIG": str(config),
            "CRYPTOTRACKER_DATABASE_URL": "postgresql://two",
        }
    )

    assert settings.database_url == "postgresql://two"
    assert settings.price_sources == ("simulated", "mine")


def test_an_adapter_that_is_chosen_has_settings_of_its_own() -> None:
    settings = read_settings(
        {"CRYPTOTRACKER_PRICE_SOURCES": "coin-gecko", "CRYPTOTRACKER_COIN_GECKO_KEY": "k"}
    )

    assert settings.of_adapters == {"COIN_GECKO_KEY": "k"}


@pytest.mark.parametrize(
    ("url", "place"), [("sqlite:///x.db", "inside"), ("postgresql://db/x", "apart")]
)
def test_the_server_does_jobs_itself_on_an_embedded_database(url: str, place: str) -> None:
    told = {"CRYPTOTRACKER_DATABASE_URL": url}

    assert read_settings(told).worker == place
    assert read_settings(told | {"CRYPTOTRACKER_WORKER": "apart"}).worker == "apart"
    assert read_settings(told | {"CRYPTOTRACKER_WORKER": "inside"}).worker == "inside"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DATABASE_URL", "mysql://root:hunter2@db", "begins with postgresql:// or"),
        ("DATABASE_URL", "", "begins with postgresql:// or"),
        ("DATABASE_URL", "sqlite:///", "begins with postgresql:// or"),
        ("DATABASE_REPLICA_URLS", "", "lists addresses between commas"),
        ("DATABASE_REPLICA_URLS", "sqlite:///hunter2", "each of which begins with postgresql://"),
        ("DATABASE_REPLICA_URLS", "postgresql://:hunter2@a, postgresql://:hunter2@a", "twice"),
        ("DATABASE_REPLICA_URLS", "postgresql://:hunter2@a", "DATABASE_URL names none"),
        ("DATABASE_REPLICA_LAG_SECONDS", "0", "is a whole number from 1 to 3600"),
        ("DATA_DIR", " ", "is empty"),
        ("STORAGE_URL", "", "is file:// and"),
        ("STORAGE_URL", "file://relative", "is file:// and"),
        ("STORAGE_URL", "s3://", "is file:// and"),
        ("STORAGE_URL", "s3://Bucket", "is file:// and"),
        ("PRICE_SOURCES", "", "names at least one"),
        ("WORKER", "yes", "is one of inside, apart"),
        ("WORKER_JOBS", "0", "is a whole number from 1 to 64"),
        ("WORKER_JOBS", "65", "is a whole number from 1 to 64"),
        ("WORKER_LEASE_SECONDS", "1e3", "is a whole number from 1 to 3600"),
        ("PRICE_SOURCES", "Coin Gecko", "is no name of a source"),
        ("REDIS_URL", "http://hunter2@cache", "begins with redis://"),
        ("REDIS_URL", "", "begins with redis://"),
        ("TRUSTED_PROXIES", "localhost", "lists addresses or networks"),
        ("RATE_LIMIT_ADDRESS", "-1", "is a whole number"),
        ("RATE_LIMIT_ALL", "1e9", "is a whole number"),
        ("CONNECTION_LIMIT_ALL", "many", "is a whole number of connections"),
        ("CORS_ORIGINS", "*", "is an address such as https://example.org"),
        ("CORS_ORIGINS", "https://one.example, https://two.example/x", "without a path"),
        ("DOCS", "no", "is one of on, off"),
        ("DATABSE_URL", "x", "there is no such setting; there are CONFIG, DATA_DIR"),
        ("COINGECKO_KEY", "k", "there is no such setting"),
        ("CONFIG", "/nowhere.toml", "cannot be read"),
        ("LOG_LEVEL", "loud", "was 'loud': is one of debug, info, warning, error"),
        ("SERVICES", "user,education", "was 'user,education': 'education' is no service there is"),
        ("SERVICES", "", "is no service there is; there are user, market"),
        ("PUBLIC_URL", "https://example.org/path", "without a path"),
        ("PUBLIC_URL", "example.org", "is an address such as https://example.org"),
        ("OTEL_ENDPOINT", "https://me:hunter2@x.org", "without user"),
        ("OTEL_ENDPOINT", "https://[", "is no address such as"),
        ("OTEL_SAMPLE_PERCENT", "101", "was '101': is a whole number from 0 to 100"),
        ("OTEL_SERVICE_NAME", "A b", "is a name of small letters"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "lists addresses or networks"),
        ("MIXPANEL_CONSENT", "true", "was 'true': is one of yes, no"),
        ("MIXPANEL_TOKEN", " ", "is empty; leave it out"),
        ("SENTRY_DSN", "hunter2", "is an address such as https://key@example.org/1"),
        ("SENTRY_DSN_FILE", "/nowhere/dsn", "/nowhere/dsn cannot be read"),
        ("LOG_LEVEL_FILE", "/nowhere", "there is no such setting"),
        ("MASTER_KEY_FILE", "/", "/ is a directory"),
    ],
)
def test_a_wrong_setting_stops_the_start_by_its_name(name: str, value: str, reason: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({f"CRYPTOTRACKER_{name}": value})

    assert caught.value.name == f"CRYPTOTRACKER_{name}"
    assert reason in caught.value.reason
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("PORT = 1", "CRYPTOTRACKER_PORT"),
        ('PORT = "1"', "CRYPTOTRACKER_PORT"),
        ('CONFIG = "other.toml"', "CRYPTOTRACKER_CONFIG"),
        ("DATABASE_URL = ", "CRYPTOTRACKER_CONFIG"),
    ],
)
def test_a_wrong_file_stops_the_start(tmp_path: Path, content: str, name: str) -> None:
    config = tmp_path / "settings.toml"
    config.write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        read_settings({"CRYPTOTRACKER_CONFIG": str(config)})

    assert caught.value.name == name


def test_a_data_directory_that_is_a_file_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(SettingsError, match="is not a directory"):
        read_settings({"CRYPTOTRACKER_DATA_DIR": str(file)})


def test_a_secret_may_lie_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://me:hunter2@db/x\n", encoding="utf-8")
    (tmp_path / "key").write_text("k\n", encoding="utf-8")

    settings = read_settings(
        {
            "CRYPTOTRACKER_DATABASE_URL_FILE": str(tmp_path / "url"),
            "CRYPTOTRACKER_SIMULATED_KEY_FILE": str(tmp_path / "key"),
        }
    )

    assert settings.database_url == "postgresql://me:hunter2@db/x"
    assert settings.of_adapters == {"SIMULATED_KEY": "k"}


def test_a_secret_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="are both given"):
        read_settings(
            {
                "CRYPTOTRACKER_SENTRY_DSN": "https://key@example.org/1",
                "CRYPTOTRACKER_SENTRY_DSN_FILE": str(tmp_path),
            }
        )


def test_settings_are_printed_without_a_secret() -> None:
    settings = read_settings(
        {
            "CRYPTOTRACKER_DATABASE_URL": "postgresql://me:canary-1@db:5432/x?sslpassword=canary-2",
            "CRYPTOTRACKER_SENTRY_DSN": "https://canary-3@example.org/1",
            "CRYPTOTRACKER_METRICS_TOKEN": "canary-4",
            "CRYPTOTRACKER_SIMULATED_KEY": "canary-5",
        }
    )

    assert "canary" not in f"{settings} {settings!r} {settings.metrics_token}"
    assert "postgresql://me:***@db:5432/x?***" in repr(settings)
    assert settings.metrics_token == Secret("canary-4")
    assert {"canary-1", "canary-4", "canary-5"} <= set(settings.secrets())


@pytest.mark.parametrize("page", reference.PAGES)
def test_a_reference_is_that_of_the_code(page: str) -> None:
    text = (reference.FOLDER / page).read_text(encoding="utf-8")

    assert text == reference.written(page), "run: .venv/bin/python tools/reference.py"


def test_the_clients_offer_the_indicators_that_there_are() -> None:
    text = reference.FOR_CLIENTS.read_text(encoding="utf-8")

    assert text == reference.for_clients(), "run: .venv/bin/python tools/reference.py"


def test_every_field_can_be_set_and_every_setting_has_a_field() -> None:
    attributes = {setting.attribute for setting in SETTINGS.values()} | {"of_adapters", "oidc"}

    assert attributes == {each.name for each in fields(Settings)}


def test_the_passwords_of_replicas_are_secret() -> None:
    settings = read_settings(
        {
            "CRYPTOTRACKER_DATABASE_URL": "postgresql://a",
            "CRYPTOTRACKER_DATABASE_REPLICA_URLS": "postgresql://:hunter2@b, postgresql://c",
        }
    )

    assert settings.database_replica_urls == ("postgresql://:hunter2@b", "postgresql://c")
    assert settings.secrets() == ("hunter2",)
    assert "hunter2" not in repr(settings)
