/** Where somebody is signed in, what acts in their name, and what was done to their account, as hooks. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { NewToken } from "./identity";
import { useDoor } from "./people-queries";

export function useSessions() {
  const { people } = useDoor();
  return useQuery({ queryKey: ["sessions"], queryFn: ({ signal }) => people.sessions(signal) });
}

export function useNameSession() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, device }: { readonly id: string; readonly device: string }) => people.nameSession(id, device),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

export function useEndSession() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => people.endSession(id), onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }) });
}

export function useEndOtherSessions() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: () => people.endOtherSessions(), onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }) });
}

export function useTokens() {
  const { people } = useDoor();
  return useQuery({ queryKey: ["tokens"], queryFn: ({ signal }) => people.tokens(signal) });
}

export function useMakeToken() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (wanted: NewToken) => people.makeToken(wanted), onSuccess: () => client.invalidateQueries({ queryKey: ["tokens"] }) });
}

export function useEndToken() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => people.endToken(id), onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }) });
}

export function useEndTokens() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: () => people.endTokens(), onSettled: () => client.invalidateQueries({ queryKey: ["tokens"] }) });
}

export function useSecurityLog() {
  const { people } = useDoor();
  return useInfiniteQuery({
    queryKey: ["security-log"],
    queryFn: ({ signal, pageParam }) => people.log(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  });
}
