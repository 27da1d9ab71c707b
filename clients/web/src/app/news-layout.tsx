/** The frame of the news: the same navigation as everywhere, for the portfolio looked at last. */
import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useLastPortfolio } from "../ui/last-portfolio";
import { Shell } from "./shell";

export function NewsLayout(): ReactNode {
  return (
    <Shell portfolio={useLastPortfolio()}>
      <Outlet />
    </Shell>
  );
}
