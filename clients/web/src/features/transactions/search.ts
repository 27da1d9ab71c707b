/** What of the transaction list lives in the address. */
export interface TransactionSearch {
  readonly asset?: string | undefined;
  readonly account?: string | undefined;
  readonly type?: string | undefined;
  readonly text?: string | undefined;
  /** The transaction whose details are open. */
  readonly row?: string | undefined;
}

export const FILTERS = ["asset", "account", "type", "text"] as const;

export function readSearch(raw: Record<string, unknown>): TransactionSearch {
  const known = [...FILTERS, "row"] as const;
  return Object.fromEntries(known.flatMap((name) => (raw[name] === undefined || raw[name] === "" ? [] : [[name, String(raw[name])]])));
}
