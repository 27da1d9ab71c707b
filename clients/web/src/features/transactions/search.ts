/** What of the transaction list lives in the address. */
export interface TransactionSearch {
  readonly asset?: string;
  readonly account?: string;
  readonly type?: string;
  readonly text?: string;
  /** The transaction whose details are open. */
  readonly open?: string;
}

export const FILTERS = ["asset", "account", "type", "text"] as const;

export function readSearch(raw: Record<string, unknown>): TransactionSearch {
  const known = [...FILTERS, "open"] as const;
  return Object.fromEntries(known.flatMap((name) => (raw[name] === undefined || raw[name] === "" ? [] : [[name, String(raw[name])]])));
}
