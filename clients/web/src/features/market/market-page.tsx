/** The market: what assets cost now, what they did, and which of them one follows. */
import type { MarketPage as Rows, Order, RowsAsk } from "@cryptotracker/core/market";
import { useMarketRows } from "@cryptotracker/core/market-queries";
import { useStars, useWatchLists } from "@cryptotracker/core/watching-queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { Select, TextField } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { usePageTitle } from "../../ui/page-title";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { AsOf } from "../dashboard/as-of";
import "../dashboard/dashboard.css";
import "./market.css";
import { MarketTable } from "./market-table";
import { OverviewStrip } from "./overview-strip";
import { ordered } from "./rows";
import type { MarketSearch } from "./search";

const route = getRouteApi("/market/");
const STARRED = "starred";
const TYPING_MS = 300;

export function MarketPage(): ReactNode {
  const { style } = useView();
  const { q, list, sort = "rank", order } = route.useSearch();
  const descending = (order ?? "down") === "down" && sort !== "rank";
  const navigate = route.useNavigate();
  const set = (change: MarketSearch) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false });
  const named = useNamed(list);
  const ask: RowsAsk = q !== undefined ? { q } : named !== null ? { assets: named ?? [] } : { order: sort, descending };
  const found = useMarketRows(ask, style.currency, "order" in ask || "q" in ask || ask.assets.length > 0);
  usePageTitle("Market");

  const loaded = found.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = "order" in ask ? loaded : ordered(loaded, sort, descending);
  const first = found.data?.pages[0];
  const choose = (next: Order) => set({ sort: next === "rank" ? undefined : next, order: next === sort && descending ? "up" : undefined });
  const none = "assets" in ask && ask.assets.length === 0;
  return (
    <div className="page market">
      <div className="head">
        <div>
          <h1>Market</h1>
          <p>The best known assets, in {style.currency}. Every price opens to say where it is from.</p>
        </div>
        {first === undefined || none ? null : <AsOf source={{ name: first.source, simulated: first.simulated, as_of: oldest(found.data?.pages ?? []) }} failed={found.isError} />}
      </div>
      <OverviewStrip />
      <form className="market-filters" role="search" aria-label="Find in the market" onSubmit={(event) => event.preventDefault()}>
        <Find key={q === undefined ? "" : "found"} value={q ?? ""} onChange={(text) => set({ q: text.trim() || undefined, list: undefined })} />
        <Which list={list} onChange={(next) => set({ list: next, q: undefined })} />
        <span className="row elsewhere">
          <Link className="btn" to="/watch-lists">
            <Icon name="list" small />
            Watch-lists
          </Link>
          <Link className="btn only-phone" to="/news">
            <Icon name="news" small />
            News
          </Link>
        </span>
      </form>
      <section className="card" aria-label="Assets" aria-busy={found.isPlaceholderData}>
        {none ? (
          <Nothing q={undefined} list={list} waiting={named === undefined} />
        ) : found.isPending ? (
          <Skeleton rows={12} label="Loading the market" />
        ) : found.data === undefined ? (
          <div className="pad">
            <ErrorNote what="The market could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
          </div>
        ) : rows.length === 0 ? (
          <Nothing q={q} list={list} waiting={false} />
        ) : (
          <MarketTable rows={rows} sort={sort} descending={descending} onSort={"order" in ask || !found.hasNextPage ? choose : null} />
        )}
        {found.isFetchNextPageError ? (
          <div className="pad">
            <ErrorNote what="More of the market could not be loaded" error={found.error} onRetry={() => void found.fetchNextPage()} />
          </div>
        ) : found.hasNextPage && !none ? (
          <p className="market-more">
            <button type="button" className="btn" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              Show more
            </button>
          </p>
        ) : null}
      </section>
    </div>
  );
}

/** The ids of what is starred or in a list; null without one, undefined while nobody knows. */
function useNamed(list: string | undefined): readonly string[] | null | undefined {
  const stars = useStars().data?.items;
  const lists = useWatchLists().data?.items;
  if (list === undefined) return null;
  if (list === STARRED) return stars?.map((one) => one.id);
  return lists === undefined ? undefined : (lists.find((one) => one.id === list)?.assets.map((one) => one.id) ?? []);
}

/** Waits until the typing pauses; a slash leads here from anywhere on the page. */
function Find({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
  useEffect(() => {
    const keys = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest("input, select, textarea, [contenteditable]") !== null;
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.querySelector("input")?.focus();
    };
    document.addEventListener("keydown", keys);
    return () => document.removeEventListener("keydown", keys);
  }, []);
  return (
    <span className="find" ref={box}>
      <TextField label="Find" value={text} onChange={setText} placeholder="Name or symbol" autoComplete="off" maxLength={100} aria-keyshortcuts="/" />
    </span>
  );
}

function Which({ list, onChange }: { readonly list: string | undefined; readonly onChange: (list: string | undefined) => void }): ReactNode {
  const lists = useWatchLists().data?.items ?? [];
  const options = [["", "The best known"], [STARRED, "Starred"], ...lists.map((one) => [one.id, one.name] as const)] as const;
  return <Select label="Show" value={list ?? ""} options={options} onChange={(value) => onChange(value || undefined)} />;
}

function Nothing({ q, list, waiting }: { readonly q: string | undefined; readonly list: string | undefined; readonly waiting: boolean }): ReactNode {
  if (waiting) return <Skeleton rows={6} label="Loading what you follow" />;
  if (q !== undefined) return <Empty>The catalogue has no asset called “{q}”.</Empty>;
  if (list === STARRED) return <Empty>Nothing is starred. The star beside an asset keeps it here.</Empty>;
  return (
    <Empty
      action={
        <Link className="btn" to="/watch-lists">
          Open watch-lists
        </Link>
      }
    >
      This watch-list is empty.
    </Empty>
  );
}

/** Of when the oldest of the prices is. */
function oldest(pages: readonly Rows[]): string | null {
  const times = pages.flatMap((page) => (page.as_of === null ? [] : [page.as_of]));
  return times.sort()[0] ?? null;
}
