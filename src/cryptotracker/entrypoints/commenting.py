"""Every use case of comments in one place, and how they are put together."""

from attrs import frozen

from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.shares.commenting import (
    EditComment,
    ListComments,
    ListThreads,
    Names,
    RemoveComment,
    ResolveComment,
    WriteComment,
)
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Databases


@frozen(kw_only=True)
class Commenting:
    """What people do who talk about a portfolio."""

    list: ListComments
    threads: ListThreads
    write: WriteComment
    edit: EditComment
    resolve: ResolveComment
    remove: RemoveComment

    @classmethod
    def of(cls, databases: Databases, patience: Patience, clock: Clock) -> "Commenting":
        names = Names(databases.of_everybody())
        return cls(
            list=ListComments(databases, names),
            threads=ListThreads(databases),
            write=WriteComment(databases=databases, patience=patience, names=names, clock=clock),
            edit=EditComment(databases, names, clock),
            resolve=ResolveComment(databases, names, clock),
            remove=RemoveComment(databases, clock),
        )
