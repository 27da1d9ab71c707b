/** What of the market lives in the address. */
import { readIndicators, writeIndicators } from "@cryptotracker/core/indicators";
import { type Interval, INTERVALS, type Order, ORDERS } from "@cryptotracker/core/market";

export interface AssetSearch {
  readonly interval?: Interval | undefined;
  /** Indicators as the server reads them: `rsi:14,macd:12,26,9`. */
  readonly with?: string | undefined;
  /** The asset it is compared with. */
  readonly vs?: string | undefined;
  /** The last day shown; up to now when absent. */
  readonly to?: string | undefined;
  readonly table?: boolean | undefined;
}

export interface MarketSearch {
  readonly q?: string | undefined;
  /** `starred`, or a watch-list by its id; the best known assets when absent. */
  readonly list?: string | undefined;
  readonly sort?: Order | undefined;
  readonly order?: "up" | "down" | undefined;
}

export function readMarket(raw: Record<string, unknown>): MarketSearch {
  const q = raw["q"] === undefined || raw["q"] === "" ? undefined : String(raw["q"]).slice(0, NAME_MOST);
  const list = text(raw["list"])?.slice(0, NAME_MOST);
  const sort = ORDERS.find((one) => one === raw["sort"]);
  const order = raw["order"] === "up" || raw["order"] === "down" ? raw["order"] : undefined;
  return { ...(q && { q }), ...(list && { list }), ...(sort && { sort }), ...(order && { order }) };
}

export interface ListsSearch {
  /** The watch-list that is open, by its id; the first one when absent. */
  readonly list?: string | undefined;
}

export function readLists(raw: Record<string, unknown>): ListsSearch {
  const list = text(raw["list"])?.slice(0, NAME_MOST);
  return list === undefined ? {} : { list };
}

export interface OwnPricesSearch {
  /** The asset whose prices alone are listed. */
  readonly asset?: string | undefined;
  /** Whether the form for another price is open. */
  readonly state?: true | undefined;
}

export function readOwnPrices(raw: Record<string, unknown>): OwnPricesSearch {
  const asset = raw["asset"] === undefined || raw["asset"] === "" ? undefined : String(raw["asset"]).slice(0, NAME_MOST);
  return { ...(asset && { asset }), ...(raw["state"] === true && { state: true as const }) };
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const NAME_MOST = 100;

export function readAsset(raw: Record<string, unknown>): AssetSearch {
  const interval = INTERVALS.find((one) => one === raw["interval"]);
  const wanted = writeIndicators(readIndicators(text(raw["with"]) ?? ""));
  const vs = text(raw["vs"])?.slice(0, NAME_MOST);
  const to = text(raw["to"]);
  return {
    ...(interval && { interval }),
    ...(wanted && { with: wanted }),
    ...(vs && { vs }),
    ...(to !== undefined && DATE.test(to) && { to }),
    ...(raw["table"] === true && { table: true }),
  };
}

function text(raw: unknown): string | undefined {
  return typeof raw === "string" && raw !== "" ? raw : undefined;
}
