"""Files in a bucket of Amazon S3, or of anything that speaks like it."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

import obstore
from attrs import define
from obstore.exceptions import BaseError
from obstore.store import S3Store

from cryptotracker.adapters.files.objects import Objects, Passing, checked, translated
from cryptotracker.domain.errors import StorageUnavailableError
from cryptotracker.ports.files import LARGEST, Addresses, FileStore, Kind, Stored

PART: Final = 8 << 20
OPTIONS: Final[Mapping[str, str]] = {
    "S3_ENDPOINT": "endpoint",
    "S3_REGION": "region",
    "S3_ACCESS_KEY_ID": "access_key_id",
    "S3_SECRET_ACCESS_KEY": "secret_access_key",
    "S3_SESSION_TOKEN": "session_token",
    "S3_ENCRYPTION": "server_side_encryption",
}
"""Our settings; what they do not say, the usual AWS variables do."""


@define
class S3Files(Objects, FileStore, Addresses):
    """Keeps files in a bucket, perhaps below a prefix."""

    @classmethod
    def open(cls, bucket: str, prefix: str, settings: Mapping[str, str]) -> "S3Files":
        config: Any = {OPTIONS[name]: value for name, value in settings.items()}
        store = S3Store(
            bucket,
            prefix=prefix or None,
            config=config,
            client_options={
                "allow_http": config.get("endpoint", "").startswith("http://"),
                "connect_timeout": "5s",
                "timeout": "60s",
            },
            # It would try for three minutes, while somebody waits.
            retry_config={"max_retries": 4, "retry_timeout": timedelta(seconds=20)},
        )
        return cls(store)

    async def put(
        self, key: str, pieces: Iterable[bytes], *, kind: Kind, largest: int = LARGEST
    ) -> Stored:
        """Send a file in parts; a bucket shows it only when it has the last one."""
        passing = Passing(checked(key), largest)
        with translated(key):
            await asyncio.to_thread(
                obstore.put,
                self._store,
                key,
                passing.through(pieces),
                attributes={"Content-Type": kind.value},
                chunk_size=PART,
            )
        return Stored(key=key, size=passing.size, digest=passing.digest)

    async def signed(self, key: str, *, seconds: int) -> str | None:
        assert isinstance(self._store, S3Store)
        checked(key)
        try:
            return obstore.sign(self._store, "GET", key, timedelta(seconds=seconds))
        except BaseError as error:
            raise StorageUnavailableError(reason=str(error).partition("\n")[0]) from error
