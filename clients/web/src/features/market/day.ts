/** Between what a price was in the last day, by candles of an hour. */
import { compare, type Decimal } from "@cryptotracker/core/decimal";
import type { Candle, Quote } from "@cryptotracker/core/market";

import { secondsOf } from "./plan";

export interface Day {
  readonly high: Decimal;
  readonly low: Decimal;
}

const HOUR = 3_600;
const DAY = 86_400;

/** Null unless the price of a day ago is known to the hour. */
export function dayOf(candles: readonly Candle[], { price, time }: Pick<Quote, "price" | "time">): Day | null {
  const since = secondsOf(time) - DAY;
  const first = candles.find((one) => secondsOf(one.time) > since - HOUR);
  if (first === undefined || secondsOf(first.time) > since + HOUR) return null;
  const day = candles.filter((one) => secondsOf(one.time) >= secondsOf(first.time));
  return {
    high: day.reduce((most, one) => (compare(one.high, most) > 0 ? one.high : most), price),
    low: day.reduce((least, one) => (compare(one.low, least) < 0 ? one.low : least), price),
  };
}
