/** The portfolio looked at last, for screens that are of no portfolio; null before the first one is made. */
import { usePortfolios } from "@cryptotracker/core/queries";
import type { Portfolio } from "@cryptotracker/core/types";

import { remembered } from "./preferences";

export function useLastPortfolio(): Portfolio | null {
  const portfolios = usePortfolios().data?.items ?? [];
  return portfolios.find((one) => one.id === remembered("ct-portfolio")) ?? portfolios[0] ?? null;
}
