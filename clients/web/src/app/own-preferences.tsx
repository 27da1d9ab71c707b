/** Gives every screen what the server keeps of its reader's preferences; what this browser remembers stands in until then. */
import { useDoorway } from "@cryptotracker/core/people-queries";
import { useChangePreferences, useKeptPreferences } from "@cryptotracker/core/preference-queries";
import { type ReactNode, useEffect } from "react";

import { PreferencesProvider, remember, remembered } from "../ui/preferences";

const WHOSE = "ct-whose";
const NOBODYS = "";

export function OwnPreferences({ children }: { readonly children: ReactNode }): ReactNode {
  const doorway = useDoorway({ ask: false }).data;
  const kept = useKeptPreferences();
  const { mutate } = useChangePreferences();
  const reader = doorway?.user?.id ?? NOBODYS;
  // Somebody else may have sat here last: no amount is shown before it is known whether it may be.
  const unsure = doorway?.mode === "sign-in" && doorway.user !== null && kept === undefined && remembered(WHOSE) !== reader;
  const known = kept !== undefined;
  useEffect(() => {
    if (known) remember(WHOSE, reader);
  }, [known, reader]);
  return (
    <PreferencesProvider kept={kept} unsure={unsure} {...(known && { keep: mutate })}>
      {children}
    </PreferencesProvider>
  );
}
