/** Where one is signed in, and the way to end that anywhere. */
import { moment } from "@cryptotracker/core/dates";
import type { SessionRecord } from "@cryptotracker/core/identity";
import { useSignOut } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import { useEndOtherSessions, useEndSession, useNameSession, useSessions } from "@cryptotracker/core/settings-queries";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { Icon } from "../../ui/icon";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { PageHead } from "./page-head";
import { ZONE } from "./zone";

export function SessionsPage(): ReactNode {
  const sessions = useSessions();
  const leave = useSignOut();
  const others = useEndOtherSessions();
  const toast = useToast();
  const signOut = () => leave.mutate(true, { onError: (error) => toast(`You are still signed in. ${inWords(error).detail}`) });
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
      </div>
    </>
  );
}

function Row({ session }: { readonly session: SessionRecord }): ReactNode {
  const end = useEndSession();
  const toast = useToast();
  const [naming, setNaming] = useState(false);
  const name = session.device;
  const signOut = () =>
    end.mutate(session.id, {
      onSuccess: () => toast(`Signed out: ${name}.`),
      onError: (error) => toast(`${name} is still signed in. ${inWords(error).detail}`),
    });
  if (naming) {
    return (
      <li>
        <Icon name="device" />
        <Naming session={session} onDone={() => setNaming(false)} />
      </li>
    );
  }
  return (
    <li>
      <Icon name="device" />
      <span className="grow">
        <span className="strong">{name}</span>
        {session.current ? <span className="tag info">This one</span> : null}
        <span className="sub">{[session.client === "api" ? "a program" : "", session.address, session.current ? "" : `last used ${moment(session.seen_at, ZONE)}`].filter(Boolean).join(", ")}</span>
        <span className="sub">Signed in {moment(session.created_at, ZONE)}</span>
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

function Naming({ session, onDone }: { readonly session: SessionRecord; readonly onDone: () => void }): ReactNode {
  const [name, setName] = useState(session.device);
  const save = useNameSession();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ id: session.id, device: name.trim() }, { onSuccess: onDone });
  };
  return (
    <form className="grow" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <TextField label="Name of this session" value={name} onChange={setName} autoFocus maxLength={100} autoComplete="off" error={save.isError ? inWords(save.error).detail : undefined} />
      <span className="row">
        <button type="submit" className="btn primary" disabled={save.isPending || name.trim() === ""}>
          Save
        </button>
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
      </span>
    </form>
  );
}
