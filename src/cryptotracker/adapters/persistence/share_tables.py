"""The tables of what owners let others see."""

from typing import Final

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import metadata, text

shares = Table(
    "portfolio_shares",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "portfolio_id",
        Id,
        ForeignKey("portfolios.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    text("kind"),
    text("scope"),
    text("label"),
    text("email"),
    Column("key", Text, index=True),  # the address in small letters
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), index=True),
    Column("digest", LargeBinary(32), unique=True),  # of what stands in a link
    Column("passcode", Text),  # its hash
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
visits = Table(
    "share_visits",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column(
        "share_id",
        Id,
        ForeignKey("portfolio_shares.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("expires_at", Moment, nullable=False, index=True),
)
TABLES: Final = (shares, visits)
