/** Who one is elsewhere: linked here, so that one may sign in by it. */
import type { IdentityRecord, User } from "@cryptotracker/core/identity";
import { useIdentities, useLinkIdentity, useUnlinkIdentity } from "@cryptotracker/core/identity-queries";
import { useDoorway } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import type { ReactNode } from "react";

import { CameBack } from "../../ui/came-back";
import { FormProblem } from "../../ui/form-problem";
import { Icon } from "../../ui/icon";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";

export function IdentitiesCard({ me }: { readonly me: User }): ReactNode {
  const issuers = (useDoorway().data?.issuers ?? []).filter(({ start }) => start !== null);
  const identities = useIdentities();
  const link = useLinkIdentity();
  const items = identities.data?.items ?? [];
  if (issuers.length === 0 && items.length === 0) return null;
  const go = (name: string, start: string | null) =>
    name === "telegram" ? globalThis.location.assign(start ?? "") : link.mutate(name, { onSuccess: ({ address }) => globalThis.location.assign(address) });
  return (
    <section className="card" aria-labelledby="identities">
      <div className="card-head">
        <h2 id="identities">Other ways in</h2>
      </div>
      <CameBack />
      {identities.isPending ? (
        <Skeleton rows={2} label="Loading your other ways in" />
      ) : identities.data === undefined ? (
        <ErrorNote what="Your other ways in could not be loaded" error={identities.error} onRetry={() => void identities.refetch()} />
      ) : (
        <ul className="rows">
          {items.map((identity) => (
            <Row key={identity.id} identity={identity} isLast={!me.has_password && items.length === 1} />
          ))}
        </ul>
      )}
      <FormProblem error={link.error} />
      <div className="row">
        {issuers.map(({ name, title, start }) => (
          <button key={name} type="button" className="btn" disabled={link.isPending} onClick={() => go(name, start)}>
            Link {title}
          </button>
        ))}
      </div>
    </section>
  );
}

function Row({ identity, isLast }: { readonly identity: IdentityRecord; readonly isLast: boolean }): ReactNode {
  const unlink = useUnlinkIdentity();
  const toast = useToast();
  const { id, title, label } = identity;
  const onClick = () =>
    unlink.mutate(id, {
      onSuccess: () => toast(`Unlinked: ${title}. Your other sessions were signed out.`),
      onError: (error) => toast(`${title} is still linked. ${inWords(error).detail}`),
    });
  return (
    <li>
      <Icon name="device" />
      <span className="grow">
        <span className="strong">{title}</span>
        <span className="sub">{label}</span>
        {isLast ? <span className="sub">Your only way in: choose a password, or link another, before you unlink it.</span> : null}
      </span>
      <button type="button" className="btn" aria-label={`Unlink ${title}`} disabled={unlink.isPending || isLast} onClick={onClick}>
        Unlink
      </button>
    </li>
  );
}
