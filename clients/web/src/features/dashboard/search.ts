/** What of the dashboard lives in the address. */
export const RANGES = ["1m", "3m", "1y", "all"] as const;
export type Range = (typeof RANGES)[number];
export const SORTS = ["asset", "quantity", "price", "value", "cost", "gain"] as const;
export type Sort = (typeof SORTS)[number];

export interface DashboardSearch {
  readonly range?: Range | undefined;
  readonly sort?: Sort | undefined;
  readonly order?: "up" | "down" | undefined;
}

export function readSearch(raw: Record<string, unknown>): DashboardSearch {
  const range = RANGES.find((name) => name === raw["range"]);
  const sort = SORTS.find((name) => name === raw["sort"]);
  const order = raw["order"] === "up" || raw["order"] === "down" ? raw["order"] : undefined;
  return { ...(range && { range }), ...(sort && { sort }), ...(order && { order }) };
}
