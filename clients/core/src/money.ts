/** Writes amounts, quantities, prices and percentages the way a reader of the chosen locale expects them. */
import { compare, cut, type Decimal, divide, magnitude, round, sign, trim } from "./decimal";

export const MINUS = "\u2212";
export const HIDDEN = "•••••";
export const UNKNOWN = "unknown";
const QUANTITY_PLACES = 8;
const PRICE_DIGITS = 4;

export interface Style {
  readonly locale: string;
  readonly currency: string;
}

/** Minor units of a currency: 2 for the dollar, 0 for the yen. */
export function places(style: Style): number {
  return formatter(style, {}).resolvedOptions().maximumFractionDigits ?? 2;
}

/** A balance: never abbreviated, minus when below zero, no plus. */
export function money(value: Decimal, style: Style): string {
  const rounded = round(value, places(style));
  return (sign(rounded) < 0 ? MINUS : "") + plain(rounded, style);
}

/** A gain, change or flow: sign, symbol, number; zero has no sign. */
export function signedMoney(value: Decimal, style: Style): string {
  const rounded = round(value, places(style));
  return signOf(rounded) + plain(rounded, style);
}

/** The whole part and the cents of an amount, to set the cents apart; a currency without cents has none. */
export function moneyParts(value: Decimal, style: Style): { readonly whole: string; readonly cents: string; readonly after: string } {
  const rounded = round(value, places(style));
  const parts = formatter(style, {}).formatToParts(literal(magnitude(rounded)));
  const at = parts.findIndex((part) => part.type === "decimal");
  const text = (from: number, to?: number) => parts.slice(from, to).map((part) => part.value).join("");
  const lead = sign(rounded) < 0 ? MINUS : "";
  if (at < 0) return { whole: lead + text(0), cents: "", after: "" };
  return { whole: lead + text(0, at), cents: text(at, at + 2), after: text(at + 2) };
}

/** At least two places and at least four significant digits: `$0.2143`, `$0.00001874`. */
export function price(value: Decimal, style: Style): string {
  const least = places(style);
  const [whole = "0", fraction = ""] = magnitude(value).split(".");
  const zeros = whole === "0" ? (/^0*/.exec(fraction)?.[0].length ?? 0) : 0;
  const wanted = whole === "0" ? zeros + PRICE_DIGITS : whole.length === 1 ? PRICE_DIGITS : PRICE_DIGITS - whole.length;
  const shown = Math.max(least, fraction === "" ? 0 : wanted);
  const digits = { minimumFractionDigits: least, maximumFractionDigits: shown };
  const text = formatter(style, digits).format(literal(round(magnitude(value), shown)));
  return (sign(value) < 0 ? MINUS : "") + text;
}

export interface Quantity {
  readonly whole: string;
  readonly fraction: string;
  /** All digits, grouped, when the shown text lost some; else null. */
  readonly full: string | null;
}

/** Up to eight places, cut and never rounded; trailing zeros go unless digits were cut behind them. */
export function quantity(value: Decimal, locale: string, most: number = QUANTITY_PLACES): Quantity {
  const { value: short, exact } = cut(value, most);
  const full = exact ? null : allDigits(value, locale);
  const lead = sign(value) < 0 ? MINUS : "";
  if (!exact && sign(short) === 0) {
    const least = numeral(`0.${"0".repeat(most - 1)}1`, locale);
    return { whole: `< ${least.whole}`, fraction: least.fraction, full };
  }
  const { whole, fraction } = numeral(magnitude(exact ? short : round(short, most)), locale);
  return { whole: lead + whole, fraction: fraction + (exact ? "" : "…"), full };
}

/** An amount of money among quantities: its minor units always, further digits when it has them, no symbol. */
export function fiat(value: Decimal, style: Style): string {
  const [, fraction = ""] = trim(value).split(".");
  return allDigits(fraction.length < places(style) ? round(value, places(style)) : trim(value), style.locale);
}

/** Every digit of a quantity, grouped by the locale. */
export function allDigits(value: Decimal, locale: string): string {
  const { whole, fraction } = numeral(magnitude(value), locale);
  return (sign(value) < 0 ? MINUS : "") + whole + fraction;
}

/** Two places with its sign; beyond ±999.99 none, beyond ±9,999 as a multiple. */
export function percent(ratio: Decimal, locale: string, signed = true): string {
  const hundredfold = round(divide(ratio, "0.01", 4) ?? "0", 2);
  const size = magnitude(hundredfold);
  const lead = signed ? signOf(hundredfold) : sign(hundredfold) < 0 ? MINUS : "";
  if (compare(size, "9999") > 0 && sign(hundredfold) > 0) {
    return `×${new Intl.NumberFormat(locale).format(literal(round(divide(size, "100", 2) ?? "0", 0)))}`;
  }
  const digits = compare(size, "999.99") > 0 ? 0 : 2;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${lead}${new Intl.NumberFormat(locale, options).format(literal(round(size, digits)))}%`;
}

/** A share of a whole as a ratio, or null when the whole is nothing. */
export function ratio(part: Decimal, whole: Decimal): Decimal | null {
  return divide(part, whole, 6);
}

/** `161k` for a chart's axis: the one place where a figure is shortened. */
export function axis(value: number, locale: string, digits = 3): string {
  return new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: digits })
    .format(value)
    .replace("-", MINUS)
    .toLowerCase();
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}

function signOf(value: Decimal): string {
  return { "-1": MINUS, "0": "", "1": "+" }[sign(value)];
}

function plain(rounded: Decimal, style: Style): string {
  return formatter(style, {}).format(literal(magnitude(rounded)));
}

/** Intl groups the whole part; the fraction may be longer than the twenty digits some Intls accept. */
function numeral(value: Decimal, locale: string): { readonly whole: string; readonly fraction: string } {
  const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 });
  const [whole = "0", fraction = ""] = value.split(".");
  const parts = format.formatToParts(literal(`${whole}.0`));
  const at = parts.findIndex((part) => part.type === "decimal");
  const grouped = parts.slice(0, at).map((part) => part.value).join("");
  if (fraction === "") return { whole: grouped, fraction: "" };
  const digits = new Intl.NumberFormat(locale, { useGrouping: false });
  return { whole: grouped, fraction: (parts[at]?.value ?? ".") + [...fraction].map((digit) => digits.format(literal(digit))).join("") };
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter({ locale, currency }: Style, digits: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits.maximumFractionDigits ?? ""}`;
  const known = formatters.get(key);
  if (known) return known;
  const options = { style: "currency", currency, currencyDisplay: "narrowSymbol", ...digits } as const;
  const made = new Intl.NumberFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** Intl keeps every digit of a string; its type wants to be told that the string is a number. */
function literal(value: Decimal): Intl.StringNumericLiteral {
  return value as Intl.StringNumericLiteral;
}
