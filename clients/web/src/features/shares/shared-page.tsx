/** A portfolio that somebody else shares with whoever is signed in. */
import { usePortfolios } from "@cryptotracker/core/queries";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Shell } from "../../app/shell";
import type { Tab } from "./search";
import { SharedPortfolio } from "./shared-portfolio";

const route = getRouteApi("/shared/$share");

export function SharedPage(): ReactNode {
  const { share } = route.useParams();
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const portfolios = usePortfolios().data?.items ?? [];
  const turn = (next: Tab) => void navigate({ search: next === "overview" ? {} : { tab: next }, replace: true, resetScroll: false });
  return (
    <Shell portfolio={portfolios[0] ?? null}>
      <div className="page shared">
        <SharedPortfolio reading={{ share }} tab={tab ?? "overview"} onTab={turn} />
      </div>
    </Shell>
  );
}
