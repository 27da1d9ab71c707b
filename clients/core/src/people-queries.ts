/** Who is signed in, and their settings, as hooks. */
import { type Query, type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import type { Comments } from "./comments";
import type { Code, Doorway, Registration, User } from "./identity";
import type { People } from "./people";
import { Problem } from "./problem";
import type { Session } from "./session";
import type { Market } from "./market";
import type { News } from "./news";
import type { OwnPrices } from "./own-prices";
import type { Shares } from "./shares";
import type { Watching } from "./watching";

/** The passkeys of whoever sits here; both are asked as the server wrote it, and answer as it reads it. */
export interface Devices {
  /** Whether there can be passkeys here at all. */
  readonly knowPasskeys: boolean;
  make(asked: unknown): Promise<unknown>;
  use(asked: unknown): Promise<unknown>;
}

export interface Door {
  readonly people: People;
  readonly shares: Shares;
  readonly comments: Comments;
  readonly news: News;
  readonly market: Market;
  readonly ownPrices: OwnPrices;
  readonly watching: Watching;
  readonly session: Session;
  /** Name of this browser, as a list of sessions shows it. */
  readonly device: string;
  readonly devices: Devices;
  /** Tell the other tabs that somebody came in or left. */
  readonly announce: () => void;
}

export const DoorContext = createContext<Door | null>(null);
const DOORWAY = ["doorway"];

export function useDoor(): Door {
  const door = useContext(DoorContext);
  if (door === null) throw new Error("useDoor needs a DoorContext above it");
  return door;
}

/** Who is signed in; a session that has run out is renewed first. Without `ask`, as far as it is known already. */
export function useDoorway({ ask }: { readonly ask: boolean } = { ask: true }) {
  const { people, session } = useDoor();
  return useQuery({
    queryKey: DOORWAY,
    queryFn: async ({ signal }): Promise<Doorway> => {
      const found = await people.doorway(signal);
      if (found.mode === "single" || found.user !== null || !(await session.renew())) return found;
      return people.doorway(signal);
    },
    staleTime: Infinity,
    enabled: ask,
  });
}

/** Who the reader is here; null for whoever is nobody in particular on a machine of one person. */
export function useMe(): User | null {
  return useDoorway().data?.user ?? null;
}

/** Nobody is signed in, and somebody has to be: forget everything that was loaded. */
export function forget(client: QueryClient): void {
  // First the screens go, then what they show: a screen would load it again.
  client.setQueryData<Doorway>(DOORWAY, (old) => old && { ...old, mode: "sign-in", user: null });
  client.removeQueries({ predicate: isPrivate });
}

function isPrivate({ queryKey }: Pick<Query, "queryKey">): boolean {
  return queryKey[0] !== DOORWAY[0];
}

export function useSignIn() {
  const { people, device } = useDoor();
  const arrived = useArrived();
  return useMutation({
    mutationFn: ({ email, password }: { readonly email: string; readonly password: string }) => people.signIn(email, password, device),
    onSuccess: arrived,
  });
}

/** What is done once somebody may be in: there are two steps for some. */
export function useArrived(): (answer: { readonly mfa?: unknown }) => Promise<void> {
  const { announce } = useDoor();
  const client = useQueryClient();
  return async ({ mfa }) => {
    if (mfa !== undefined) return;
    announce();
    await client.invalidateQueries({ queryKey: DOORWAY });
  };
}

export function useSignOut() {
  const { people, session, announce } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ everywhere = false, revokeTokens = false }: { readonly everywhere?: boolean; readonly revokeTokens?: boolean }) => {
      // A session that has merely run out would stay behind.
      await session.renew();
      await people.signOut(everywhere, revokeTokens).catch((error: unknown) => {
        if (!(error instanceof Problem) || error.status !== 401) throw error;
      });
    },
    onSuccess: () => {
      forget(client);
      announce();
    },
  });
}

export function useRegister() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Registration) => people.register(wanted),
    onSuccess: () => client.invalidateQueries({ queryKey: DOORWAY }),
  });
}

export function useVerify() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (token: string) => people.verify(token), onSuccess: () => client.invalidateQueries({ queryKey: DOORWAY }) });
}

export function useRecover() {
  const { people } = useDoor();
  return useMutation({ mutationFn: (email: string) => people.recover(email) });
}

export function useReset() {
  const { people } = useDoor();
  return useMutation({
    mutationFn: ({ token, password, code }: { readonly token: string; readonly password: string; readonly code?: Code | undefined }) =>
      people.reset(token, password, code),
  });
}

export function useChangeProfile() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Pick<User, "name">) => people.changeProfile(change),
    onSuccess: (me: User) => client.setQueryData<Doorway>(DOORWAY, (old) => old && { ...old, user: me }),
  });
}

export function useChangePassword() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ password, revokeTokens }: { readonly password: string; readonly revokeTokens: boolean }) => people.changePassword(password, revokeTokens),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ["sessions"] });
      void client.invalidateQueries({ queryKey: ["tokens"] });
      client.setQueryData<Doorway>(DOORWAY, (old) => (old?.user ? { ...old, user: { ...old.user, has_password: true } } : old));
    },
  });
}

export function useChangeEmail() {
  const { people } = useDoor();
  return useMutation({ mutationFn: (email: string) => people.changeEmail(email) });
}
