/** Stars and watch-lists as hooks; a change shows at once, and is taken back if the server refuses. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useDoor } from "./people-queries";
import type { Asset, Page } from "./types";
import type { WatchList, WatchListChange } from "./watching";

const STARS = ["stars"];
const LISTS = ["watch-lists"];

export function useStars() {
  const { watching } = useDoor();
  return useQuery({ queryKey: STARS, queryFn: ({ signal }) => watching.stars(signal) });
}

export function useStar() {
  const { watching } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ asset, starred }: { readonly asset: Asset; readonly starred: boolean }) => watching.star(asset.id, starred),
    onMutate: ({ asset, starred }) => put<Asset>(client, STARS, (old) => [...old.filter(({ id }) => id !== asset.id), ...(starred ? [asset] : [])]),
    onSettled: () => client.invalidateQueries({ queryKey: STARS }),
  });
}

export function useWatchLists() {
  const { watching } = useDoor();
  return useQuery({ queryKey: LISTS, queryFn: ({ signal }) => watching.lists(signal) });
}

/** Changes of one list are sent one after the other. */
export function useChangeWatchList() {
  const { watching } = useDoor();
  const client = useQueryClient();
  return useMutation({
    scope: { id: "watch-lists" },
    mutationFn: ({ list, change }: { readonly list: WatchList; readonly change: WatchListChange }) => watching.change(list, change),
    onMutate: ({ list, change }) => put<WatchList>(client, LISTS, (old) => old.map((one) => (one.id === list.id ? { ...one, ...change } : one))),
    onSettled: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}

export function useAddToWatchList() {
  const { watching } = useDoor();
  const client = useQueryClient();
  return useMutation({
    scope: { id: "watch-lists" },
    mutationFn: ({ list, asset }: { readonly list: string; readonly asset: string }) => watching.add(list, asset),
    onSuccess: () => client.invalidateQueries({ queryKey: LISTS }),
  });
}

export function useMakeWatchList() {
  const { watching } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (name: string) => watching.create(name), onSuccess: () => client.invalidateQueries({ queryKey: LISTS }) });
}

export function useRemoveWatchList() {
  const { watching } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (list: string) => watching.remove(list), onSuccess: () => client.invalidateQueries({ queryKey: LISTS }) });
}

function put<Item>(client: QueryClient, key: readonly string[], change: (items: readonly Item[]) => readonly Item[]): void {
  client.setQueryData<Page<Item>>(key, (old) => old && { ...old, items: change(old.items) });
}
