/** What was gained by parting with assets, year by year, down to the lots. */
import { yearOf } from "@cryptotracker/core/dates";
import { useAccounts, useGains, usePortfolio } from "@cryptotracker/core/queries";
import type { Gains, Method } from "@cryptotracker/core/types";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Select } from "../../ui/field";
import { usePageTitle } from "../../ui/page-title";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { METHOD_NAMES } from "../../ui/words";
import { DisposalsCard } from "./disposals-card";
import { GainTiles } from "./gain-tiles";
import "./gains.css";
import { METHODS } from "./search";

const route = getRouteApi("/p/$portfolio/gains");

export function GainsPage(): ReactNode {
  const { portfolio: id, timeZone } = useView();
  const search = route.useSearch();
  const portfolio = usePortfolio(id).data;
  const year = search.year ?? yearOf(new Date().toISOString(), timeZone);
  const gains = useGains(id, { year: year === "all" ? undefined : year, method: search.method });
  const title = year === "all" ? "Gains in all years" : `Gains in ${year}`;
  usePageTitle(title);
  const own = search.method === undefined || search.method === portfolio?.method;
  const first = gains.data?.pages[0];
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>{title}</h1>
          <p>{portfolio === undefined ? "\u00a0" : scopeLine(search.method ?? portfolio.method, portfolio.scope, own ? null : portfolio.method)}</p>
        </div>
        <Choices year={year} method={search.method ?? portfolio?.method ?? "fifo"} />
      </div>
      {gains.isPending ? (
        <div className="card">
          <Skeleton rows={10} label="Loading gains" />
        </div>
      ) : gains.data === undefined || first === undefined ? (
        <ErrorNote what="The gains could not be computed" error={gains.error} onRetry={() => void gains.refetch()} />
      ) : (
        <div className="stack" aria-busy={gains.isPlaceholderData}>
          <GainTiles gains={first} year={year} own={own} />
          <Disposals pages={gains.data.pages} own={own} year={year} more={gains.hasNextPage} loading={gains.isFetchingNextPage} onMore={() => void gains.fetchNextPage()} />
        </div>
      )}
    </div>
  );
}

interface DisposalsProps {
  readonly pages: readonly Gains[];
  readonly own: boolean;
  readonly year: number | "all";
  readonly more: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

function Disposals({ pages, own, year, more, loading, onMore }: DisposalsProps): ReactNode {
  const { portfolio } = useView();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const turn = (key: string | undefined) => void navigate({ search: (old) => ({ ...old, open: key }), replace: true, resetScroll: false });
  const disposals = pages.flatMap((page) => page.disposals);
  const first = pages[0];
  if (first === undefined || disposals.length === 0) {
    const link = (
      <Link className="btn" to="/p/$portfolio/transactions" params={{ portfolio }}>
        Open transactions
      </Link>
    );
    return (
      <div className="card">
        <Empty action={link}>{year === "all" ? "Nothing was sold, swapped or spent yet." : `Nothing was sold, swapped or spent in ${year}.`}</Empty>
      </div>
    );
  }
  return <DisposalsCard disposals={disposals} gains={first} own={own} open={open} onOpen={turn} more={more} loading={loading} onMore={onMore} />;
}

function Choices({ year, method }: { readonly year: number | "all"; readonly method: Method }): ReactNode {
  const { portfolio, timeZone } = useView();
  const navigate = route.useNavigate();
  const accounts = useAccounts(portfolio).data?.items ?? [];
  const now = yearOf(new Date().toISOString(), timeZone);
  const begun = accounts.flatMap((account) => (account.first === null ? [] : [yearOf(account.first, timeZone)]));
  const oldest = Math.min(now, ...begun, year === "all" ? now : year);
  const years = Array.from({ length: now - oldest + 1 }, (_, back) => String(now - back));
  const set = (change: { readonly year?: number | "all"; readonly method?: Method | undefined }) =>
    void navigate({ search: (old) => ({ ...old, open: undefined, explain: undefined, ...change }), replace: true });
  return (
    <div className="actions">
      <Select
        label="Year"
        inline
        value={String(year)}
        options={[["all", "All years"], ...years.map((one) => [one, one] as const)]}
        onChange={(value) => set({ year: value === "all" ? "all" : Number(value) })}
      />
      <Select
        label="Method"
        inline
        value={method}
        options={METHODS.map((one) => [one, METHOD_NAMES[one] ?? one])}
        onChange={(value) => set({ method: METHODS.find((one) => one === value) })}
      />
    </div>
  );
}

function scopeLine(method: string, scope: string, kept: string | null): string {
  const where = scope === "wallet" ? "wallet by wallet" : "over all wallets";
  const line = `${METHOD_NAMES[method] ?? method}, ${where}.`;
  return kept === null ? line : `${line} A comparison: this portfolio's figures use ${(METHOD_NAMES[kept] ?? kept).toLowerCase()}.`;
}

