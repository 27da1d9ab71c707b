/** How one gets in: password, address, second step. */
import { useDoorway, useMe } from "@cryptotracker/core/people-queries";
import type { ReactNode } from "react";

import { EmailCard } from "./email-card";
import { IdentitiesCard } from "./identities-card";
import { PageHead } from "./page-head";
import { PasskeysCard } from "./passkeys-card";
import { FirstPasswordCard, PasswordCard } from "./password-card";
import { TwoStepCard } from "./two-step-card";

export function SecurityPage(): ReactNode {
  const single = useDoorway().data?.mode === "single";
  const me = useMe();
  return (
    <>
      <PageHead title="Security">{single ? "Nobody has to sign in: you are the only one here." : "How you get in, and what keeps others out."}</PageHead>
      {me === null ? (
        <FirstPasswordCard />
      ) : (
        <>
          <PasswordCard me={me} />
          <TwoStepCard me={me} />
          <PasskeysCard me={me} />
          <EmailCard me={me} />
          <IdentitiesCard me={me} />
        </>
      )}
    </>
  );
}
