/** The frame of every screen of one portfolio: navigation, top bar, page, explain drawer. */
import { useIssues, usePortfolio } from "@cryptotracker/core/queries";
import type { Portfolio } from "@cryptotracker/core/types";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";

import { ExplainDrawer } from "../features/explain/explain-drawer";
import { remember, usePreferences } from "../ui/preferences";
import { ErrorNote, Skeleton } from "../ui/states";
import { type Talk, TalkContext } from "../ui/talk";
import { type View, ViewContext } from "../ui/view";
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
  const { hidden, locale } = usePreferences();
  const { explain: explained } = route.useSearch();
  const navigate = useNavigate();
  const issues = useIssues(portfolio.id);
  useEffect(() => remember("ct-portfolio", portfolio.id), [portfolio.id]);
  useEffect(loadScreens, []);

  const explain = useCallback(
    (figure: string | undefined) =>
      void navigate({ to: ".", search: (old) => ({ ...old, explain: figure }), resetScroll: false }),
    [navigate],
  );
  const view = useMemo<View>(
    () => ({
      portfolio: portfolio.id,
      style: { locale, currency: portfolio.currency },
      timeZone: portfolio.time_zone,
      hidden,
      explained: explained ?? null,
      explain,
    }),
    [portfolio, locale, hidden, explained, explain],
  );
  const talk = useMemo<Talk>(() => ({ place: { portfolio: portfolio.id }, may: true }), [portfolio.id]);
  const open = issues.data?.items.length ?? 0;
  return (
    <ViewContext value={view}>
      <TalkContext value={talk}>
        <Shell portfolio={portfolio} issues={open}>
          <Outlet />
        </Shell>
        {explained === undefined ? null : <ExplainDrawer figure={explained} onClose={() => explain(undefined)} />}
      </TalkContext>
    </ViewContext>
  );
}
