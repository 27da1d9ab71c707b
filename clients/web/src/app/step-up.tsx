/** Asks whether it is really them, before a change that somebody at an open screen must not make. */
import { useFactors, useStepUp } from "@cryptotracker/core/factor-queries";
import type { Factors } from "@cryptotracker/core/identity";
import { useIdentities, useProveElsewhere } from "@cryptotracker/core/identity-queries";
import { useDoor, useDoorway, useMe } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";

import { CodeField, type CodeKind, codeOf, INSTEAD, MISSING } from "../ui/code-field";
import { Dialog } from "../ui/dialog";
import { showWrong } from "../ui/focus-wrong";
import { FormProblem } from "../ui/form-problem";
import { PasswordField } from "../ui/password-field";
import { ErrorNote, Skeleton } from "../ui/states";
import { session } from "./session";

type Settle = (confirmed: boolean) => void;

export function StepUp(): ReactNode {
  const [settle, setSettle] = useState<Settle | null>(null);
  useEffect(() => {
    session.asks(() => new Promise<boolean>((resolve) => setSettle(() => resolve)));
    return () => session.asks(() => Promise.resolve(false));
  }, []);
  if (settle === null) return null;
  const end = (confirmed: boolean) => {
    setSettle(null);
    settle(confirmed);
  };
  return <StepUpDialog onEnd={end} />;
}

type Settled = { readonly onEnd: Settle };

function StepUpDialog({ onEnd }: Settled): ReactNode {
  const me = useMe();
  const factors = useFactors();
  return (
    <Dialog title="Confirm that it is you" onClose={() => onEnd(false)}>
      <p className="muted">It is asked for again, so that nobody at an open screen does this in your name. It holds for five minutes.</p>
      {factors.isPending ? (
        <Skeleton rows={3} label="Loading" />
      ) : factors.data === undefined ? (
        <ErrorNote what="You cannot be asked now" error={factors.error} onRetry={() => void factors.refetch()} />
      ) : hasFactor(factors.data) ? (
        <ByFactor factors={factors.data} onEnd={onEnd} />
      ) : me?.has_password === false ? (
        <Elsewhere onEnd={onEnd} />
      ) : (
        <ByPassword onEnd={onEnd} />
      )}
    </Dialog>
  );
}

function hasFactor({ totp, passkeys }: Factors): boolean {
  return totp !== null || passkeys > 0;
}

function ByPassword({ onEnd }: Settled): ReactNode {
  const me = useMe();
  const stepUp = useStepUp();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (password !== "") stepUp.mutate({ password }, { onSuccess: () => onEnd(true) });
  };
  const reason = reasonFor(stepUp.error, "password");
  return (
    <form onSubmit={submit} noValidate>
      <input type="text" hidden readOnly autoComplete="username" value={me?.email ?? ""} />
      <PasswordField
        label="Password"
        name="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        autoFocus
        error={tried && password === "" ? "Enter your password." : reason}
      />
      {reason === undefined ? <FormProblem error={stepUp.error} /> : null}
      <Actions pending={stepUp.isPending} onEnd={onEnd} />
    </form>
  );
}

/** Whoever has no password is known by somebody else, and is sent there; what they wanted to do is asked for once more. */
function Elsewhere({ onEnd }: Settled): ReactNode {
  const prove = useProveElsewhere();
  const titles = useIdentities().data?.items.map(({ title }) => title) ?? [];
  const issuers = (useDoorway().data?.issuers ?? []).filter(({ name, title }) => name !== "telegram" && titles.includes(title));
  const go = (name: string) => prove.mutate(name, { onSuccess: ({ address }) => globalThis.location.assign(address) });
  return (
    <>
      <p className="muted">{issuers.length === 0 ? "Sign out, and in again: that shows that it is you." : "Go and sign in there, and do once more what you wanted to do."}</p>
      <FormProblem error={prove.error} />
      <div className="actions">
        <button type="button" className="btn" onClick={() => onEnd(false)}>
          Cancel
        </button>
        {issuers.map(({ name, title }) => (
          <button key={name} type="button" className="btn primary" disabled={prove.isPending} onClick={() => go(name)}>
            Confirm with {title}
          </button>
        ))}
      </div>
    </>
  );
}

/** Whoever has a second factor proves by it who they are; a password alone would not do. */
function ByFactor({ factors, onEnd }: Settled & { readonly factors: Factors }): ReactNode {
  const { devices } = useDoor();
  const stepUp = useStepUp();
  const [kind, setKind] = useState<CodeKind>(factors.totp === null ? "recovery" : "totp");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const code = codeOf(kind, value);
  const other: CodeKind = kind === "totp" ? "recovery" : "totp";
  const done = { onSuccess: () => onEnd(true) };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (code !== null) stepUp.mutate(code, done);
  };
  const turn = () => {
    setKind(other);
    setValue("");
    setTried(false);
    stepUp.reset();
  };
  const reason = reasonFor(stepUp.error, "code");
  return (
    <form onSubmit={submit} noValidate>
      <CodeField kind={kind} value={value} onChange={setValue} autoFocus error={tried && code === null ? MISSING[kind] : reason} />
      {reason === undefined ? <FormProblem error={stepUp.error} /> : null}
      {factors.totp === null ? null : (
        <p className="small">
          <button type="button" className="link" onClick={turn}>
            {INSTEAD[other]}
          </button>
        </p>
      )}
      <Actions pending={stepUp.isPending} onEnd={onEnd}>
        {factors.passkeys > 0 && devices.knowPasskeys ? (
          <button type="button" className="btn" disabled={stepUp.isPending} onClick={() => stepUp.mutate("passkey", done)}>
            Use a passkey
          </button>
        ) : null}
      </Actions>
    </form>
  );
}

function Actions({ pending, onEnd, children }: Settled & { readonly pending: boolean; readonly children?: ReactNode }): ReactNode {
  return (
    <div className="actions">
      <button type="button" className="btn" onClick={() => onEnd(false)}>
        Cancel
      </button>
      {children}
      <button type="submit" className="btn primary" disabled={pending}>
        Confirm
      </button>
    </div>
  );
}
