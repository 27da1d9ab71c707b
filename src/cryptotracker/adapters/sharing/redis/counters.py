"""Quotas that several processes share, counted in Redis by one script: nothing comes between."""

from collections.abc import Sequence
from typing import Any, Final

from attrs import frozen
from redis.commands.core import AsyncScript

from cryptotracker.adapters.sharing.memory.counters import verdict
from cryptotracker.adapters.sharing.redis.connection import Connection
from cryptotracker.ports.counters import Counters, Quota, Verdict

PREFIX: Final = "cryptotracker:quota:"

TAKE: Final = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local waits, allowed = {}, true
for at, key in ipairs(KEYS) do
  local interval, longest = tonumber(ARGV[2 * at - 1]), tonumber(ARGV[2 * at])
  local whole_at = tonumber(redis.call('GET', key) or now)
  waits[at] = math.min(math.max(whole_at - now, 0), longest) + interval
  allowed = allowed and waits[at] <= longest
end
if allowed then
  for at, key in ipairs(KEYS) do
    local kept = string.format('%.0f', math.ceil(waits[at] / 1000))
    redis.call('SET', key, string.format('%.0f', now + waits[at]), 'PX', kept)
  end
end
return waits
"""
"""As in memory/counters.py. Microseconds since 1970 are exact in a Lua number until 2255."""


@frozen
class RedisCounters(Counters):
    """The time is the server's, so that processes with clocks of their own agree."""

    _connection: Connection

    async def take(self, quotas: Sequence[Quota]) -> Verdict | None:
        keys = [f"{PREFIX}{quota.name}:{quota.key}" for quota in quotas]
        lengths = [n for each in quotas for n in (each.interval, each.longest)]
        script = AsyncScript(self._connection.redis, TAKE)
        waits: Any = await self._connection.ask(lambda _: script(keys, lengths))
        return None if waits is None else verdict(quotas, [int(wait) for wait in waits])
