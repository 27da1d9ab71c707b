/** How assets are called in an address. */
import { useAssetIds } from "@cryptotracker/core/queries";
import type { Asset } from "@cryptotracker/core/types";

/** By its symbol, as ledgers call it; of those that share one, all but the best known by their id. */
export function useNames(assets: readonly Asset[]): (asset: Asset) => string {
  const best = useAssetIds(assets.map(({ symbol }) => symbol));
  return ({ id, symbol }) => (best.get(symbol) === id ? symbol : id);
}
