/** What is shared of a portfolio, and what others share, as hooks. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useDoor } from "./people-queries";
import type { NewShare, Reading, ShareChange } from "./shares";

const PAGE = 100;
const GAINS_PAGE = 50;

export function useShares(portfolio: string) {
  const { shares } = useDoor();
  return useQuery({ queryKey: ["shares", portfolio], queryFn: ({ signal }) => shares.of(portfolio, signal) });
}

export function useMakeShare(portfolio: string) {
  const { shares } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: NewShare) => shares.make(portfolio, wanted),
    onSuccess: () => void client.invalidateQueries({ queryKey: ["shares", portfolio] }),
  });
}

export function useChangeShare(portfolio: string) {
  const { shares } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: ShareChange }) => shares.change(portfolio, id, change),
    onSuccess: () => client.invalidateQueries({ queryKey: ["shares", portfolio] }),
  });
}

export function useEndShare(portfolio: string) {
  const { shares } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => shares.end(portfolio, id), onSettled: () => client.invalidateQueries({ queryKey: ["shares", portfolio] }) });
}

export function useSharedWithMe() {
  const { shares } = useDoor();
  return useQuery({ queryKey: ["shared"], queryFn: ({ signal }) => shares.withMe(signal) });
}

export function useOpenLink() {
  const { shares } = useDoor();
  return useMutation({ mutationFn: ({ token, passcode }: { readonly token: string; readonly passcode: string }) => shares.open(token, passcode) });
}

export function useSharedPortfolio(reading: Reading) {
  const { shares } = useDoor();
  return useQuery({
    queryKey: ["shared", reading],
    queryFn: async ({ signal }) => {
      const [view, holdings] = await Promise.all([shares.show(reading, signal), shares.holdings(reading, signal)]);
      return { view, holdings };
    },
  });
}

export function useSharedNetWorth(reading: Reading) {
  const { shares } = useDoor();
  return useQuery({ queryKey: ["shared", reading, "net-worth"], queryFn: ({ signal }) => shares.netWorth(reading, signal) });
}

export function useSharedTransactions(reading: Reading) {
  const { shares } = useDoor();
  return useInfiniteQuery({
    queryKey: ["shared", reading, "transactions"],
    queryFn: ({ signal, pageParam }) => shares.transactions(reading, pageParam, PAGE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}

export function useSharedGains(reading: Reading, year: number | undefined) {
  const { shares } = useDoor();
  return useInfiniteQuery({
    queryKey: ["shared", reading, "gains", year ?? "all"],
    queryFn: ({ signal, pageParam }) => shares.gains(reading, year, pageParam, GAINS_PAGE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
}

export function useSharedImport(share: string) {
  const { shares } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ form }: { readonly form: unknown; readonly kept: boolean }) => shares.sendImport(share, form),
    onSuccess: (_, { kept }) => (kept ? client.invalidateQueries({ queryKey: ["shared"] }) : undefined),
  });
}

export function useSharedImportUndo(share: string) {
  const { shares } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (imported: string) => shares.undoImport(share, imported), onSuccess: () => client.invalidateQueries({ queryKey: ["shared"] }) });
}
