"""Every setting there is: what reads it, and what the reference says of it."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.issuer_settings import ISSUERS
from cryptotracker.entrypoints.news_settings import NEWS
from cryptotracker.entrypoints.people_settings import PEOPLE
from cryptotracker.entrypoints.price_settings import PRICES
from cryptotracker.entrypoints.remote_settings import REMOTE
from cryptotracker.entrypoints.setting import Setting

GROUPS: Final[Mapping[str, Mapping[str, Setting]]] = {
    "What is kept, and where": {
        "DATA_DIR": Setting(
            "data_dir",
            readers.directory,
            "where files and the SQLite database are kept",
            "the user's data directory of the system, see below",
        ),
        "DATABASE_URL": Setting(
            "database_url",
            readers.database,
            "`postgresql://user:password@host/name`, or `sqlite:///` and a path",
            "SQLite: `cryptotracker.db` in the data directory",
            secret=True,
        ),
        "DATABASE_POOL": Setting(
            "database_pool",
            readers.whole(9999),
            "so many connections to PostgreSQL at once, of each process",
            "`10`",
        ),
        "DATABASE_POOL_SECONDS": Setting(
            "database_pool_seconds",
            readers.whole(9999),
            "so long a request waits for one of them; then it is answered 503",
            "`2`",
        ),
        "DATABASE_STATEMENT_SECONDS": Setting(
            "database_statement_seconds",
            readers.whole(9999),
            "so long one statement may take on PostgreSQL; those of an import take what they need",
            "`90`",
        ),
        "DATABASE_LOCK_SECONDS": Setting(
            "database_lock_seconds",
            readers.whole(9999),
            "so long one writer waits for another on PostgreSQL",
            "`60`",
        ),
        "DATABASE_ACCEPTS_RISKS": Setting(
            "database_accepts_risks",
            readers.flag,
            "`yes` serves although PostgreSQL has `fsync`, `full_page_writes` or "
            "`synchronous_commit` off, and so may lose what it called kept, or although the role "
            "is above row-level security",
            "`no`: the service does not start",
        ),
        "DATABASE_REPLICA_URLS": Setting(
            "database_replica_urls",
            readers.databases,
            "addresses of [replicas](../how-to/run-on-postgres.md) of it, between commas",
            "everything is read from `DATABASE_URL`",
            secret=True,
        ),
        "DATABASE_REPLICA_LAG_SECONDS": Setting(
            "database_replica_lag_seconds",
            readers.whole(3600),
            "one that may be further behind is not read, from 1 to 3600",
            "`10`",
        ),
        "STORAGE_URL": Setting(
            "storage_url",
            readers.storage,
            "`file://` and the whole path of a directory, or `s3://bucket/prefix`",
            "`files` in the data directory",
        ),
        "REDIS_URL": Setting(
            "redis_url",
            readers.redis,
            "`redis://`, `rediss://` or `unix://`: what several processes share",
            "each process has a cache, counters and news of its own",
            secret=True,
        ),
        "MASTER_KEY_FILE": Setting(
            "master_key_file",
            readers.file,
            "the file of the master key, which backups must not hold; workers need it, and the "
            "server only if it does their work",
            "beside the data directory, with its name and `.key`",
        ),
        "FRONT_KEY_FILE": Setting(
            "front_key_file",
            readers.file,
            "the file of the front key, by which the server seals what it has to open itself; "
            "backups must not hold it, and workers do not need it",
            "beside the data directory, with its name and `.front.key`",
        ),
        "BACKUP_TO": Setting(
            "backup_to",
            readers.backup_place,
            "a directory, or `s3://bucket/prefix`, for [backups](../how-to/back-up-and-restore.md) "
            "that a worker makes by itself",
            "it makes none",
        ),
        "BACKUP_KEY_FILE": Setting(
            "backup_key_file",
            readers.key,
            "the file of at least 32 random bytes that seals them; needed with `BACKUP_TO`",
            "none",
        ),
        "BACKUP_KEEP": Setting(
            "backup_keep", readers.whole(9999), "so many are kept there, the last ones", "`14`"
        ),
        "BACKUP_AT": Setting(
            "backup_at",
            readers.cron,
            "when, in UTC, as cron has it: minute, hour, day of month, month, day of week",
            "`30 2 * * *`, each night",
        ),
    },
    "What is served": {
        "SERVICES": Setting(
            "services",
            readers.services,
            "what `serve` answers for, between commas: `user`, `market`",
            "both",
        ),
        "PUBLIC_URL": Setting(
            "public_url",
            readers.origin,
            "the address that people know it by, if a proxy on this machine stands before it",
            "`127.0.0.1` and `localhost` only",
        ),
        "CORS_ORIGINS": Setting(
            "cors_origins",
            readers.origins,
            "web pages of other origins that may use the API and the WebSocket, between commas, "
            "each exactly as a browser names it",
            "no others",
        ),
        "DOCS": Setting(
            "docs",
            readers.switch,
            "`off` leaves out `/docs` and `/api/v1/openapi.json`",
            "`on`",
        ),
        "TRUSTED_PROXIES": Setting(
            "trusted_proxies",
            readers.networks,
            "addresses and networks whose `X-Forwarded-For` and `X-Request-Id` are believed",
            "nobody's are",
        ),
        "WORKER": Setting(
            "worker",
            readers.choice(readers.INSIDE, readers.APART),
            "`inside`: the server does [jobs](../explanation/jobs.md) itself; `apart`: it leaves "
            "them to `cryptotracker worker`",
            "`inside` on SQLite, `apart` on PostgreSQL",
        ),
        "WORKER_JOBS": Setting(
            "worker_jobs", readers.whole(64), "so many jobs at once, from 1 to 64", "`4`"
        ),
        "WORKER_LEASE_SECONDS": Setting(
            "worker_lease_seconds",
            readers.whole(3600),
            "so long after its last sign of life a worker's jobs are taken over, from 1 to 3600",
            "`60`",
        ),
        "RATE_LIMIT_ADDRESS": Setting(
            "rate_limit_address",
            readers.count("requests a minute"),
            "requests a minute from one address; 0 sets no limit",
            "`6000`",
        ),
        "RATE_LIMIT_USER": Setting(
            "rate_limit_user",
            readers.count("requests a minute"),
            "requests a minute of one user who is signed in, from wherever; 0 sets no limit",
            "`6000`",
        ),
        "RATE_LIMIT_ALL": Setting(
            "rate_limit_all",
            readers.count("requests a minute"),
            "requests a minute from everybody together; 0 sets no limit",
            "`60000`",
        ),
        "CONNECTION_LIMIT_ADDRESS": Setting(
            "connection_limit_address",
            readers.count("connections"),
            "connections at once from one address that is no trusted proxy; 0 sets no limit",
            "`100`",
        ),
        "CONNECTION_LIMIT_ALL": Setting(
            "connection_limit_all",
            readers.count("connections"),
            "connections at once from everybody together, WebSockets too; the system must let a "
            "process have as many open files and some more; 0 sets no limit",
            "`500`",
        ),
    },
    "Who signs in": PEOPLE,
    "With whom else people sign in": ISSUERS,
    "Prices": PRICES,
    "News": NEWS,
    "A server elsewhere": REMOTE,
    "What is seen of it": {
        "LOG_FORMAT": Setting(
            "log_format",
            readers.choice("auto", "json", "console"),
            "`json`, `console`, or `auto`: `console` if it is read on a terminal",
            "`auto`",
        ),
        "LOG_LEVEL": Setting(
            "log_level",
            readers.choice("debug", "info", "warning", "error"),
            "`debug`, `info`, `warning` or `error`: what is not less than that is logged",
            "`info`",
        ),
        "METRICS_TOKEN": Setting(
            "metrics_token",
            readers.secret,
            "whoever says it, as `Authorization: Bearer`, may read `/metrics` from elsewhere",
            "only this machine may",
            secret=True,
        ),
        "METRICS_PORT": Setting(
            "metrics_port",
            readers.whole(65_535),
            "where `cryptotracker worker` shows its figures: `/metrics` on this machine",
            "it shows none; the server has its own at its address",
        ),
        "OTEL_ENDPOINT": Setting(
            "otel_endpoint",
            readers.web_address,
            "where traces are sent by OTLP over HTTP, like `http://localhost:4318`",
            "nothing is traced",
        ),
        "OTEL_HEADERS": Setting(
            "otel_headers",
            readers.secret,
            "what is sent along, like `api-key=…,tenant=…`",
            "nothing",
            secret=True,
        ),
        "OTEL_SERVICE_NAME": Setting(
            "otel_service_name",
            readers.short_name,
            "the name that traces go by",
            "`cryptotracker`",
        ),
        "OTEL_SAMPLE_PERCENT": Setting(
            "otel_sample_percent",
            readers.percent,
            "so many of 100 traces are sent",
            "`100`",
        ),
        "SENTRY_DSN": Setting(
            "sentry_dsn",
            readers.secret_address,
            "where Sentry takes reports of our faults",
            "none are sent",
            secret=True,
        ),
        "MIXPANEL_TOKEN": Setting(
            "mixpanel_token",
            readers.secret,
            "the Mixpanel project that counts how the product is used",
            "nothing is counted there",
            secret=True,
        ),
        "MIXPANEL_CONSENT": Setting(
            "mixpanel_consent",
            readers.flag,
            "`yes` if those who use it agreed to that; without it nothing is sent",
            "`no`",
        ),
        "MIXPANEL_URL": Setting(
            "mixpanel_url",
            readers.web_address,
            "where Mixpanel listens, like `https://api-eu.mixpanel.com`",
            "`https://api.mixpanel.com`",
        ),
    },
}
SETTINGS: Final[Mapping[str, Setting]] = {
    name: setting for group in GROUPS.values() for name, setting in group.items()
}
