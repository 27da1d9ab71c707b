import { describe, expect, it } from "vitest";

import type { Candle, Candles } from "../src/market";
import { withTold } from "../src/market-queries";

const candle = (minute: number, close: string, ended = true): Candle => ({
  time: `2026-01-01T12:0${minute}:00Z`, open: "1", high: "9", low: "1", close, volume: null, grade: "built", ended,
});
const old: Candles = {
  asset: "BTC", currency: "USD", interval: "1m", source: "kraken", simulated: false, gaps: [], next_cursor: null,
  items: [candle(1, "5"), candle(2, "6", false)],
};
const closes = (told: Candle[]) => withTold(old, told)?.items.map(({ time, close }) => `${time.slice(14, 16)} ${close}`);

describe("candles as they are told", () => {
  it.each([
    ["the one under way takes its place", [candle(2, "7", false)], ["01 5", "02 7"]],
    ["one ends and the next begins", [candle(2, "7"), candle(3, "8", false)], ["01 5", "02 7", "03 8"]],
    ["an earlier one is corrected", [candle(1, "4")], ["01 4", "02 6"]],
    ["one from before those that are shown is left out", [candle(0, "4")], ["01 5", "02 6"]],
    ["where some are missing they have to be asked for", [candle(4, "8", false)], undefined],
  ])("%s", (_, told, expected) => {
    expect(closes(told)).toEqual(expected);
  });
});
