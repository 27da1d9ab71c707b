import { type Period, PERIODS } from "@cryptotracker/core/periods";

/** What of the transaction list lives in the address. */
export interface TransactionSearch {
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  readonly when?: Period | undefined;
  /** The transaction whose details are open. */
  readonly row?: string | undefined;
}

export const FILTERS = ["asset", "account", "type", "text", "when"] as const;

export function readSearch(raw: Record<string, unknown>): TransactionSearch {
  const known = [...FILTERS, "row"] as const;
  const { when, ...found }: Record<string, string> = Object.fromEntries(known.flatMap((name) => (raw[name] === undefined || raw[name] === "" ? [] : [[name, String(raw[name])]])));
  const period = PERIODS.find((one) => one === when);
  return { ...found, ...(period && { when: period }) };
}
