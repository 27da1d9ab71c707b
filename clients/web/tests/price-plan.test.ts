import { readIndicators } from "@cryptotracker/core/indicators";
import type { Candle, IndicatorRows, MarketRow } from "@cryptotracker/core/market";
import type { Transaction } from "@cryptotracker/core/types";
import { describe, expect, it } from "vitest";

import { averageCost } from "../src/features/market/chart-card";
import { dayOf } from "../src/features/market/day";
import { marksOf, missing, studiesOf } from "../src/features/market/plan";
import { ordered } from "../src/features/market/rows";

const CANDLE: Candle = { time: "2026-11-20T00:00:00Z", open: "100", high: "120", low: "90", close: "110", volume: null, grade: "official", ended: true };
const NEXT: Candle = { ...CANDLE, time: "2026-11-21T00:00:00Z" };
const DAY = Date.parse("2026-11-20T00:00:00Z") / 1000;

function trade(time: string, type: string, sent: string | null, received: string | null): Transaction {
  const leg = (asset: string | null) => (asset === null ? null : { asset, quantity: "1" });
  return { time, type, sent: leg(sent), received: leg(received) } as Transaction;
}

describe("what is drawn of one's own trades", () => {
  it("stands at the candle in whose time it was, by the way it went", () => {
    const trades = [
      trade("2026-11-19T23:59:59Z", "buy", "USD", "BTC"),
      trade("2026-11-20T08:00:00Z", "buy", "USD", "BTC"),
      trade("2026-11-20T09:00:00Z", "buy", "USD", "BTC"),
      trade("2026-11-21T09:00:00Z", "sell", "BTC", "USD"),
      trade("2026-11-21T10:00:00Z", "transfer", "BTC", "BTC"),
    ];

    const marks = marksOf(trades, "BTC", [CANDLE, NEXT]);

    expect(marks.map((mark) => [mark.seconds - DAY, mark.kind, mark.trades.length])).toEqual([[0, "in", 2], [86_400, "out", 1], [86_400, "moved", 1]]);
  });
});

describe("an indicator's columns", () => {
  const ichimoku = readIndicators("rsi:14,ichimoku:2,3,4");
  const rows: IndicatorRows = {
    asset: "BTC", currency: "USD", interval: "1d", source: "", simulated: true, gaps: [], filling: false,
    columns: ["a", "b", "c", "d", "e", "f"],
    rows: ["20", "21", "22", "23"].map((day, at) => ({ time: `2026-11-${day}T00:00:00Z`, a: null, b: 1, c: 2, d: 3, e: 4, f: at })),
  };

  it("are told apart by their order, and what lags is drawn where it belongs", () => {
    const [rsi, cloud] = studiesOf(ichimoku, rows);

    expect(rsi?.lines.map((line) => [line.name, line.points[0]])).toEqual([["RSI 14", [DAY, null]]]);
    expect(cloud?.lines.map((line) => line.name)).toEqual(["conversion", "base", "leading_a", "leading_b", "lagging"]);
    expect(cloud?.lines.at(-1)?.points).toEqual([[DAY, 3]]);
  });
});

describe("times without candles", () => {
  it("are left room for, as much as is asked", () => {
    const gap = { since: "2026-11-20T10:30:00Z", until: "2026-11-20T13:00:00Z" };

    expect(missing([gap], "1h", 9).map((at) => (at - DAY) / 3600)).toEqual([11, 12]);
    expect(missing([gap], "1h", 1)).toHaveLength(1);
  });
});

describe("the last day", () => {
  const hour = (time: string, open: string): Candle => ({ ...CANDLE, time, open, high: "101.5", low: "99.5" });

  it("is told by the hours since a day ago", () => {
    const candles = [hour("2026-11-20T11:00:00Z", "1"), hour("2026-11-20T12:00:00Z", "100"), hour("2026-11-21T12:00:00Z", "101")];

    expect(dayOf(candles, { price: "101.000000000000000001", time: "2026-11-21T12:30:00Z" })).toEqual({ high: "101.5", low: "99.5" });
  });

  it("is not told when nobody knows what it cost then", () => {
    expect(dayOf([hour("2026-11-21T09:00:00Z", "100")], { price: "101", time: "2026-11-21T12:30:00Z" })).toBeNull();
  });
});

describe("the average cost", () => {
  const held = { asset: "BTC", quantity: "3", cost_basis: "100", basis: "known", price: null, price_time: null, value: null, unrealised_gain: null } as const;

  it("is the cost over the quantity", () => {
    expect(averageCost(held)).toBe("33.333333333333333333");
  });

  it.each([undefined, { ...held, basis: "unknown" as const }, { ...held, cost_basis: null }, { ...held, quantity: "0" }])("is none where the cost is not wholly known", (holding) => {
    expect(averageCost(holding)).toBeNull();
  });
});

describe("the market in an order", () => {
  const row = (id: string, value: string | null) => ({ asset: { id }, figures: { change_24h: { value, missing: null } } }) as unknown as MarketRow;

  it("has what nobody knows last, up and down", () => {
    const rows = [row("a", null), row("b", "-0.1"), row("c", "0.2")];

    expect(ordered(rows, "change_24h", true).map((one) => one.asset.id)).toEqual(["c", "b", "a"]);
    expect(ordered(rows, "change_24h", false).map((one) => one.asset.id)).toEqual(["b", "c", "a"]);
  });
});
