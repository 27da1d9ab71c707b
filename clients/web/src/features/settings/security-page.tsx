/** How one gets in: password, address, second step. */
import { useDoorway, useMe } from "@cryptotracker/core/people-queries";
import type { ReactNode } from "react";

import { ErrorNote, Skeleton } from "../../ui/states";
import { EmailCard } from "./email-card";
import { PageHead } from "./page-head";
import { FirstPasswordCard, PasswordCard } from "./password-card";
import { TwoStepCard } from "./two-step-card";

export function SecurityPage(): ReactNode {
  const single = useDoorway().data?.user === null;
  return (
    <>
      <PageHead title="Security">{single ? "Nobody signs in on this machine yet." : "How you get in, and what keeps others out."}</PageHead>
      {single ? <FirstPasswordCard /> : <Cards />}
    </>
  );
}

function Cards(): ReactNode {
  const me = useMe();
  if (me.isPending) {
    return (
      <div className="card">
        <Skeleton rows={8} label="Loading" />
      </div>
    );
  }
  if (me.data === undefined) return <ErrorNote what="Your settings could not be loaded" error={me.error} onRetry={() => void me.refetch()} />;
  return (
    <>
      <PasswordCard me={me.data} />
      <TwoStepCard me={me.data} />
      <EmailCard me={me.data} />
    </>
  );
}
