/** What a share shows, in the reader's words. */
import type { ShareKind, ShareScope } from "@cryptotracker/core/shares";

export const SCOPES: Readonly<Record<ShareScope, string>> = {
  percentages: "Which assets, and what part each is",
  totals: "Values, without quantities",
  amounts: "Values and quantities",
  transactions: "Values, quantities, transactions and gains",
  comment: "All there is, and may comment",
  write: "All there is, and may comment and import files",
};

/** The first of each is the one that shows least. */
export const ALLOWED: Readonly<Record<ShareKind, readonly ShareScope[]>> = {
  person: ["totals", "amounts", "transactions", "comment", "write"],
  link: ["totals", "amounts", "transactions"],
  public: ["percentages"],
};

const ORDER: readonly ShareScope[] = ["percentages", "totals", "amounts", "transactions", "comment", "write"];

/** Whether a scope includes another. */
export function includes(scope: ShareScope, needed: ShareScope): boolean {
  return ORDER.indexOf(needed) <= ORDER.indexOf(scope);
}

export const DAYS = [["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["365", "One year"]] as const;
export const PASSCODE_SHORTEST = 6;

/** Why a passcode cannot be one, if it cannot. */
export function passcodeFault(passcode: string): string | undefined {
  return passcode !== "" && passcode.length < PASSCODE_SHORTEST ? `At least ${PASSCODE_SHORTEST} characters, or none.` : undefined;
}
