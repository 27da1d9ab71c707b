/** The dashboard's own sums: shown parts that add up, shares, the lines of the statement. */
import { compare, type Decimal, roundTogether, sum } from "@cryptotracker/core/decimal";
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
  const gains = together(ranked.map((asset) => asset.unrealised_gain), places);
  return ranked.map((holding, index) => ({
    holding,
    value: values[index] ?? null,
    cost: costs[index] ?? null,
    gain: gains[index] ?? null,
    share: holding.value === null ? null : ratio(holding.value, total),
    colour: index < COLOURS && holding.value !== null ? index + 1 : 0,
  }));
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
export function statementOf({ assets }: Holdings, places: number): Statement {
  const priced = assets.filter((asset) => asset.value !== null);
  const costed = priced.filter((asset) => asset.cost_basis !== null && asset.unrealised_gain !== null);
  const uncosted = priced.filter((asset) => !costed.includes(asset));
  const raw = [
    { kind: "cost", label: "Cost of what you hold", value: sum(known(costed.map((asset) => asset.cost_basis))) },
    { kind: "gain", label: "Unrealised gains", value: sum(known(costed.map((asset) => asset.unrealised_gain))) },
    ...uncosted.map((asset) => ({ kind: "uncosted", label: asset.asset, value: asset.value ?? "0" }) as const),
  ] as const;
  const shown = roundTogether(raw.map((line) => line.value), places);
  return {
    lines: raw.map((line, index) => ({ ...line, value: shown[index] ?? line.value })),
    total: sum(shown),
    unpriced: assets.filter((asset) => asset.value === null && compare(asset.quantity, "0") !== 0).map((asset) => asset.asset),
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
