/** Lots as docs/reference/http.md describes them. */
import type { Decimal } from "./decimal";
import type { Basis } from "./types";

/** What is left of what was acquired at once. */
export interface Lot {
  /** Null where lots are of all wallets. */
  readonly account: string | null;
  readonly asset: string;
  readonly acquired: string | null;
  readonly quantity: Decimal;
  readonly unit_cost: Decimal | null;
  readonly cost_basis: Decimal | null;
  readonly basis: Basis;
  readonly event: string | null;
}
