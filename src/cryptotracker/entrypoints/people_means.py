"""What the use cases of people are made of."""

from attrs import frozen

from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.admitting import Admit
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.entering import Enter
from cryptotracker.application.identity.joining import Join
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.passkeys import ProvePasskey
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor
from cryptotracker.application.identity.refusals import CountRefused
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.entrypoints.elsewhere import Vouching
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import Authenticators, OneTimeCodes
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database, Databases
from cryptotracker.ports.proofs import Passwords


@frozen(kw_only=True)
class Means:
    """What the use cases of people need, and share."""

    databases: Databases
    everybody: Database
    clock: Clock
    passwords: Passwords
    keys: AccessKeys
    standings: Standings
    codes: OneTimeCodes
    seeds: Seeds
    prove: ProveFactor
    authenticators: Authenticators
    single: SingleUser
    patience: Patience
    choose: ChoosePassword
    join: Join
    outbox: Outbox
    letters: Letters
    registering: str
    vouching: Vouching

    @property
    def enter(self) -> Enter:
        return Enter(self.everybody, self.keys, self.clock)

    @property
    def prove_passkey(self) -> ProvePasskey:
        return ProvePasskey(self.everybody, self.authenticators, self.clock)

    @property
    def refused(self) -> CountRefused:
        return CountRefused(self.everybody, self.clock)

    @property
    def admit(self) -> Admit:
        return Admit(self.everybody, self.enter, self.clock)
