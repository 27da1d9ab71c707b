/** What you hold, what it is worth, what it cost, and what needs you. */
import { useLiveWorth } from "@cryptotracker/core/market-queries";
import { places } from "@cryptotracker/core/money";
import { useHoldings, usePortfolio } from "@cryptotracker/core/queries";
import type { Holdings } from "@cryptotracker/core/types";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";

import { usePageTitle } from "../../ui/page-title";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { NewsCard } from "../news/news-card";
import { TalkCard } from "../comments/talk-card";
import { AsOf } from "./as-of";
import "./dashboard.css";
import { HoldingsCard } from "./holdings-card";
import { IssuesCard } from "./issues-card";
import { rowsOf, statementOf } from "./ledger";
import { StatementCard } from "./statement-card";
import { Tiles } from "./tiles";
import { ValueCard } from "./value-card";

const NEWS = 3;

export function DashboardPage(): ReactNode {
  const { portfolio, style } = useView();
  const holdings = useHoldings(portfolio);
  useLiveWorth(portfolio);
  usePageTitle("Dashboard");
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Dashboard</h1>
          <p>All accounts, in {currencyName(style.currency)}</p>
        </div>
        {holdings.data === undefined ? null : <AsOf source={holdings.data.price_source} failed={holdings.isError} />}
      </div>
      {holdings.isPending ? (
        <Loading />
      ) : holdings.data === undefined ? (
        <ErrorNote what="Your holdings could not be loaded" error={holdings.error} onRetry={() => void holdings.refetch()} />
      ) : (
        <Filled holdings={holdings.data} />
      )}
    </div>
  );
}

function Filled({ holdings }: { readonly holdings: Holdings }): ReactNode {
  const { portfolio, style } = useView();
  const cents = places(style);
  const rows = useMemo(() => rowsOf(holdings, cents), [holdings, cents]);
  const statement = useMemo(() => statementOf(rows), [rows]);
  const past = (usePortfolio(portfolio).data?.transactions ?? 0) > 0;
  if (rows.length === 0 && past) {
    const link = (
      <Link className="btn" to="/p/$portfolio/gains" params={{ portfolio }} search={{ year: "all" }}>
        Open gains
      </Link>
    );
    return (
      <>
        <div className="card">
          <Empty action={link}>Nothing is held any more: all of it was sold, spent or sent away.</Empty>
        </div>
        <IssuesCard />
      </>
    );
  }
  if (rows.length === 0) {
    const button = (
      <Link className="btn primary" to="/p/$portfolio/import" params={{ portfolio }}>
        Import a file
      </Link>
    );
    return (
      <div className="card">
        <Empty action={button}>Nothing is held here yet. Import the file your exchange or wallet exports, and every figure follows from it.</Empty>
      </div>
    );
  }
  return (
    <>
      <div className="grid g-hero">
        <ValueCard statement={statement} />
        <div className="grid side">
          <StatementCard statement={statement} holdings={holdings} />
          <IssuesCard />
        </div>
      </div>
      <Tiles holdings={holdings} rows={rows} />
      <HoldingsCard rows={rows} totals={holdings.totals} />
      <NewsCard title="News of what you hold" filter={{ portfolio }} more={{ show: "mine" }} most={NEWS} />
      <TalkCard quiet />
    </>
  );
}

/** `US dollars`. */
function currencyName(currency: string): string {
  const parts = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "name" }).formatToParts(2);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
}

function Loading(): ReactNode {
  return (
    <>
      <div className="grid g-hero">
        <div className="card loading-hero">
          <Skeleton rows={3} label="Loading the total value" />
        </div>
        <div className="card loading-hero">
          <Skeleton rows={6} label="Loading the statement" />
        </div>
      </div>
      <div className="card">
        <Skeleton rows={8} label="Loading the holdings" />
      </div>
    </>
  );
}
