/** Which part of a shared portfolio the address names. */

const TABS = ["overview", "transactions", "gains", "comments", "import"] as const;
export type Tab = (typeof TABS)[number];

export interface SharedSearch {
  readonly tab?: Tab | undefined;
}

export function readSearch(raw: Record<string, unknown>): SharedSearch {
  const tab = TABS.find((one) => one === raw["tab"]);
  return tab === undefined ? {} : { tab };
}
