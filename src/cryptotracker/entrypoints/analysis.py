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


@frozen(kw_only=True)
class Analysis:
    """Every use case of a market as a whole."""

    list: ListMarket
    overview: ShowOverview
    screen: ScreenMarket
    compare: CompareAssets
    seasonality: ShowSeasonality


def analysis_of(board: Board) -> Analysis:
    return Analysis(
        list=ListMarket(board),
        overview=ShowOverview(board),
        screen=ScreenMarket(board),
        compare=CompareAssets(board),
        seasonality=ShowSeasonality(board),
    )
