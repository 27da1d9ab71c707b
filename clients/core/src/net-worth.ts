/** What a portfolio was worth along time. */
import type { Decimal } from "./decimal";
import type { PriceSource } from "./types";

/** One day, or one hour; a share tells nothing of what lacks a price. */
export interface NetWorthPoint {
  readonly date: string;
  readonly at: string;
  readonly value: Decimal | null;
  readonly cost_basis: Decimal | null;
  readonly flow_in: Decimal | null;
  readonly flow_out: Decimal | null;
  readonly unpriced?: readonly string[];
  readonly carried?: readonly { readonly asset: string; readonly price_time: string }[];
  readonly partial?: boolean;
}

export interface NetWorth {
  readonly currency: string;
  readonly points: readonly NetWorthPoint[];
  readonly price_source: PriceSource;
}
