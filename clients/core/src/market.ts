/** The market: what assets cost and who says so, candles, and indicators beside them. */
import { answered, queryText, type Send, type Signal } from "./api";
import type { Decimal } from "./decimal";
import type { Asset, Page } from "./types";

export const INTERVALS = ["1m", "5m", "1h", "1d"] as const;
export type Interval = (typeof INTERVALS)[number];
export const SECONDS: Readonly<Record<Interval, number>> = { "1m": 60, "5m": 300, "1h": 3_600, "1d": 86_400 };

/** `manual` is that of a price of one's own. */
export type Grade = "A" | "B" | "C" | "D" | "manual";

/** A price, who says so, and how far it can be relied on; simulated prices have no grade. */
export interface Quote {
  readonly asset: string;
  readonly currency: string;
  readonly price: Decimal;
  readonly time: string;
  readonly source: string;
  readonly simulated: boolean;
  readonly sources: readonly string[];
  readonly age_seconds: number;
  readonly grade: Grade | null;
  /** How far apart the sources were, as a share of the price; null of a single one. */
  readonly spread: Decimal | null;
  /** From the asset to the currency, with what lies between. */
  readonly path: readonly string[];
}

export interface Candle {
  readonly time: string;
  readonly open: Decimal;
  readonly high: Decimal;
  readonly low: Decimal;
  readonly close: Decimal;
  /** Null where nobody counted. */
  readonly volume: Decimal | null;
  readonly grade: "official" | "built" | "partial";
  readonly ended: boolean;
}

/** From the first instant on to the one that is too late. */
export interface Gap {
  readonly since: string;
  readonly until: string;
}

interface Series {
  readonly asset: string;
  readonly currency: string;
  readonly interval: Interval;
  readonly source: string;
  readonly simulated: boolean;
  readonly gaps: readonly Gap[];
  /** The source is still being asked for some of it. */
  readonly filling: boolean;
}

export interface Candles extends Series, Page<Candle> {}

/** A candle's time and its columns: statistics, not money, and so numbers; null until they are defined. */
export type IndicatorRow = { readonly time: string } & Readonly<Record<string, string | number | null>>;

export interface IndicatorRows extends Series {
  readonly columns: readonly string[];
  readonly rows: readonly IndicatorRow[];
}

/** A figure, or why there is none. */
export interface Figure {
  readonly value: Decimal | null;
  readonly missing: string | null;
}

/** By which figures the market is put in order; `rank` is how well an asset is known. */
export const ORDERS = ["rank", "change_1h", "change_24h", "change_7d", "change_30d", "volatility_30d", "capitalisation"] as const;
export type Order = (typeof ORDERS)[number];
export type FigureName = Exclude<Order, "rank">;

/** An asset beside others; its series are the prices with which days began, null where nobody knows one. */
export interface MarketRow {
  readonly asset: Asset;
  readonly quote: Pick<Quote, "price" | "time" | "source" | "simulated" | "grade"> | null;
  readonly figures: Readonly<Record<FigureName, Figure>>;
  /** How many units go from hand to hand; null where nobody says. */
  readonly supply: { readonly quantity: Decimal; readonly total: Decimal | null; readonly time: string; readonly source: string; readonly simulated: boolean } | null;
  readonly series: { readonly since: string; readonly prices: readonly (Decimal | null)[] };
}

export interface MarketPage extends Page<MarketRow> {
  readonly currency: string;
  readonly as_of: string | null;
  readonly source: string;
  readonly simulated: boolean;
}

/** The market's best known assets in an order, those that words find, or those that are named. */
export type RowsAsk =
  | { readonly order: Order; readonly descending: boolean }
  | { readonly q: string }
  | { readonly assets: readonly string[] };

export interface MarketOverview {
  readonly assets: number;
  readonly capitalisation: { readonly total: Decimal | null; readonly known: readonly { readonly asset: Asset; readonly share: Decimal }[]; readonly simulated: boolean };
  readonly volatility: Figure;
  readonly breadth: { readonly rising: number; readonly falling: number; readonly unchanged: number; readonly unknown: number };
  readonly fear_and_greed: { readonly value: number | null; readonly label: string | null };
}

export interface SeriesAsk {
  readonly asset: string;
  readonly currency: string;
  readonly interval: Interval;
  /** The last day of it; up to now when absent. */
  readonly to?: string | undefined;
  readonly limit: number;
}

export interface PriceSourceState {
  readonly name: string;
  readonly state: "up" | "limited" | "broken" | "unasked";
  readonly left: number | null;
  readonly quiet_until: string | null;
  readonly trouble: string | null;
  readonly answered_at: string | null;
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
}

/** What a source said that was not believed. */
export interface Refusal {
  readonly at: string;
  readonly source: string;
  readonly asset: string;
  readonly currency: string;
  readonly reason: string;
  readonly said: string;
}

const ROWS = 50;

export class Market {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  quotes(assets: readonly string[], currency: string, signal?: Signal): Promise<Page<Quote>> {
    return this.#get(`/market/quotes${queryText({ assets: assets.join(","), currency })}`, signal);
  }

  candles(ask: SeriesAsk, signal?: Signal): Promise<Candles> {
    return this.#get(`/market/candles${queryText({ ...ask })}`, signal);
  }

  /** `wanted` as the server reads it: `rsi:14,macd:12,26,9`. */
  indicators(ask: SeriesAsk, wanted: string, signal?: Signal): Promise<IndicatorRows> {
    return this.#get(`/market/indicators${queryText({ ...ask, with: wanted })}`, signal);
  }

  rows(ask: RowsAsk, currency: string, cursor: string | null, signal?: Signal): Promise<MarketPage> {
    const page = { currency, limit: ROWS, cursor: cursor ?? undefined };
    if ("order" in ask) return this.#get(`/market/screener${queryText({ ...page, sort: `${ask.descending ? "-" : ""}${ask.order}` })}`, signal);
    const which = "q" in ask ? { q: ask.q } : { assets: ask.assets.join(",") };
    return this.#get(`/market/list${queryText({ ...page, ...which })}`, signal);
  }

  overview(currency: string, signal?: Signal): Promise<MarketOverview> {
    return this.#get(`/market/overview${queryText({ currency })}`, signal);
  }

  sources(signal?: Signal): Promise<Page<PriceSourceState>> {
    return this.#get("/market/sources", signal);
  }

  refusals(signal?: Signal): Promise<Page<Refusal>> {
    return this.#get("/market/refusals", signal);
  }

  #get<Result>(path: string, signal?: Signal): Promise<Result> {
    return answered(this.#send, { method: "GET", path, headers: { accept: "application/json" }, signal });
  }
}
