/** The frame of the news: the same navigation as everywhere, for the portfolio looked at last. */
import { usePortfolios } from "@cryptotracker/core/queries";
import { Outlet } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { remembered } from "../ui/preferences";
import { Shell } from "./shell";

export function NewsLayout(): ReactNode {
  const portfolios = usePortfolios().data?.items ?? [];
  const portfolio = portfolios.find((one) => one.id === remembered("ct-portfolio")) ?? portfolios[0] ?? null;
  return (
    <Shell portfolio={portfolio}>
      <Outlet />
    </Shell>
  );
}
