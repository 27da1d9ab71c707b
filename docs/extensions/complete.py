"""Fail the build when something of the code is missing from the page that should list it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sphinx.application import Sphinx
from sphinx.util import logging

from cryptotracker.domain import errors
from cryptotracker.domain.portfolio.cost_basis import METHOD_NAMES
from cryptotracker.domain.portfolio.issues import SEVERITIES
from cryptotracker.domain.portfolio.transactions import INCOME_KINDS, TYPES
from cryptotracker.entrypoints.known_settings import SETTINGS
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import CONFIG

LOGGER: Final = logging.getLogger(__name__)


def error_names() -> Iterable[str]:
    return (name for name in vars(errors) if name.endswith("Error"))


LISTED: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "reference/errors": error_names,
    "reference/issues": lambda: SEVERITIES,
    "reference/ledger-file": lambda: [*TYPES, *sorted(INCOME_KINDS)],
    "reference/settings": lambda: [PREFIX + name for name in (CONFIG, *SETTINGS)],
    "explanation/cost-basis": lambda: METHOD_NAMES,
}


def setup(sphinx: Sphinx) -> dict[str, bool]:
    sphinx.connect("env-get-outdated", lambda *_: list(LISTED))
    sphinx.connect("source-read", check)
    return {"parallel_read_safe": True}


def check(_: Sphinx, page: str, source: list[str]) -> None:
    missing = [name for name in LISTED.get(page, list)() if f"`{name}`" not in source[0]]
    if missing:
        LOGGER.warning("%s says nothing of %s", page, ", ".join(missing))
