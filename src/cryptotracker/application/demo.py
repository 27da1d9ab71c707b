"""The demonstration: a portfolio to look at before there is one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from attrs import frozen

from cryptotracker.application.import_history import ListImports
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.portfolios import CreatePortfolio, FindPortfolio, ListPortfolios
from cryptotracker.domain.errors import PortfolioNotFoundError
from cryptotracker.domain.portfolio.portfolios import DONE, Portfolio, Settings

NAME: Final = "Demo"
MANY: Final = 500
SETTINGS: Final = Settings(name=NAME, currency="USD")


@frozen(kw_only=True)
class LoadDemo:
    """Make the portfolio Demo and import its files; what is there already stays as it is."""

    find: FindPortfolio
    create: CreatePortfolio
    portfolios: ListPortfolios
    imports: ListImports
    import_file: ImportFile
    files: Sequence[Path]

    async def __call__(self) -> Portfolio:
        try:
            portfolio = await self.find(NAME)
        except PortfolioNotFoundError:
            portfolio = await self.create(SETTINGS)
        imports = (await self.imports(portfolio.id, limit=MANY)).items
        done = {each.file for each in imports if each.state == DONE}
        for path in self.files:
            if path.name not in done:
                await self.import_file(portfolio.id, FileToImport(path=path))
        return await self.find(NAME)

    async def if_empty(self) -> None:
        """Load it where there is no portfolio at all."""
        if not (await self.portfolios(limit=1)).items:
            await self()
