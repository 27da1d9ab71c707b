/** What of the gains lives in the address. */
import type { Method } from "@cryptotracker/core/types";

export const METHODS = ["fifo", "lifo", "hifo", "lofo", "average"] as const satisfies readonly Method[];

export interface GainsSearch {
  /** A calendar year, or `all`; this year when absent. */
  readonly year?: number | "all" | undefined;
  readonly method?: Method | undefined;
  /** The disposal whose matches are open: `event:asset:kind`. */
  readonly open?: string | undefined;
}

export function readSearch(raw: Record<string, unknown>): GainsSearch {
  const year = raw["year"] === "all" ? "all" : Number(raw["year"]);
  const method = METHODS.find((name) => name === raw["method"]);
  const open = typeof raw["open"] === "string" ? raw["open"] : undefined;
  return { ...((year === "all" || year > 0) && { year }), ...(method && { method }), ...(open && { open }) };
}
