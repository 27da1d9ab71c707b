"""How a market as a whole is shown over HTTP: what is not known is null, and says why."""

from msgspec import Struct

from cryptotracker.entrypoints.http.market_views import AssetView


class FigureView(Struct, frozen=True, kw_only=True):
    """A figure, the samples it rests on, since when it counts, and why it is missing if it is."""

    value: str | None
    samples: int
    since: str | None
    missing: str | None


class FiguresView(Struct, frozen=True, kw_only=True):
    """The figures of an asset; all but the capitalisation are shares, or numbers from 0 to 100."""

    change_1h: FigureView
    change_24h: FigureView
    change_7d: FigureView
    change_30d: FigureView
    volatility_30d: FigureView
    rsi_14: FigureView
    from_sma_50: FigureView
    from_sma_200: FigureView
    from_high: FigureView
    from_low: FigureView
    capitalisation: FigureView


class PriceView(Struct, frozen=True, kw_only=True):
    price: str
    time: str
    source: str
    simulated: bool
    grade: str | None


class SupplyView(Struct, frozen=True, kw_only=True):
    """How many units go from hand to hand; `total` counts those in, too, that may not yet."""

    quantity: str
    total: str | None
    time: str
    source: str
    simulated: bool


class SeriesView(Struct, frozen=True, kw_only=True):
    """The price with which each day began in UTC, from a day on; null where nobody knows it."""

    since: str
    prices: list[str | None]
    source: str
    simulated: bool


class RowView(Struct, frozen=True, kw_only=True):
    """An asset beside others."""

    asset: AssetView
    quote: PriceView | None
    figures: FiguresView
    supply: SupplyView | None
    series: SeriesView


class Origin(Struct, frozen=True, kw_only=True):
    """Whose prices these are, and of when: the oldest quote, and the last of the daily prices."""

    currency: str
    as_of: str | None
    last_day: str | None
    source: str
    simulated: bool


class MarketPage(Origin, frozen=True, kw_only=True):
    """A page of assets."""

    items: list[RowView]
    next_cursor: str | None


class ScreenedPage(MarketPage, frozen=True, kw_only=True):
    """A page of those that meet the conditions, of so many; of some nobody knows it."""

    found: int
    unknown: int
    of: int


class WorthView(Struct, frozen=True, kw_only=True):
    asset: AssetView
    value: str
    share: str


class MissingView(Struct, frozen=True, kw_only=True):
    asset: str
    missing: str


class CapitalisationView(Struct, frozen=True, kw_only=True):
    """The worth of all units, of those assets alone of which it is known."""

    total: str | None
    known: list[WorthView]
    missing: list[MissingView]
    supplies_from: str
    simulated: bool


class MoverView(Struct, frozen=True, kw_only=True):
    asset: AssetView
    price: str | None
    change: str
    since: str | None


class MoversView(Struct, frozen=True, kw_only=True):
    up: list[MoverView]
    down: list[MoverView]
    unknown: int


class SpansView(Struct, frozen=True, kw_only=True):
    change_1h: MoversView
    change_24h: MoversView
    change_7d: MoversView
    change_30d: MoversView


class VolatilityView(FigureView, frozen=True, kw_only=True):
    """The median of the assets' volatilities."""

    days: int
    days_a_year: int


class AboveView(Struct, frozen=True, kw_only=True):
    """How many assets are above their mean of so many days, and of how many that is known."""

    days: int
    above: int
    of: int


class BreadthView(Struct, frozen=True, kw_only=True):
    """How many assets rose and fell within 24 hours."""

    rising: int
    falling: int
    unchanged: int
    unknown: int
    above: list[AboveView]


class CorrelationView(Struct, frozen=True, kw_only=True):
    """How alike assets go: a row of figures each; samples are the days that both are known."""

    days: int
    fewest: int
    assets: list[AssetView]
    rows: list[list[FigureView]]


class ComponentView(Struct, frozen=True, kw_only=True):
    name: str
    weight: str
    score: str | None
    observed: FigureView


class IndexView(Struct, frozen=True, kw_only=True):
    """An index of our own, from 0 to 100; null, with what is missing, if a part is not known."""

    value: int | None
    label: str | None
    missing: list[str]
    components: list[ComponentView]


class OverviewView(Origin, frozen=True, kw_only=True):
    assets: int
    priced: int
    capitalisation: CapitalisationView
    movers: SpansView
    volatility: VolatilityView
    breadth: BreadthView
    correlation: CorrelationView
    fear_and_greed: IndexView


class LineView(Struct, frozen=True, kw_only=True):
    """The course of an asset: null on the days that nobody knows, which are named, too."""

    asset: AssetView
    values: list[str | None]
    missing: list[str]
    change: str
    source: str
    simulated: bool


class ComparedView(Struct, frozen=True, kw_only=True):
    """Courses that are 100 at `start`; without a day that all are known there is none."""

    currency: str
    start: str | None
    lines: list[LineView]
    unknown: list[AssetView]
    simulated: bool


class SeasonView(Struct, frozen=True, kw_only=True):
    """One month from 1, or one day of the week from 1 on Monday; null of too few samples."""

    number: int
    samples: int
    median: str | None
    mean: str | None
    rising: str | None


class SeasonalityView(Struct, frozen=True, kw_only=True):
    asset: AssetView
    currency: str
    since: str | None
    until: str | None
    fewest_months: int
    fewest_days: int
    months: list[SeasonView]
    weekdays: list[SeasonView]
    source: str
    simulated: bool
