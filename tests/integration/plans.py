"""Watch every statement an engine runs, and note which tables it reads from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from attrs import define, field
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine

from cryptotracker.adapters.persistence.tables import metadata

EXPLAIN: Final = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
WORDS: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
SCANS: Final = {
    "sqlite": re.compile(r"^SCAN (\w+)(?! USING)"),
    "postgresql": re.compile(r"Seq Scan on (\w+)"),
}
KEPT: Final = frozenset(each.name for each in metadata.sorted_tables)


@define
class Plans:
    """What was explained, and what was scanned by which statement."""

    explained: set[str] = field(factory=set)
    scanned: dict[str, str] = field(factory=dict)
    _busy: bool = False

    def explain(self, connection: Connection, statement: str, parameters: Any) -> None:
        kind = connection.dialect.name
        words = " ".join(statement.split())
        if self._busy or not words.startswith(WORDS) or "set_config" in words:
            return
        self._busy = True
        lines = connection.exec_driver_sql(EXPLAIN[kind] + statement, parameters).all()
        self._busy = False
        self.explained.add(words)
        for line in lines:
            found = SCANS[kind].search(str(line[-1]))
            if found and found[1] in KEPT:
                self.scanned[words] = str(line[-1]).strip()


@contextmanager
def watched(engine: AsyncEngine) -> Iterator[Plans]:
    plans = Plans()

    def before(connection: Connection, _: object, sql: str, given: Any, *rest: Any) -> None:
        many = rest[-1]
        plans.explain(connection, sql, given[0] if many else given)

    event.listen(engine.sync_engine, "before_cursor_execute", before)
    try:
        yield plans
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", before)
