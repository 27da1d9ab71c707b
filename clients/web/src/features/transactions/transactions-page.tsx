/** Everything that happened, newest first, with the file and line each row came from. */
import { usePortfolio, useTransactions } from "@cryptotracker/core/queries";
import { count } from "@cryptotracker/core/money";
import { daysOf } from "@cryptotracker/core/periods";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { usePageTitle } from "../../ui/page-title";
import { usePreferences } from "../../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { Details } from "./details";
import { Filters } from "./filters";
import { TransactionList } from "./transaction-list";
import "./transactions.css";

const route = getRouteApi("/p/$portfolio/transactions");

export function TransactionsPage(): ReactNode {
  const { portfolio, style, timeZone } = useView();
  const { weekStart } = usePreferences();
  const { row: opened, when, ...words } = route.useSearch();
  const filter = { ...words, ...(when && daysOf(when, new Date().toISOString(), timeZone, weekStart)) };
  const navigate = route.useNavigate();
  const found = useTransactions(portfolio, filter);
  const whole = usePortfolio(portfolio).data?.transactions ?? 0;
  usePageTitle("Transactions");

  const items = found.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = when !== undefined || Object.keys(words).length > 0;
  const open = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, row: id }), resetScroll: false, replace: opened !== undefined });
  const shown = items.find((item) => item.id === opened);
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Transactions</h1>
          <p>{whole === 1 ? "1 row" : `${count(whole, style.locale)} rows`}, newest first. Each opens down to the file and line it came from.</p>
        </div>
      </div>
      <Filters />
      <section className="card" aria-label="Transactions" aria-busy={found.isPlaceholderData}>
        {found.isPending ? (
          <Skeleton rows={12} label="Loading transactions" />
        ) : found.data === undefined ? (
          <div className="pad">
            <ErrorNote what="The transactions could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
          </div>
        ) : items.length === 0 ? (
          <Nothing filtered={filtered} />
        ) : (
          <TransactionList
            items={items}
            total={filtered ? undefined : whole}
            more={found.hasNextPage}
            onMore={() => {
              if (!found.isFetchingNextPage) void found.fetchNextPage();
            }}
            opened={opened}
            onOpen={open}
          />
        )}
        {found.isFetchNextPageError ? (
          <div className="pad">
            <ErrorNote what="The next rows could not be loaded" error={found.error} onRetry={() => void found.fetchNextPage()} />
          </div>
        ) : null}
      </section>
      {shown === undefined ? null : <Details transaction={shown} onClose={() => open(undefined)} />}
    </div>
  );
}

function Nothing({ filtered }: { readonly filtered: boolean }): ReactNode {
  const { portfolio } = useView();
  if (filtered) {
    const button = (
      <Link className="btn" to="/p/$portfolio/transactions" params={{ portfolio }}>
        Clear filters
      </Link>
    );
    return <Empty action={button}>No transaction matches these filters.</Empty>;
  }
  const button = (
    <Link className="btn primary" to="/p/$portfolio/import" params={{ portfolio }}>
      Import a file
    </Link>
  );
  return <Empty action={button}>There are no transactions yet.</Empty>;
}
