/** A portfolio that somebody else shares with whoever is signed in. */
import { usePortfolios } from "@cryptotracker/core/queries";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Shell } from "../../app/shell";
import { SharedPortfolio } from "./shared-portfolio";

const route = getRouteApi("/shared/$share");

export function SharedPage(): ReactNode {
  const { share } = route.useParams();
  const portfolios = usePortfolios().data?.items ?? [];
  return (
    <Shell portfolio={portfolios[0] ?? null}>
      <div className="page shared">
        <SharedPortfolio reading={{ share }} />
      </div>
    </Shell>
  );
}
