/** Who one is elsewhere, as hooks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { SignedIn, TelegramFields } from "./identity";
import { useArrived, useDoor } from "./people-queries";

/** Show what Telegram signed: to sign in or, of somebody who is in, to link it. */
export function useByTelegram(isIn: boolean, invitation?: string) {
  const { people, device } = useDoor();
  const arrived = useArrived();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (fields: TelegramFields): Promise<SignedIn> => {
      if (!isIn) return people.signInByTelegram(fields, device, invitation);
      await people.linkTelegram(fields);
      return {};
    },
    onSuccess: (answer) => (isIn ? client.invalidateQueries({ queryKey: ["identities"] }) : arrived(answer)),
  });
}

export function useBeginElsewhere() {
  const { people } = useDoor();
  return useMutation({ mutationFn: ({ issuer, invitation }: { readonly issuer: string; readonly invitation: string }) => people.beginElsewhere(issuer, invitation) });
}

export function useIdentities() {
  const { people } = useDoor();
  return useQuery({ queryKey: ["identities"], queryFn: ({ signal }) => people.identities(signal) });
}

export function useLinkIdentity() {
  const { people } = useDoor();
  return useMutation({ mutationFn: (issuer: string) => people.linkIdentity(issuer) });
}

export function useProveElsewhere() {
  const { people } = useDoor();
  return useMutation({ mutationFn: (issuer: string) => people.proveElsewhere(issuer) });
}

export function useUnlinkIdentity() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({ mutationFn: (id: string) => people.unlinkIdentity(id), onSettled: () => client.invalidateQueries({ queryKey: ["identities"] }) });
}
