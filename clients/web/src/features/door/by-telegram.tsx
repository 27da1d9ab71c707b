/** The way back from Telegram: what it signed stands behind the `#`, and signs in or, of whoever is in, is linked. */
import type { TelegramFields } from "@cryptotracker/core/identity";
import { useByTelegram } from "@cryptotracker/core/identity-queries";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { FormProblem } from "../../ui/form-problem";
import { CodeStep } from "./code-step";
import { DoorFrame } from "./door-frame";
import { dropInvitation, keptInvitation } from "./invitation";

export function ByTelegram({ fields, isIn }: { readonly fields: TelegramFields; readonly isIn: boolean }): ReactNode {
  const show = useByTelegram(isIn, keptInvitation());
  const { history } = useRouter();
  const asked = show.data?.mfa;
  if (asked !== undefined) return <CodeStep ticket={asked.ticket} methods={asked.methods} onBack={() => history.replace("/sign-in")} />;
  const onSuccess = ({ mfa }: { readonly mfa?: unknown }) => {
    dropInvitation();
    if (mfa === undefined) history.replace(isIn ? "/settings/security#linked" : "/");
  };
  const lead = isIn ? "Link your Telegram account, so that you may sign in with it." : "Sign in with your Telegram account.";
  // A button, for what Telegram signed is good once: a page that is drawn twice would show it twice.
  return (
    <DoorFrame title="Back from Telegram" lead={lead}>
      <FormProblem error={show.error} />
      <button type="button" className="btn primary" disabled={show.isPending} onClick={() => show.mutate(fields, { onSuccess })}>
        {isIn ? "Link Telegram" : "Continue"}
      </button>
    </DoorFrame>
  );
}
