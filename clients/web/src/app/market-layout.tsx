/** The frame of the market: figures as the portfolio looked at last counts them, and the drawers. */
import { Outlet, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useLastPortfolio } from "../ui/last-portfolio";
import { usePreferences } from "../ui/preferences";
import { Figured } from "./figured";
import { Shell } from "./shell";

export function MarketLayout(): ReactNode {
  const portfolio = useLastPortfolio();
  const { currency, zone } = usePreferences();
  const { explain, price } = useSearch({ strict: false });
  return (
    <Figured
      key={portfolio?.id}
      portfolio={portfolio?.id ?? ""}
      currency={portfolio?.currency ?? currency}
      timeZone={portfolio?.time_zone ?? zone}
      explained={explain}
      priced={price}
    >
      <Shell portfolio={portfolio}>
        <Outlet />
      </Shell>
    </Figured>
  );
}
