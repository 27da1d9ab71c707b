/** What is shared of a portfolio, and what others share, as hooks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useDoor } from "./people-queries";
import type { NewShare, Reading } from "./shares";

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
