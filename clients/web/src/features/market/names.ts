/** How an asset is called in an address. */
import type { MarketRow } from "@cryptotracker/core/market";

/** By its symbol, as ledgers do; of those that share one, all but the best known by their id. */
export function nameOf({ asset }: MarketRow, rows: readonly MarketRow[]): string {
  const best = rows.find((one) => one.asset.symbol === asset.symbol);
  return best === undefined || best.asset.id === asset.id ? asset.symbol : asset.id;
}
