/** What becomes of all that is somebody's: fetched as one archive, or deleted with their account; as hooks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useContext, useEffect } from "react";

import { LiveContext, useConnected } from "./live-context";
import { forget, useDoor } from "./people-queries";

const EXPORTS = ["exports"];
const FRESH = 1_000;

/** Asked again whenever something becomes of one; every second while nobody tells and one is being made. */
export function useExports() {
  const { people } = useDoor();
  const live = useContext(LiveContext);
  const client = useQueryClient();
  const connected = useConnected();
  useEffect(() => live?.jobs((told) => (told === null || told.kind === "export") && void client.invalidateQueries({ queryKey: EXPORTS })), [live, client]);
  return useQuery({
    queryKey: EXPORTS,
    queryFn: ({ signal }) => people.exports(signal),
    refetchInterval: (query) => (!connected && query.state.data?.items.some((each) => each.finished_at === null) ? FRESH : false),
  });
}

export function useStartExport() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: () => people.startExport(), onSuccess: () => client.invalidateQueries({ queryKey: EXPORTS }) });
}

export function useFetchExport() {
  const { people } = useDoor();
  return useMutation({ mutationFn: (job: string) => people.fetchExport(job) });
}

export function useDeleteMe() {
  const { people } = useDoor();
  return useMutation({ mutationFn: () => people.deleteMe() });
}

/** What is done once nobody is signed in any more: the screen that says so has to be there first. */
export function useGone(): () => void {
  const { announce } = useDoor();
  const client = useQueryClient();
  return () => {
    forget(client);
    announce();
  };
}
