"""Tokens that programs have."""

from uuid import UUID

from attrs import evolve

from cryptotracker.domain.identity.api_tokens import ApiToken
from tests.contract.people import ADA, FIRST, LATER, NOW, SECOND

READER = ApiToken(
    id=UUID(int=1),
    user_id=ADA.id,
    name="Spreadsheet",
    scopes={"read"},
    digest=FIRST,
    created_at=NOW,
    expires_at=LATER,
)
WRITER = evolve(READER, id=UUID(int=2), scopes={"read", "write"}, digest=SECOND, created_at=LATER)
