/** News as hooks; a save shows at once, and is taken back if the server refuses. */
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { NewsFilter, Story } from "./news";
import { useDoor } from "./people-queries";
import type { Page } from "./types";

const NEWS = ["news"];

export type FeedChange =
  | { readonly add: string; readonly name: string }
  | { readonly feed: string; readonly paused: boolean }
  | { readonly remove: string };

export function useNews(filter: NewsFilter) {
  const { news } = useDoor();
  return useInfiniteQuery({
    queryKey: [...NEWS, "list", filter],
    queryFn: ({ signal, pageParam }) => news.list(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor ?? null,
    placeholderData: keepPreviousData,
  });
}

export function useFeeds() {
  const { news } = useDoor();
  return useQuery({ queryKey: [...NEWS, "feeds"], queryFn: ({ signal }) => news.feeds(signal) });
}

/** For administrators: add a feed, pause it or have it go on, remove it. */
export function useFeedChange() {
  const { news } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: FeedChange): Promise<unknown> => {
      if ("add" in change) return news.addFeed(change.add, change.name);
      return "remove" in change ? news.removeFeed(change.remove) : news.pauseFeed(change.feed, change.paused);
    },
    onSettled: () => client.invalidateQueries({ queryKey: NEWS }),
  });
}

export function useKeep() {
  const { news } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, saved }: { readonly id: string; readonly saved: boolean }) => news.keep(id, saved),
    onMutate: ({ id, saved }) =>
      client.setQueriesData<InfiniteData<Page<Story>>>({ queryKey: [...NEWS, "list"] }, (old) => old && { ...old, pages: old.pages.map((page) => marked(page, id, saved)) }),
    onSettled: () => client.invalidateQueries({ queryKey: NEWS }),
  });
}

function marked(page: Page<Story>, id: string, saved: boolean): Page<Story> {
  return { ...page, items: page.items.map((story) => (story.id === id ? { ...story, saved } : story)) };
}
