/** What a share shows, in the reader's words. */
import type { ShareKind, ShareScope } from "@cryptotracker/core/shares";

export const SCOPES: Readonly<Record<ShareScope, string>> = {
  percentages: "Which assets, and what part each is",
  totals: "Values, without quantities",
  amounts: "Values and quantities",
  transactions: "All that, transactions and gains",
  write: "All that, and may import files",
};

/** The first of each is the one that shows least. */
export const ALLOWED: Readonly<Record<ShareKind, readonly ShareScope[]>> = {
  person: ["totals", "amounts", "transactions", "write"],
  link: ["totals", "amounts", "transactions"],
  public: ["percentages"],
};
