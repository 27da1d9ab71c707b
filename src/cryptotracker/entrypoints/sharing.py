"""Every use case of shares in one place, and how they are put together."""

from attrs import frozen

from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.shares.offering import EditShare, ListShares, MakeShare, RevokeShare
from cryptotracker.application.shares.reading import (
    GoOnVisiting,
    ListShared,
    OpenLink,
    OpenShared,
)
from cryptotracker.application.shares.writing import ImportByShare, UndoByShare
from cryptotracker.entrypoints.commenting import Commenting
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Databases
from cryptotracker.ports.proofs import Passwords


@frozen(kw_only=True)
class Sharing:
    """What owners do with their shares, and those with whom they share."""

    make: MakeShare
    list: ListShares
    edit: EditShare
    revoke: RevokeShare
    shared: ListShared
    open: OpenShared
    open_link: OpenLink
    visit: GoOnVisiting
    import_file: ImportByShare
    undo_import: UndoByShare
    comments: Commenting

    @classmethod
    def of(
        cls,
        *,
        databases: Databases,
        patience: Patience,
        passwords: Passwords,
        outbox: Outbox,
        letters: Letters,
        clock: Clock,
    ) -> "Sharing":
        everybody = databases.of_everybody()
        return cls(
            make=MakeShare(
                databases=databases,
                everybody=everybody,
                patience=patience,
                passwords=passwords,
                outbox=outbox,
                letters=letters,
                clock=clock,
            ),
            list=ListShares(databases),
            edit=EditShare(databases, passwords, clock),
            revoke=RevokeShare(databases, clock),
            shared=ListShared(everybody, clock),
            open=OpenShared(everybody, clock),
            open_link=OpenLink(
                everybody=everybody, patience=patience, passwords=passwords, clock=clock
            ),
            visit=GoOnVisiting(everybody, clock),
            import_file=ImportByShare(clock),
            undo_import=UndoByShare(clock),
            comments=Commenting.of(databases, patience, clock),
        )
