/** The server's answers as hooks: cached, shared between screens, refreshed after an edit. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect } from "react";

import type { Api, GainsAsk } from "./api";
import { type Job, withJob } from "./jobs";
import { LiveContext, useConnected } from "./live-context";
import { Problem } from "./problem";
import type { Asset, NewPortfolio, Page, TransactionFilter } from "./types";

export const ApiContext = createContext<Api | null>(null);
const PAGE = 100;
const GAINS_PAGE = 50;
const DEALINGS = 500;
const JOBS_FRESH = 1_000;
const NAMES_STALE = 3_600_000;

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error("useApi needs an ApiContext above it");
  return api;
}

/** Ask twice when the server was out of reach; a refusal is final. */
export function retry(failures: number, error: Error): boolean {
  return failures < 1 && error instanceof Problem && error.passing;
}

export function usePortfolios() {
  const api = useApi();
  return useQuery({ queryKey: ["portfolios"], queryFn: ({ signal }) => api.portfolios(signal) });
}

export function usePortfolio(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolios", id], queryFn: ({ signal }) => api.portfolio(id, signal) });
}

export function useHoldings(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolio", id, "holdings"], queryFn: ({ signal }) => api.holdings(id, signal), enabled: id !== "" });
}

export function useLots(id: string, asset: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolio", id, "lots", asset], queryFn: ({ signal }) => api.lots(id, asset, signal), enabled: id !== "" });
}

/** What happened with an asset between two days, the newest first. */
export function useDealings(id: string, filter: TransactionFilter) {
  const api = useApi();
  return useQuery({
    queryKey: ["portfolio", id, "transactions", "all", filter],
    queryFn: ({ signal }) => api.transactions(id, filter, null, DEALINGS, signal),
    enabled: id !== "" && filter.asset !== undefined,
    placeholderData: keepPreviousData,
  });
}

export function useIssues(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolio", id, "issues"], queryFn: ({ signal }) => api.issues(id, signal) });
}

export function useAccounts(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolio", id, "accounts"], queryFn: ({ signal }) => api.accounts(id, signal) });
}

export function useImports(id: string) {
  const api = useApi();
  return useQuery({ queryKey: ["portfolio", id, "imports"], queryFn: ({ signal }) => api.imports(id, signal) });
}

export function useNetWorth(id: string, from: string | undefined) {
  const api = useApi();
  return useQuery({
    queryKey: ["portfolio", id, "net-worth", from ?? "all"],
    queryFn: ({ signal }) => api.netWorth(id, from, signal),
    placeholderData: keepPreviousData,
  });
}

/** The totals of one year alone: one disposal comes with them, the rest stay on the server. */
export function useGainTotals(id: string, year: number) {
  const api = useApi();
  return useQuery({
    queryKey: ["portfolio", id, "gains", "totals", year],
    queryFn: ({ signal }) => api.gains(id, { year, limit: 1 }, signal),
  });
}

export function useGains(id: string, ask: Pick<GainsAsk, "year" | "method">) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["portfolio", id, "gains", ask.year ?? "all", ask.method ?? "own"],
    queryFn: ({ signal, pageParam }) => api.gains(id, { ...ask, limit: GAINS_PAGE, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
}

export function useTransactions(id: string, filter: TransactionFilter) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ["portfolio", id, "transactions", filter],
    queryFn: ({ signal, pageParam }) => api.transactions(id, filter, pageParam, PAGE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}

export function useFigure(ref: string) {
  const api = useApi();
  return useQuery({ queryKey: ["figure", ref], queryFn: ({ signal }) => api.figure(ref, signal) });
}

/** Names of assets by symbol; a symbol the market does not know is simply absent. */
export function useAssetNames(symbols: readonly string[]): ReadonlyMap<string, string> {
  return new Map(useAssets(symbols).map((asset) => [asset.symbol, asset.name]));
}

/** Ids of assets by symbol: of those that share one, the best known. */
export function useAssetIds(symbols: readonly string[]): ReadonlyMap<string, string> {
  return new Map(useAssets(symbols).map((asset) => [asset.symbol, asset.id]));
}

/** What a symbol means; undefined where the catalogue knows nothing, or has not been asked yet. */
export function useAsset(symbol: string): Asset | undefined {
  return useAssets([symbol]).find((asset) => asset.symbol === symbol);
}

function useAssets(symbols: readonly string[]): readonly Asset[] {
  const api = useApi();
  const wanted = [...new Set(symbols)].sort();
  const { data } = useQuery({
    queryKey: ["assets", wanted],
    queryFn: ({ signal }) => api.assets(wanted, signal),
    enabled: wanted.length > 0,
    staleTime: NAMES_STALE,
    placeholderData: keepPreviousData,
  });
  return data?.items ?? [];
}

export function useCreatePortfolio() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewPortfolio) => api.createPortfolio(wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: ["portfolios"] }),
  });
}

export function useImportPreview(id: string) {
  const api = useApi();
  return useMutation({ mutationFn: (form: unknown) => api.sendImport(id, form) });
}

export function useImportConfirm(id: string) {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({ mutationFn: (form: unknown) => api.sendImport(id, form), onSuccess: refresh });
}

export function useImportStart(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: unknown) => api.startImport(id, form),
    onSuccess: () => client.invalidateQueries({ queryKey: ["portfolio", id, "jobs"] }),
  });
}

/** What is done in the background, as it goes on; asked again every second while nobody tells and something is under way. */
export function useJobs(id: string) {
  const api = useApi();
  const live = useContext(LiveContext);
  const client = useQueryClient();
  const connected = useConnected();
  useEffect(() => {
    const queryKey = ["portfolio", id, "jobs"];
    return live?.jobs((told) => {
      if (told === null) void client.invalidateQueries({ queryKey });
      else if (told.portfolio === id) client.setQueryData<Page<Job>>(queryKey, (old) => old && { ...old, items: withJob(old.items, told) });
    });
  }, [live, client, id]);
  return useQuery({
    queryKey: ["portfolio", id, "jobs"],
    queryFn: ({ signal }) => api.jobs(id, signal),
    refetchInterval: (query) => (!connected && query.state.data?.items.some((job) => job.finished_at === null) ? JOBS_FRESH : false),
  });
}

export function useJobCancel(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (job: string) => api.cancelJob(job),
    onSettled: () => client.invalidateQueries({ queryKey: ["portfolio", id, "jobs"] }),
  });
}

export function useImportUndo(id: string) {
  const api = useApi();
  const refresh = useRefresh();
  return useMutation({ mutationFn: (imported: string) => api.undoImport(id, imported), onSuccess: refresh });
}

/** After the ledger changed every figure may have. */
export function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries();
}
