"""The settings that lead the product to the stand-ins."""

import os
import shlex
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypeAlias

from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.issuer import CLIENT
from cryptotracker.entrypoints.sandbox.services import (
    BOT,
    BUCKET,
    PATH_OF_STREAMS,
    S3_KEY,
    SENDGRID_KEY,
    SERVICES,
)
from cryptotracker.entrypoints.settings import platform_data_dir

Given: TypeAlias = Mapping[str, str]

PORT: Final = 8765
SITE: Final = "http://127.0.0.1:8000"
LOOPBACK: Final = "127.0.0.1"
SENDER: Final = "CryptoTracker <tracker@example.org>"


def settings_of(address: str) -> Given:
    """Name those of prices and news."""
    return prefixed(
        {
            "PRICE_SOURCES": "coingecko,coinmarketcap,ecb,exchangerate",
            "COINGECKO_URL": f"{address}/coingecko/api/v3",
            "COINMARKETCAP_URL": f"{address}/coinmarketcap",
            "COINMARKETCAP_API_KEY": "sandbox",
            "EXCHANGERATE_URL": f"{address}/exchangerate/v6",
            "NEWS_NETWORKS": "127.0.0.0/8",
        }
    )


def settings_of_streams(address: str) -> Given:
    """Name those of exchanges, beside those of prices."""
    found = {}
    for name in SPEECHES:
        setting = name.upper()
        found[f"{setting}_URL"] = f"{address}/{name}"
        found[f"{setting}_STREAM_URL"] = (
            f"{address.replace('http', 'ws', 1)}/{name}{PATH_OF_STREAMS}"
        )
    return prefixed(found)


def settings_of_smtp(port: int) -> Given:
    return prefixed(
        {
            "SMTP_HOST": LOOPBACK,
            "SMTP_PORT": str(port),
            "SMTP_SECURITY": "none",
            "SMTP_SENDER": SENDER,
        }
    )


def settings_of_sendgrid(address: str) -> Given:
    return prefixed(
        {
            "SENDGRID_URL": f"{address}/sendgrid",
            "SENDGRID_API_KEY": SENDGRID_KEY,
            "SENDGRID_SENDER": SENDER,
        }
    )


def settings_of_bucket(address: str) -> Given:
    return prefixed(
        {
            "STORAGE_URL": f"s3://{BUCKET}/files",
            "S3_ENDPOINT": f"{address}/s3",
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY_ID": S3_KEY,
            "S3_SECRET_ACCESS_KEY": S3_KEY,
        }
    )


def settings_of_sign_in(address: str, site: str) -> Given:
    """Name those of signing in elsewhere; people have to be sent back to a site."""
    return prefixed(
        {
            "PUBLIC_URL": site,
            "OIDC_SANDBOX_ISSUER": f"{address}/issuer",
            "OIDC_SANDBOX_CLIENT_ID": CLIENT[0],
            "OIDC_SANDBOX_CLIENT_SECRET": CLIENT[1],
            "OIDC_SANDBOX_TITLE": "Sandbox",
            "GITHUB_URL": f"{address}/issuer",
            "GITHUB_API_URL": f"{address}/issuer/api",
            "GITHUB_CLIENT_ID": CLIENT[0],
            "GITHUB_CLIENT_SECRET": CLIENT[1],
            "TELEGRAM_BOT_TOKEN": BOT,
            "TELEGRAM_OAUTH_URL": f"{address}/telegram-login",
        }
    )


def settings_of_service(name: str, address: str, smtp_port: int) -> Given:
    """Name those of one stand-in; where the product has none yet there are none."""
    prices, streams = settings_of(address), settings_of_streams(address)
    families = {
        "smtp": settings_of_smtp(smtp_port) if smtp_port else {},
        "sendgrid": settings_of_sendgrid(address),
        "s3": settings_of_bucket(address),
        "issuer": settings_of_sign_in(address, SITE),
        "feeds": {key: text for key, text in prices.items() if "_NEWS_" in key},
    }
    own = f"{PREFIX}{name.upper()}_"
    of_source = {key: text for key, text in {**prices, **streams}.items() if key.startswith(own)}
    return families.get(name, of_source)


def prefixed(given: Given) -> dict[str, str]:
    return {f"{PREFIX}{name}": value for name, value in given.items()}


def usual(address: str, smtp_port: int) -> Given:
    """Name those that do no harm to whatever else is set: prices, news, and where letters go."""
    found = {**settings_of(address), **settings_of_streams(address)}
    sources = f"{PREFIX}PRICE_SOURCES"
    found[sources] = ",".join([found[sources], *SPEECHES])
    found[f"{PREFIX}DATA_DIR"] = str(apart())
    return {**found, **(settings_of_smtp(smtp_port) if smtp_port else {})}


def apart() -> Path:
    """Name a directory for what comes of made-up prices: they must never stand in for real ones."""
    data_dir = platform_data_dir(os.environ)
    return data_dir.with_name(f"{data_dir.name}-sandbox")


def takes_letters() -> bool:
    """Tell whether the library of the mail server is installed."""
    return find_spec("aiosmtpd") is not None


def lines_at(port: int) -> Iterator[str]:
    """Write the settings of a sandbox at a port, which need not be there yet."""
    return lines(f"http://{LOOPBACK}:{port}", port + 1 if takes_letters() else 0)


def lines(address: str, smtp_port: int) -> Iterator[str]:
    """Write them as a shell reads them; those that one has to choose are comments."""
    yield f"# stand-ins at {address}, a page that drives them; programs do it at {address}/control"
    yield from exported(usual(address, smtp_port))
    if not smtp_port:
        yield "# no mail server: it needs the extra sandbox: pip install 'cryptotracker[sandbox]'"
    for words, given in chosen(address):
        yield f"# {words}:"
        yield from (f"# {line}" for line in exported(given))
    for name, service in SERVICES.items():
        if not settings_of_service(name, address, smtp_port) and service.path:
            yield f"# {service.title}: {address}{service.path}; no setting leads there"


def chosen(address: str) -> Iterator[tuple[str, Given]]:
    yield "letters by SendGrid, in place of SMTP", settings_of_sendgrid(address)
    words = "files in its bucket, which ends with it"
    yield words, settings_of_bucket(address)
    words = "sign in elsewhere; then everybody has to sign in"
    yield words, settings_of_sign_in(address, SITE)


def exported(given: Given) -> list[str]:
    return [f"export {name}={shlex.quote(value)}" for name, value in given.items()]
