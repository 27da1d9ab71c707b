/** Second factors, and what they are asked for, as hooks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Code, Proof } from "./identity";
import { useArrived, useDoor } from "./people-queries";

const FACTORS = ["factors"];
const PASSKEYS = ["passkeys"];

export function useSecondStep() {
  const { people } = useDoor();
  const arrived = useArrived();
  return useMutation({
    mutationFn: ({ ticket, code }: { readonly ticket: string; readonly code: Code }) => people.secondStep(ticket, code),
    onSuccess: arrived,
  });
}

/** A passkey is a device and a look at its user: it needs no other step. */
export function usePasskeySignIn() {
  const { people, device } = useDoor();
  const shown = useShownPasskey();
  const arrived = useArrived();
  return useMutation({ mutationFn: async () => people.signInByPasskey(await shown(), device), onSuccess: arrived });
}

export function useStepUp() {
  const { people, session } = useDoor();
  const shown = useShownPasskey();
  return useMutation({
    mutationFn: async (proof: Proof | "passkey") => {
      await session.renew();
      return people.stepUp(proof === "passkey" ? { passkey: await shown() } : proof);
    },
  });
}

function useShownPasskey(): () => Promise<unknown> {
  const { people, devices } = useDoor();
  return async () => devices.use((await people.askForPasskey()).public_key);
}

export function useFactors() {
  const { people } = useDoor();
  return useQuery({ queryKey: FACTORS, queryFn: ({ signal }) => people.factors(signal) });
}

export function useBeginTotp() {
  const { people } = useDoor();
  return useMutation({ mutationFn: () => people.beginTotp() });
}

export function useConfirmTotp() {
  const { people } = useDoor();
  const changed = useChanged();
  return useMutation({ mutationFn: (code: string) => people.confirmTotp(code), onSuccess: changed });
}

export function useEndTotp() {
  const { people } = useDoor();
  const changed = useChanged();
  return useMutation({ mutationFn: () => people.endTotp(), onSuccess: changed });
}

export function useRenewCodes() {
  const { people } = useDoor();
  const changed = useChanged();
  return useMutation({ mutationFn: () => people.renewRecoveryCodes(), onSuccess: changed });
}

export function usePasskeys() {
  const { people } = useDoor();
  return useQuery({ queryKey: PASSKEYS, queryFn: ({ signal }) => people.passkeys(signal) });
}

export function useAddPasskey() {
  const { people, devices } = useDoor();
  const changed = useChanged();
  return useMutation({
    mutationFn: async (name: string) => people.addPasskey(name, await devices.make((await people.offerPasskey()).public_key)),
    onSuccess: changed,
  });
}

export function useNamePasskey() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { readonly id: string; readonly name: string }) => people.namePasskey(id, name),
    onSuccess: () => client.invalidateQueries({ queryKey: PASSKEYS }),
  });
}

export function useRemovePasskey() {
  const { people } = useDoor();
  const changed = useChanged();
  return useMutation({ mutationFn: (id: string) => people.removePasskey(id), onSuccess: changed });
}

/** Whoever changes a factor ends their other sessions, too. Nobody waits for what is loaded anew: it takes the form away that has codes to show. */
function useChanged(): () => void {
  const client = useQueryClient();
  return () => [FACTORS, PASSKEYS, ["sessions"]].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
}
