"""What can be asked about a market as a whole; what is known of it is kept for all who ask."""

from attrs import frozen

from cryptotracker.application.analysis.analysing import (
    CompareAssets,
    ListMarket,
    ScreenMarket,
    ShowOverview,
    ShowSeasonality,
)
from cryptotracker.application.analysis.board import Board
from cryptotracker.application.analysis.moments import KeptMoments
from cryptotracker.entrypoints.calculators import load_indicators
from cryptotracker.entrypoints.pricing import Pricing
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Databases


@frozen(kw_only=True)
class Analysis:
    """Every use case of a market as a whole."""

    list: ListMarket
    overview: ShowOverview
    screen: ScreenMarket
    compare: CompareAssets
    seasonality: ShowSeasonality


def board_of(pricing: Pricing, catalogue: Catalogue, clock: Clock, databases: Databases) -> Board:
    """Make what is known of the market, once for all owners."""
    return Board(
        catalogue=catalogue,
        prices=pricing.source,
        supplies=pricing.supplies,
        moments=pricing.moments or KeptMoments(databases.of_everybody(), catalogue),
        clock=clock,
        indicators=load_indicators,
    )


def analysis_of(board: Board) -> Analysis:
    return Analysis(
        list=ListMarket(board),
        overview=ShowOverview(board),
        screen=ScreenMarket(board),
        compare=CompareAssets(board),
        seasonality=ShowSeasonality(board),
    )
