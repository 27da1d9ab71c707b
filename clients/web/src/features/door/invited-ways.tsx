/** Those elsewhere with whom somebody may register who was invited. */
import type { IssuerLink } from "@cryptotracker/core/identity";
import { useBeginElsewhere } from "@cryptotracker/core/identity-queries";
import type { ReactNode } from "react";

import { FormProblem } from "../../ui/form-problem";
import { keepInvitation } from "./invitation";

interface InvitedWaysProps {
  readonly issuers: readonly IssuerLink[];
  readonly invitation: string;
}

export function InvitedWays({ issuers, invitation }: InvitedWaysProps): ReactNode {
  const begin = useBeginElsewhere();
  const open = issuers.filter(({ start }) => start !== null);
  if (open.length === 0) return null;
  const go = ({ name, start }: IssuerLink) => {
    if (name !== "telegram") {
      begin.mutate({ issuer: name, invitation }, { onSuccess: ({ address }) => globalThis.location.assign(address) });
      return;
    }
    // Telegram knows nothing of it, and comes back with what it signed and nothing else.
    keepInvitation(invitation);
    globalThis.location.assign(start ?? "");
  };
  return (
    <div className="other-ways">
      <FormProblem error={begin.error} />
      <ul className="issuers" aria-label="Other ways to register">
        {open.map((issuer) => (
          <li key={issuer.name}>
            <button type="button" className="btn" disabled={begin.isPending} onClick={() => go(issuer)}>
              Continue with {issuer.title}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
