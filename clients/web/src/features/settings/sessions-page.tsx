/** Where one is signed in, and the way to end that anywhere. */
import { moment } from "@cryptotracker/core/dates";
import type { SessionRecord } from "@cryptotracker/core/identity";
import { useSignOut } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import { useEndOtherSessions, useEndSession, useNameSession, useSessions } from "@cryptotracker/core/settings-queries";
import { type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { Naming } from "./naming";
import { PageHead } from "./page-head";
import { RevokeTokens } from "./revoke-tokens";

export function SessionsPage(): ReactNode {
  const sessions = useSessions();
  const leave = useSignOut();
  const others = useEndOtherSessions();
  const toast = useToast();
  const [revokeTokens, setRevokeTokens] = useState(false);
  const signOut = () => leave.mutate({ everywhere: true, revokeTokens }, { onError: (error) => toast(`You are still signed in. ${inWords(error).detail}`) });
  const endOthers = () =>
    others.mutate(undefined, {
      onSuccess: () => toast("Signed out everywhere else."),
      onError: (error) => toast(`Your other sessions go on. ${inWords(error).detail}`),
    });
  const items = [...(sessions.data?.items ?? [])].sort((one, other) => Number(other.current) - Number(one.current));
  return (
    <>
      <PageHead title="Sessions">Where you are signed in. What you do not know, sign out, and change your password.</PageHead>
      <section className="card" aria-labelledby="sessions">
        <div className="card-head">
          <h2 id="sessions">Signed in</h2>
        </div>
        {sessions.isPending ? (
          <Skeleton rows={4} label="Loading your sessions" />
        ) : sessions.data === undefined ? (
          <ErrorNote what="Your sessions could not be loaded" error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : (
          <ul className="rows">
            {items.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </ul>
        )}
      </section>
      <div className="foot">
        {items.length > 1 ? (
          <button type="button" className="btn" disabled={others.isPending} onClick={endOthers}>
            Sign out all others
          </button>
        ) : null}
        <button type="button" className="btn" disabled={leave.isPending} onClick={signOut}>
          Sign out everywhere
        </button>
        <span className="hint">It counts within five seconds.</span>
        <RevokeTokens chosen={revokeTokens} onChange={setRevokeTokens}>
          Signing out everywhere
        </RevokeTokens>
      </div>
    </>
  );
}

function Row({ session }: { readonly session: SessionRecord }): ReactNode {
  const { zone } = usePreferences();
  const end = useEndSession();
  const toast = useToast();
  const rename = useNameSession();
  const [naming, setNaming] = useState(false);
  const name = session.device;
  const done = () => setNaming(false);
  const signOut = () =>
    end.mutate(session.id, {
      onSuccess: () => toast(`Signed out: ${name}.`),
      onError: (error) => toast(`${name} is still signed in. ${inWords(error).detail}`),
    });
  if (naming) {
    return (
      <li>
        <Icon name="device" />
        <Naming label="Name of this session" name={name} pending={rename.isPending} error={rename.error} onSave={(device) => rename.mutate({ id: session.id, device }, { onSuccess: done })} onDone={done} />
      </li>
    );
  }
  return (
    <li>
      <Icon name="device" />
      <span className="grow">
        <span className="strong">{name}</span>
        {session.current ? <span className="tag info">This one</span> : null}
        <span className="sub">{[session.client === "api" ? "a program" : "", session.address, session.current ? "" : `last used ${moment(session.seen_at, zone)}`].filter(Boolean).join(", ")}</span>
        <span className="sub">Signed in {moment(session.created_at, zone)}</span>
      </span>
      <button type="button" className="btn quiet" aria-label={`Rename ${name}`} onClick={() => setNaming(true)}>
        Rename
      </button>
      {session.current ? null : (
        <button type="button" className="btn" aria-label={`Sign out ${name}`} disabled={end.isPending} onClick={signOut}>
          Sign out
        </button>
      )}
    </li>
  );
}
