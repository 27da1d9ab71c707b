/** What tells of changes by itself, for hooks. */
import { createContext, useContext, useSyncExternalStore } from "react";

import type { Live } from "./live";

/** Null where nothing tells: then everything stays as it was asked for, or is asked for again and again. */
export const LiveContext = createContext<Live | null>(null);
const unheard = () => () => undefined;
const never = () => false;

/** Whether changes are told now; while they are not, they have to be asked for. */
export function useConnected(): boolean {
  const live = useContext(LiveContext);
  return useSyncExternalStore(live?.watch ?? unheard, live?.connected ?? never);
}
