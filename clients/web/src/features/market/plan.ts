/** What the chart draws, apart from how: candles, lines of indicators, one's own trades. */
import type { Asked } from "@cryptotracker/core/indicators";
import { liesOnPrice, shortName } from "@cryptotracker/core/indicators";
import { type Candle, type Gap, type IndicatorRows, type Interval, SECONDS } from "@cryptotracker/core/market";
import type { Transaction } from "@cryptotracker/core/types";

/** A column of an indicator; a value is null until it is defined. */
export interface Line {
  readonly name: string;
  readonly kind: "line" | "second" | "bars";
  readonly points: readonly (readonly [seconds: number, value: number | null])[];
}

export interface Study {
  readonly asked: Asked;
  /** 2 to 8: the first colour is the accent's. */
  readonly colour: number;
  readonly overPrice: boolean;
  readonly lines: readonly Line[];
}

export interface Mark {
  readonly seconds: number;
  readonly kind: "in" | "out" | "moved";
  readonly trades: readonly Transaction[];
}

export const COLOURS = 7;

export function secondsOf(instant: string): number {
  return Date.parse(instant) / 1000;
}

/** Whether nothing but the last candle has changed: then what is drawn goes on. */
export function sameBody(one: readonly Candle[], other: readonly Candle[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index] || (index === one.length - 1 && each.time === other[index]?.time));
}

/** The starts of candles that are missing within gaps, so that the axis leaves room for them. */
export function missing(gaps: readonly Gap[], interval: Interval, most: number): readonly number[] {
  const step = SECONDS[interval];
  const found: number[] = [];
  for (const { since, until } of gaps) {
    for (let at = Math.ceil(secondsOf(since) / step) * step; at < secondsOf(until) && found.length < most; at += step) found.push(at);
  }
  return found;
}

/** The server answers columns in the order in which indicators were asked for. */
export function studiesOf(asked: readonly Asked[], { columns, rows, interval }: IndicatorRows): readonly Study[] {
  let first = 0;
  return asked.map((each, at) => {
    const own = columns.slice(first, (first += each.indicator.outputs.length));
    const lines = own.flatMap((column, index) => {
      const { name = "", unit = "" } = each.indicator.outputs[index] ?? {};
      if (unit === "direction") return [];
      const late = name === "lagging" ? SECONDS[interval] * Number(valueOf(each, "base")) : 0;
      const begin = secondsOf(rows[0]?.time ?? "");
      const points = rows.map((row) => [secondsOf(row.time) - late, numberOf(row[column])] as const).filter(([seconds]) => seconds >= begin);
      const kind = name === "histogram" ? "bars" : index === 0 || each.indicator.name === "ichimoku" ? "line" : "second";
      return [{ name: name === "" ? shortName(each) : name, kind, points } as const];
    });
    return { asked: each, colour: (at % COLOURS) + 2, overPrice: liesOnPrice(each.indicator), lines };
  });
}

/** What happened with an asset, candle by candle; what falls between two candles belongs to the one before. */
export function marksOf(trades: readonly Transaction[], asset: string, candles: readonly Candle[]): readonly Mark[] {
  const starts = candles.map((one) => secondsOf(one.time));
  const marks = new Map<string, Mark>();
  for (const trade of trades) {
    const seconds = startOf(starts, secondsOf(trade.time));
    if (seconds === undefined) continue;
    const kind = kindOf(trade, asset);
    const key = `${seconds} ${kind}`;
    marks.set(key, { seconds, kind, trades: [...(marks.get(key)?.trades ?? []), trade] });
  }
  return [...marks.values()].sort((a, b) => a.seconds - b.seconds);
}

export function kindOf({ sent, received, type }: Transaction, asset: string): Mark["kind"] {
  const came = received?.asset === asset;
  const went = sent?.asset === asset;
  if (type === "transfer" || came === went) return "moved";
  return came ? "in" : "out";
}

function startOf(starts: readonly number[], at: number): number | undefined {
  const first = starts[0];
  if (first === undefined || at < first) return undefined;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? Infinity) <= at) low = middle;
    else high = middle - 1;
  }
  return starts[low];
}

function valueOf({ indicator, values }: Asked, name: string): string {
  return values[indicator.parameters.findIndex((one) => one.name === name)] ?? "0";
}

function numberOf(value: string | number | null | undefined): number | null {
  return typeof value === "number" ? value : null;
}
