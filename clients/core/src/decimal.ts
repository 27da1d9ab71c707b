/** Exact decimal arithmetic on the strings the server sends; no number ever holds money. */

/** A decimal as text: `-12.500`, `0`, `11.048200000000000001`. */
export type Decimal = string;

interface Scaled {
  readonly units: bigint;
  readonly places: number;
}

const SHAPE = /^-?\d+(\.\d+)?$/;

function read(text: Decimal): Scaled {
  if (!SHAPE.test(text)) throw new RangeError(`"${text}" is not a plain decimal such as -12.50`);
  const point = text.indexOf(".");
  if (point < 0) return { units: BigInt(text), places: 0 };
  return { units: BigInt(text.replace(".", "")), places: text.length - point - 1 };
}

function write({ units, places }: Scaled): Decimal {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places);
  return `${units < 0n ? "-" : ""}${whole}${places > 0 ? `.${fraction}` : ""}`;
}

function align(left: Scaled, right: Scaled): readonly [bigint, bigint, number] {
  const places = Math.max(left.places, right.places);
  return [lift(left, places), lift(right, places), places];
}

function lift({ units, places }: Scaled, to: number): bigint {
  return units * 10n ** BigInt(to - places);
}

export function isDecimal(text: string): boolean {
  return SHAPE.test(text);
}

export function add(left: Decimal, right: Decimal): Decimal {
  const [a, b, places] = align(read(left), read(right));
  return write({ units: a + b, places });
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  const [a, b, places] = align(read(left), read(right));
  return write({ units: a - b, places });
}

export function sum(values: readonly Decimal[]): Decimal {
  return values.reduce(add, "0");
}

export function compare(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const [a, b] = align(read(left), read(right));
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sign(value: Decimal): -1 | 0 | 1 {
  return compare(value, "0");
}

export function negate(value: Decimal): Decimal {
  const { units, places } = read(value);
  return write({ units: -units, places });
}

export function magnitude(value: Decimal): Decimal {
  return sign(value) < 0 ? negate(value) : value;
}

/** Rounds half to even, so that a thousand rounded figures do not drift upwards. */
export function round(value: Decimal, places: number): Decimal {
  const read_ = read(value);
  if (read_.places <= places) return write({ units: lift(read_, places), places });
  return write({ units: divideEven(read_.units, 10n ** BigInt(read_.places - places)), places });
}

/** Throws digits away without rounding; `exact` says whether nothing but zeros went. */
export function cut(value: Decimal, places: number): { readonly value: Decimal; readonly exact: boolean } {
  const { units, places: had } = read(value);
  if (had <= places) return { value: trim(value), exact: true };
  const step = 10n ** BigInt(had - places);
  return { value: trim(write({ units: units / step, places })), exact: units % step === 0n };
}

/** `1.500` becomes `1.5`, `-0.0` becomes `0`. */
export function trim(value: Decimal): Decimal {
  const short = value.includes(".") ? value.replace(/0+$/, "").replace(/\.$/, "") : value;
  return short === "-0" ? "0" : short;
}

/** Quotient rounded half to even, or null when there is nothing to divide by. */
export function divide(left: Decimal, right: Decimal, places: number): Decimal | null {
  const [a, b] = align(read(left), read(right));
  if (b === 0n) return null;
  return write({ units: divideEven(a * 10n ** BigInt(places), b), places });
}

/**
 * Rounds parts so that what is shown adds up to the rounded total.
 *
 * Each part is rounded by itself; the cents left over go to the parts that rounding moved furthest.
 */
export function roundTogether(parts: readonly Decimal[], places: number): readonly Decimal[] {
  const rounded = parts.map((part) => round(part, places));
  const cent = write({ units: 1n, places });
  let left = subtract(round(sum(parts), places), sum(rounded));
  const step = sign(left) < 0 ? negate(cent) : cent;
  const order = parts
    .map((part, index) => ({ index, error: subtract(part, rounded[index] ?? "0") }))
    .sort((a, b) => (sign(left) < 0 ? compare(a.error, b.error) : compare(b.error, a.error)));
  for (const { index } of order) {
    if (sign(left) === 0) break;
    rounded[index] = add(rounded[index] ?? "0", step);
    left = subtract(left, step);
  }
  return rounded;
}

function divideEven(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const a = dividend < 0n ? -dividend : dividend;
  const b = divisor < 0n ? -divisor : divisor;
  const floor = a / b;
  const twice = (a % b) * 2n;
  const up = twice > b || (twice === b && floor % 2n === 1n);
  const units = up ? floor + 1n : floor;
  return negative ? -units : units;
}
