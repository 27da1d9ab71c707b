/** The dashboard's own sums: shown parts that add up, shares, the lines of the statement. */
import { compare, type Decimal, roundTogether, subtract, sum } from "@cryptotracker/core/decimal";
import { ratio } from "@cryptotracker/core/money";
import type { AssetHolding, Holdings } from "@cryptotracker/core/types";

import type { Sort } from "./search";

export interface Row {
  readonly holding: AssetHolding;
  /** Rounded together with the others, so that the column adds up to its total. */
  readonly value: Decimal | null;
  readonly cost: Decimal | null;
  readonly gain: Decimal | null;
  readonly share: Decimal | null;
  /** 1 to 8 by value; 0 for the rest. A coin keeps its colour however the table is sorted. */
  readonly colour: number;
}

const COLOURS = 8;

export function rowsOf({ assets }: Holdings, places: number): readonly Row[] {
  const held = assets.filter((asset) => compare(asset.quantity, "0") !== 0);
  const ranked = [...held].sort((a, b) => byKnown(b.value, a.value) || a.asset.localeCompare(b.asset));
  const total = sum(known(ranked.map((asset) => asset.value)));
  const values = together(ranked.map((asset) => asset.value), places);
  const costs = together(ranked.map((asset) => asset.cost_basis), places);
  return ranked.map((holding, index) => ({
    holding,
    ...inRow(holding, values[index] ?? null, costs[index] ?? null),
    share: holding.value === null ? null : ratio(holding.value, total),
    colour: index < COLOURS && holding.value !== null ? index + 1 : 0,
  }));
}

/** The gain is what is shown of value less what is shown of cost, so that rows add up as columns do. */
function inRow(holding: AssetHolding, value: Decimal | null, cost: Decimal | null): Pick<Row, "value" | "cost" | "gain"> {
  const gain = holding.unrealised_gain === null || value === null || cost === null ? null : subtract(value, cost);
  return { value, cost, gain };
}

export function sorted(rows: readonly Row[], sort: Sort, order: "up" | "down"): readonly Row[] {
  const by: Record<Sort, (a: Row, b: Row) => number> = {
    asset: (a, b) => a.holding.asset.localeCompare(b.holding.asset),
    quantity: (a, b) => compare(a.holding.quantity, b.holding.quantity),
    price: (a, b) => byKnown(a.holding.price, b.holding.price),
    value: (a, b) => byKnown(a.holding.value, b.holding.value),
    cost: (a, b) => byKnown(a.holding.cost_basis, b.holding.cost_basis),
    gain: (a, b) => byKnown(a.holding.unrealised_gain, b.holding.unrealised_gain),
  };
  const up = [...rows].sort(by[sort]);
  return order === "up" ? up : up.reverse();
}

export interface StatementLine {
  readonly kind: "cost" | "gain" | "uncosted";
  readonly label: string;
  readonly value: Decimal;
}

export interface Statement {
  readonly lines: readonly StatementLine[];
  readonly total: Decimal;
  /** Assets whose worth nobody knows: they are named, never counted as nothing. */
  readonly unpriced: readonly string[];
}

/** Cost of what is held, what it gained since, and what has no known cost: together the total value. */
export function statementOf(rows: readonly Row[]): Statement {
  const costed = rows.filter((row) => row.gain !== null);
  const uncosted = rows.filter((row) => row.gain === null && row.value !== null);
  return {
    lines: [
      { kind: "cost", label: "Cost of what you hold", value: sum(known(costed.map((row) => row.cost))) },
      { kind: "gain", label: "Unrealised gains", value: sum(known(costed.map((row) => row.gain))) },
      ...uncosted.map((row) => ({ kind: "uncosted", label: row.holding.asset, value: row.value ?? "0" }) as const),
    ],
    total: sum(known(rows.map((row) => row.value))),
    unpriced: rows.filter((row) => row.value === null).map((row) => row.holding.asset),
  };
}

export function known(values: readonly (Decimal | null)[]): readonly Decimal[] {
  return values.filter((value) => value !== null);
}

function together(values: readonly (Decimal | null)[], places: number): readonly (Decimal | null)[] {
  const shown = [...roundTogether(known(values), places)];
  return values.map((value) => (value === null ? null : (shown.shift() ?? null)));
}

function byKnown(a: Decimal | null, b: Decimal | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return compare(a, b);
}

export function colourOf({ colour }: Row): string {
  return colour === 0 ? "var(--ct-text-3)" : `var(--ct-c${colour})`;
}
