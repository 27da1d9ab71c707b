"""What the use cases of people need, and share."""

from attrs import frozen

from cryptotracker.application.identity.access_keys import AccessKeys
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.joining import Join
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.entrypoints.elsewhere import Vouching
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Mail
from cryptotracker.ports.persistence import Database, Databases
from cryptotracker.ports.proofs import Passwords


@frozen(kw_only=True)
class Means:
    """One of each kind, for an installation."""

    databases: Databases
    everybody: Database
    clock: Clock
    passwords: Passwords
    keys: AccessKeys
    standings: Standings
    single: SingleUser
    patience: Patience
    choose: ChoosePassword
    join: Join
    mail: Mail
    letters: Letters
    registering: str
    vouching: Vouching
