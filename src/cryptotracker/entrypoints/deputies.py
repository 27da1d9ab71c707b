"""The use cases of programs that act for people, what is written down of them, and leaving."""

from attrs import frozen

from cryptotracker.application.identity.api_tokens import (
    ListTokens,
    MakeToken,
    RevokeToken,
    RevokeTokens,
)
from cryptotracker.application.identity.auditing import LogOf, ShowLog, VerifyLog
from cryptotracker.application.identity.standing import Standings
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Databases


@frozen(kw_only=True)
class Programs:
    """What users do with the tokens of programs that act for them."""

    list: ListTokens
    make: MakeToken
    revoke: RevokeToken
    revoke_all: RevokeTokens


@frozen(kw_only=True)
class Log:
    """What was written down of all that concerns users, and whether it still is what it was."""

    show: ShowLog
    of: LogOf
    verify: VerifyLog


def programs(databases: Databases, standings: Standings, clock: Clock) -> Programs:
    return Programs(
        list=ListTokens(databases),
        make=MakeToken(databases, clock),
        revoke=RevokeToken(databases, standings, clock),
        revoke_all=RevokeTokens(databases, standings, clock),
    )


def log(databases: Databases) -> Log:
    everybody = databases.of_everybody()
    return Log(show=ShowLog(databases), of=LogOf(everybody), verify=VerifyLog(everybody))
