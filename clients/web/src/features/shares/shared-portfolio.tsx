/** A portfolio of somebody else's: what they chose to show, and nothing in place of the rest. */
import { day } from "@cryptotracker/core/dates";
import { useSharedPortfolio } from "@cryptotracker/core/share-queries";
import type { Reading, SharedHoldings, SharedView } from "@cryptotracker/core/shares";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";

import { usePageTitle } from "../../ui/page-title";
import { usePreferences } from "../../ui/preferences";
import { ErrorNote, Skeleton } from "../../ui/states";
import { type Talk, TalkContext } from "../../ui/talk";
import { type View, ViewContext } from "../../ui/view";
import { TalkCard } from "../comments/talk-card";
import { includes } from "./scopes";
import type { Tab } from "./search";
import "./shares.css";
import { SharedOverview } from "./shared-overview";
import { Tabs } from "./tabs";

// A public page needs none of these.
const SharedGains = lazy(() => import("./shared-gains"));
const SharedImport = lazy(() => import("./shared-import"));
const SharedTransactions = lazy(() => import("./shared-transactions"));

interface SharedPortfolioProps {
  readonly reading: Reading;
  /** Which part is shown; without, the page keeps that to itself. */
  readonly tab?: Tab | undefined;
  readonly onTab?: (tab: Tab) => void;
}

export function SharedPortfolio({ reading, tab, onTab }: SharedPortfolioProps): ReactNode {
  const { zone } = usePreferences();
  const found = useSharedPortfolio(reading);
  const [own, setOwn] = useState<Tab>("overview");
  const name = found.data?.view.portfolio?.name ?? "A shared portfolio";
  usePageTitle(name);
  if (found.isPending) return <Skeleton rows={8} label="Loading the portfolio" />;
  if (found.data === undefined) return <ErrorNote what="This could not be loaded" error={found.error} onRetry={() => void found.refetch()} />;
  const { view, holdings } = found.data;
  const tabs = tabsOf(view, reading);
  const wanted = tab ?? own;
  const shown = tabs.includes(wanted) ? wanted : "overview";
  return (
    <Figures view={view} holdings={holdings} reading={reading}>
      <div className="head">
        <div>
          <h1>{name}</h1>
          <p>{`Shared${view.shared_by === undefined ? "" : ` by ${view.shared_by}`}, until ${day(view.expires_at, zone)}.${holdings.price_source?.simulated === true ? " Prices are simulated." : ""}`}</p>
        </div>
      </div>
      {tabs.length === 1 ? null : <Tabs tabs={tabs} shown={shown} onTab={onTab ?? setOwn} />}
      <div className="stack" {...(tabs.length === 1 ? {} : { id: "shared-tab", role: "tabpanel", "aria-labelledby": `tab-${shown}` })}>
        <Suspense fallback={<Skeleton rows={8} label="Loading" />}>
          <Shown tab={shown} reading={reading} view={view} holdings={holdings} />
        </Suspense>
      </div>
    </Figures>
  );
}

interface ShownProps {
  readonly tab: Tab;
  readonly reading: Reading;
  readonly view: SharedView;
  readonly holdings: SharedHoldings;
}

function Shown({ tab, reading, view, holdings }: ShownProps): ReactNode {
  if (tab === "transactions") return <SharedTransactions reading={reading} total={view.portfolio?.transactions} />;
  if (tab === "gains") return <SharedGains reading={reading} />;
  if (tab === "comments") return <TalkCard />;
  if (tab === "import" && "share" in reading) return <SharedImport share={reading.share} />;
  return <SharedOverview reading={reading} holdings={holdings} charted={includes(view.scope, "totals")} />;
}

function tabsOf({ scope }: SharedView, reading: Reading): readonly Tab[] {
  const read: readonly Tab[] = includes(scope, "transactions") ? ["overview", "transactions", "gains"] : ["overview"];
  if (!("share" in reading)) return read;
  return [...read, "comments", ...(includes(scope, "write") ? (["import"] as const) : [])];
}

interface FiguresProps {
  readonly view: SharedView;
  readonly holdings: SharedHoldings;
  readonly reading: Reading;
  readonly children: ReactNode;
}

function Figures({ view: { scope, portfolio }, holdings, reading, children }: FiguresProps): ReactNode {
  const { hidden, locale, zone } = usePreferences();
  // Where only percentages are shown there is no currency, and no amount that would need one.
  const currency = holdings.currency ?? "USD";
  const timeZone = portfolio?.time_zone ?? zone;
  const view = useMemo<View>(() => ({ portfolio: "", style: { locale, currency }, timeZone, hidden, explained: null, explain: () => undefined }), [locale, currency, timeZone, hidden]);
  const share = "share" in reading ? reading.share : null;
  const talk = useMemo<Talk | null>(() => (share === null ? null : { place: { share }, may: includes(scope, "comment") }), [share, scope]);
  return (
    <ViewContext value={view}>
      <TalkContext value={talk}>{children}</TalkContext>
    </ViewContext>
  );
}
