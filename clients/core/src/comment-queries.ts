/** What is said about a portfolio, as hooks. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { CommentChange, Place } from "./comments";
import { useDoor } from "./people-queries";

/** So often it is asked whether somebody said something, while a conversation is open. */
const AGAIN = 20_000;

export function useThreads(place: Place | null) {
  const { comments } = useDoor();
  return useQuery({
    queryKey: ["comments", place, "threads"],
    queryFn: ({ signal }) => (place === null ? Promise.reject(new Error("There is no talk here")) : comments.threads(place, signal)),
    enabled: place !== null,
  });
}

export function useComments(place: Place, about: string) {
  const { comments } = useDoor();
  return useInfiniteQuery({
    queryKey: ["comments", place, about],
    queryFn: ({ signal, pageParam }) => comments.about(place, about, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    refetchInterval: AGAIN,
  });
}

export function useWriteComment(place: Place, about: string) {
  const { comments } = useDoor();
  const refresh = useHeard(place);
  return useMutation({ mutationFn: (text: string) => comments.write(place, about, text), onSuccess: refresh });
}

export function useChangeComment(place: Place) {
  const { comments } = useDoor();
  const refresh = useHeard(place);
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: CommentChange }) => comments.change(place, id, change),
    onSuccess: refresh,
  });
}

export function useRemoveComment(place: Place) {
  const { comments } = useDoor();
  const refresh = useHeard(place);
  return useMutation({ mutationFn: (id: string) => comments.remove(place, id), onSuccess: refresh });
}

function useHeard(place: Place): () => Promise<unknown> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["comments", place] });
}
