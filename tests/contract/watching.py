"""A watch-list, as the tests of several files keep it."""

from typing import Final
from uuid import UUID

from cryptotracker.domain.watching.watch_lists import WatchList
from tests.contract.people import NOW

LIST: Final = WatchList(id=UUID(int=90), name="Mine", assets=("solana", "bitcoin"), created_at=NOW)
