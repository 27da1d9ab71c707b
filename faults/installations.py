"""An installation of ours for as many rounds as go well: its servers are made once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from faults.processes import Postgres, Product, Redis


@contextmanager
def on_postgres(
    folder: Path, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[Postgres, Product]]:
    """Start a PostgreSQL and give it our tables; nothing of ours runs yet."""
    postgres = Postgres(folder / "postgres")
    postgres.prepare()
    postgres.start()
    try:
        product = Product(folder / "data", {"DATABASE_URL": postgres.url, **(settings or {})})
        product.run("db", "upgrade")
        yield postgres, product
    finally:
        postgres.thaw()
        postgres.kill()


@contextmanager
def a_redis(folder: Path) -> Iterator[Redis]:
    redis = Redis(folder)
    redis.start()
    try:
        yield redis
    finally:
        redis.thaw()
        redis.kill()
