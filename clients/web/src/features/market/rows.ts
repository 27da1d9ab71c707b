/** The market's rows in an order, where the server has not put them in one. */
import { compare } from "@cryptotracker/core/decimal";
import type { MarketRow, Order } from "@cryptotracker/core/market";

/** What is not known comes last in every order. */
export function ordered(rows: readonly MarketRow[], order: Order, descending: boolean): readonly MarketRow[] {
  if (order === "rank") return descending ? [...rows].reverse() : rows;
  return [...rows].sort((a, b) => {
    const [left, right] = [a.figures[order].value, b.figures[order].value];
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    return descending ? compare(right, left) : compare(left, right);
  });
}

const MISSING: Readonly<Record<string, string>> = {
  no_price: "nobody prices it now",
  no_reference: "nobody knows the price of then",
  too_few_days: "too few days are known",
  no_supply: "nobody says how many there are",
};

/** Why a figure is missing, in words. */
export function missingWords(reason: string | null): string {
  return reason === null ? "unknown" : (MISSING[reason] ?? reason.replaceAll("_", " "));
}
