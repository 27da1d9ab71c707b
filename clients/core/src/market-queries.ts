/** The market as hooks; quotes follow the server for as long as somebody looks. */
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useContext, useEffect } from "react";

import { LiveContext, useConnected } from "./live-context";
import { type Candle, type Candles, type MarketRow, type Quote, type RowsAsk, SECONDS, type SeriesAsk } from "./market";
import { useDoor } from "./people-queries";
import type { Holdings, Page } from "./types";

const CANDLES_FRESH = 60_000;
/** What is still being asked for is there soon. */
const FILLING = 4_000;
/** Changes are reckoned from a price that goes on. */
const ROWS_FRESH = 60_000;

export function useQuotes(assets: readonly string[], currency: string) {
  const { market } = useDoor();
  const live = useContext(LiveContext);
  const client = useQueryClient();
  const names = [...new Set(assets)].sort().join(",");
  const any = names !== "";
  useEffect(() => {
    if (live === null || names === "") return;
    const key = quotesKey(currency, names);
    return live.quotes(names.split(","), currency, (told) => client.setQueryData<Page<Quote>>(key, (old) => old && merged(old, told, { currency, names: names.split(",") })));
  }, [live, client, names, currency]);
  return useQuery({
    queryKey: quotesKey(currency, names),
    queryFn: ({ signal }) => market.quotes(names.split(","), currency, signal),
    enabled: any,
    placeholderData: keepPreviousData,
  });
}

/** The quote of one asset; undefined while it is asked for, null when nobody prices it. */
export function useQuote(asset: string, currency: string): Quote | null | undefined {
  const { data, isPlaceholderData } = useQuotes([asset], currency);
  return data === undefined || isPlaceholderData ? undefined : (data.items.find((one) => one.asset === asset) ?? null);
}

/** Asks for a portfolio's holdings again once a tick has made them worth something else: all figures of a screen are of one moment. */
export function useLiveWorth(portfolio: string): void {
  const live = useContext(LiveContext);
  const client = useQueryClient();
  useEffect(() => {
    const queryKey = ["portfolio", portfolio, "holdings"];
    return live?.worth(portfolio, (value) => {
      const shown = client.getQueryData<Holdings>(queryKey);
      if (shown !== undefined && shown.totals.value !== value) void client.invalidateQueries({ queryKey, exact: true });
    });
  }, [live, client, portfolio]);
}

/** Candles up to a day or, without one, up to now: then the last ones follow the server. */
export function useCandles(ask: SeriesAsk) {
  const { market } = useDoor();
  const live = useContext(LiveContext);
  const client = useQueryClient();
  const connected = useConnected();
  const { asset, currency, interval, limit, to } = ask;
  const open = to === undefined && asset !== "";
  useEffect(() => {
    if (live === null || !open) return;
    const queryKey = ["candles", { asset, currency, interval, to: undefined, limit }];
    return live.candles({ asset, currency, interval }, (told) => {
      const old = client.getQueryData<Candles>(queryKey);
      if (old === undefined) return;
      const next = told && withTold(old, told);
      if (next === null) void client.invalidateQueries({ queryKey, exact: true });
      else client.setQueryData(queryKey, next);
    });
  }, [live, client, open, asset, currency, interval, limit]);
  return useQuery({
    queryKey: ["candles", ask],
    queryFn: ({ signal }) => market.candles(ask, signal),
    enabled: asset !== "",
    refetchInterval: ({ state }) => (state.data?.filling === true ? FILLING : open && !connected ? CANDLES_FRESH : false),
    placeholderData: (old) => (old?.asset === ask.asset ? old : undefined),
  });
}

export function useIndicators(ask: SeriesAsk, wanted: string) {
  const { market } = useDoor();
  return useQuery({
    queryKey: ["indicators", ask, wanted],
    queryFn: ({ signal }) => market.indicators(ask, wanted, signal),
    enabled: wanted !== "",
    refetchInterval: ({ state }) => (state.data?.filling === true ? FILLING : ask.to === undefined ? CANDLES_FRESH : false),
    placeholderData: (old) => (old?.asset === ask.asset ? old : undefined),
  });
}

export function useMarketRows(ask: RowsAsk, currency: string, enabled: boolean) {
  const { market } = useDoor();
  return useInfiniteQuery({
    queryKey: ["market-rows", currency, ask],
    queryFn: ({ signal, pageParam }) => market.rows(ask, currency, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor ?? null,
    enabled,
    refetchInterval: ROWS_FRESH,
    placeholderData: keepPreviousData,
  });
}

/** One asset as the market lists it; undefined while it is asked for, or where nobody lists it. */
export function useMarketRow(asset: string, currency: string): MarketRow | undefined {
  const { data, isPlaceholderData } = useMarketRows({ assets: [asset] }, currency, true);
  return isPlaceholderData ? undefined : data?.pages[0]?.items[0];
}

export function useMarketOverview(currency: string) {
  const { market } = useDoor();
  return useQuery({ queryKey: ["market-overview", currency], queryFn: ({ signal }) => market.overview(currency, signal) });
}

export function usePriceSources() {
  const { market } = useDoor();
  return useQuery({ queryKey: ["price-sources"], queryFn: ({ signal }) => market.sources(signal) });
}

/** For administrators; others are refused. */
export function useRefusals() {
  const { market } = useDoor();
  return useQuery({ queryKey: ["price-refusals"], queryFn: ({ signal }) => market.refusals(signal) });
}

function quotesKey(currency: string, names: string): readonly string[] {
  return ["quotes", currency, names];
}

/** What was told takes the place of what was there, unless that is newer; what had no price until now gets one. */
export function merged(old: Page<Quote>, told: readonly Quote[], { currency, names }: { readonly currency: string; readonly names: readonly string[] }): Page<Quote> {
  const fresh = new Map(told.filter((one) => one.currency === currency && names.includes(one.asset)).map((one) => [one.asset, one]));
  const items = old.items.map((one) => {
    const next = fresh.get(one.asset);
    fresh.delete(one.asset);
    return next === undefined || next.time < one.time ? one : next;
  });
  return { ...old, items: [...items, ...fresh.values()] };
}

/** What was told takes its place among the candles; null where some between are not known here. */
export function withTold(old: Candles, told: readonly Candle[]): Candles | null {
  const step = SECONDS[old.interval] * 1000;
  const items = [...old.items];
  for (const candle of told) {
    const at = Date.parse(candle.time);
    const last = items.at(-1);
    const first = items[0];
    if (last === undefined || first === undefined) return null;
    if (at < Date.parse(first.time)) continue;
    const place = items.findLastIndex(({ time }) => Date.parse(time) === at);
    if (place >= 0) items[place] = candle;
    else if (at === Date.parse(last.time) + step) items.push(candle);
    else return null;
  }
  return { ...old, items };
}
