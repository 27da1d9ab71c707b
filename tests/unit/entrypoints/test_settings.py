"""What an installation is told, and what it refuses to be told."""

from pathlib import Path

import pytest

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.settings import read_settings


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
        ("DATA_DIR", " ", "is empty"),
        ("STORAGE_URL", "", "is file:// and"),
        ("STORAGE_URL", "file://relative", "is file:// and"),
        ("STORAGE_URL", "s3://", "is file:// and"),
        ("STORAGE_URL", "s3://Bucket", "is file:// and"),
        ("PRICE_SOURCES", "", "names at least one"),
        ("WORKER", "yes", "is inside or apart"),
        ("WORKER_JOBS", "0", "is a whole number from 1 to 64"),
        ("WORKER_JOBS", "65", "is a whole number from 1 to 64"),
        ("WORKER_LEASE_SECONDS", "1e3", "is a whole number from 1 to 3600"),
        ("PRICE_SOURCES", "Coin Gecko", "is no name of a source"),
        ("DATABSE_URL", "x", "there is no such setting; there are CONFIG, DATABASE_URL"),
        ("COINGECKO_KEY", "k", "there is no such setting"),
        ("CONFIG", "/nowhere.toml", "cannot be read"),
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
