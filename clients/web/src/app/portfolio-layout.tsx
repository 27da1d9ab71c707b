/** The frame of every screen of one portfolio: navigation, top bar, page, explain drawer. */
import { useIssues, usePortfolio } from "@cryptotracker/core/queries";
import type { Portfolio } from "@cryptotracker/core/types";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";

import { remember } from "../ui/preferences";
import { ErrorNote, Skeleton } from "../ui/states";
import { Figured } from "./figured";
import { loadScreens } from "./screens";
import { Shell } from "./shell";

const route = getRouteApi("/p/$portfolio");

export function PortfolioLayout(): ReactNode {
  const { portfolio: id } = route.useParams();
  const portfolio = usePortfolio(id);
  if (portfolio.isPending) return <Skeleton rows={8} label="Loading the portfolio" />;
  if (portfolio.isError) {
    return (
      <main className="main alone">
        <h1>Portfolio</h1>
        <ErrorNote what="This portfolio could not be loaded" error={portfolio.error} onRetry={() => void portfolio.refetch()} />
        <p>
          <a href="/" onClick={() => remember("ct-portfolio", "")}>Open another portfolio</a>
        </p>
      </main>
    );
  }
  return <Frame key={id} portfolio={portfolio.data} />;
}

function Frame({ portfolio }: { readonly portfolio: Portfolio }): ReactNode {
  const { explain, price } = route.useSearch();
  const issues = useIssues(portfolio.id);
  useEffect(() => remember("ct-portfolio", portfolio.id), [portfolio.id]);
  useEffect(loadScreens, []);
  return (
    <Figured portfolio={portfolio.id} currency={portfolio.currency} timeZone={portfolio.time_zone} explained={explain} priced={price}>
      <Shell portfolio={portfolio} issues={issues.data?.items.length ?? 0}>
        <Outlet />
      </Shell>
    </Figured>
  );
}
