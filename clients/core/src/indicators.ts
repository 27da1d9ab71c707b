/** The indicators there are, and how one is asked for: `rsi:14`, `macd:12,26,9`. */
import { compare, isDecimal } from "./decimal";
import table from "./indicators.json";

export interface Parameter {
  readonly name: string;
  readonly default: string;
  readonly low: string;
  readonly high: string;
  /** Whether it counts candles. */
  readonly whole: boolean;
}

export interface Output {
  /** Empty of the only one. */
  readonly name: string;
  readonly unit: string;
}

export interface Indicator {
  readonly name: string;
  readonly title: string;
  readonly definition: string;
  readonly parameters: readonly Parameter[];
  /** Parameters of which none may be above the next, and the first has to be below it. */
  readonly rising: readonly string[];
  readonly outputs: readonly Output[];
}

/** An indicator with its values, one for each parameter. */
export interface Asked {
  readonly indicator: Indicator;
  readonly values: readonly string[];
}

/** Written by tools/reference.py of what the server has. */
export const INDICATORS: readonly Indicator[] = table;
export const INDICATORS_MOST = 8;
/** In the price's own unit, yet about its changes: drawn over the price they would lie at its foot. */
const CHANGES = new Set(["macd", "atr"]);
/** What stands between two indicators: a value begins with a digit, a name does not. */
const BETWEEN = /,(?=[a-z])/;

/** Read indicators from an address; what is none, or has values that will not do, is left out. */
export function readIndicators(text: string): readonly Asked[] {
  const found = text.split(BETWEEN).flatMap((each) => {
    const [name, given = ""] = each.split(":");
    const indicator = INDICATORS.find((one) => one.name === name);
    if (indicator === undefined) return [];
    const written = given === "" ? [] : given.split(",");
    const asked = { indicator, values: indicator.parameters.map((one, at) => written[at] ?? one.default) };
    return indicator.parameters.length < written.length || fault(asked) !== null ? [] : [asked];
  });
  const once = new Map(found.map((asked) => [writeIndicator(asked), asked]));
  return [...once.values()].slice(0, INDICATORS_MOST);
}

export function writeIndicator({ indicator, values }: Asked): string {
  return values.length === 0 ? indicator.name : `${indicator.name}:${values.join(",")}`;
}

export function writeIndicators(asked: readonly Asked[]): string {
  return asked.map(writeIndicator).join(",");
}

/** Why values will not do, in words; null when they do. */
export function fault({ indicator, values }: Asked): string | null {
  for (const [at, { name, low, high, whole }] of indicator.parameters.entries()) {
    const value = values[at] ?? "";
    if (!isDecimal(value) || (whole && value.includes("."))) return `${said(name)} is a ${whole ? "whole number" : "number"}.`;
    if (compare(value, low) < 0 || compare(value, high) > 0) return `${said(name)} is from ${low} to ${high}.`;
  }
  const rising = indicator.rising.map((name) => values[indicator.parameters.findIndex((one) => one.name === name)] ?? "0");
  const wrong = rising.findIndex((value, at) => at > 0 && compare(rising[at - 1] ?? "0", value) > (at === 1 ? -1 : 0));
  return wrong < 0 ? null : `${said(indicator.rising[wrong - 1] ?? "")} has to be below ${indicator.rising[wrong] ?? ""}.`;
}

/** Whether it is drawn over the price, rather than in a pane of its own. */
export function liesOnPrice({ name, outputs }: Indicator): boolean {
  return !CHANGES.has(name) && outputs.every(({ unit }) => unit === "price" || unit === "direction");
}

/** `atr_period` as a reader says it. */
export function said(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `MACD 12, 26, 9`: short, for a legend. */
export function shortName({ indicator, values }: Asked): string {
  const name = indicator.name.length <= 4 ? indicator.name.toUpperCase() : said(indicator.name);
  return values.length === 0 ? name : `${name} ${values.join(", ")}`;
}
