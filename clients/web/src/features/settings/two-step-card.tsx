/** The second step of signing in: set up with an app, taken away again; and the codes for the day it is lost. */
import { useBeginTotp, useConfirmTotp, useEndTotp, useFactors, useRenewCodes } from "@cryptotracker/core/factor-queries";
import type { Factors, TotpSeed, User } from "@cryptotracker/core/identity";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { CodeField, codeOf, MISSING } from "../../ui/code-field";
import { CopyButton } from "../../ui/copy-button";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { RecoveryCodes } from "./recovery-codes";

export function TwoStepCard({ me }: { readonly me: User }): ReactNode {
  const factors = useFactors();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const on = factors.data?.totp != null;
  return (
    <section className="card" aria-labelledby="two-step">
      <div className="card-head">
        <h2 id="two-step">Authenticator app</h2>
        {factors.data === undefined ? null : <span className={on ? "tag up" : "tag"}>{on ? "On" : "Off"}</span>}
      </div>
      {codes !== null ? (
        <RecoveryCodes codes={codes} email={me.email} onKept={() => setCodes(null)} />
      ) : factors.isPending ? (
        <Skeleton rows={2} label="Loading your second factors" />
      ) : factors.data === undefined ? (
        <ErrorNote what="Your second factors could not be loaded" error={factors.error} onRetry={() => void factors.refetch()} />
      ) : on ? (
        <On factors={factors.data} onCodes={setCodes} />
      ) : (
        <Off onCodes={setCodes} />
      )}
    </section>
  );
}

interface CodesProps {
  readonly onCodes: (codes: readonly string[]) => void;
}

function Off({ onCodes }: CodesProps): ReactNode {
  const begin = useBeginTotp();
  if (begin.data !== undefined) return <Scan seed={begin.data} onCancel={begin.reset} onCodes={onCodes} />;
  return (
    <div className="block">
      <p className="muted note">Besides your password you enter six digits that an app on your phone shows. Whoever learns your password then still cannot get in.</p>
      <FormProblem error={begin.error} />
      <button type="button" className="btn" disabled={begin.isPending} onClick={() => begin.mutate()}>
        Set up
      </button>
    </div>
  );
}

function Scan({ seed, onCancel, onCodes }: CodesProps & { readonly seed: TotpSeed; readonly onCancel: () => void }): ReactNode {
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const confirm = useConfirmTotp();
  const missing = codeOf("totp", value) === null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!missing) confirm.mutate(value, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes) });
  };
  const reason = reasonFor(confirm.error, "code");
  return (
    <form onSubmit={submit} noValidate>
      <div className="seed">
        <img className="qr" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(alone(seed.svg))}`} alt="QR code for your authenticator app; its key stands beside it as text" />
        <ol>
          <li>Scan the square with your authenticator app.</li>
          <li>
            <span>
              Or open the app on this device: <a href={seed.uri}>add it there</a>, or type this key:
            </span>
            <span className="secret-line">
              <span className="secret" role="group" aria-label="Key">
                {seed.secret.replace(/(.{4})(?=.)/g, "$1 ")}
              </span>
              <CopyButton text={seed.secret} what="the key" />
            </span>
          </li>
          <li>Enter the six digits that it shows.</li>
        </ol>
      </div>
      <CodeField kind="totp" value={value} onChange={setValue} autoFocus error={tried && missing ? MISSING.totp : reason} />
      {reason === undefined ? <FormProblem error={confirm.error} /> : null}
      <div className="foot">
        <button type="submit" className="btn primary" disabled={confirm.isPending}>
          Turn on
        </button>
        <button type="button" className="btn quiet" onClick={onCancel}>
          Not now
        </button>
      </div>
    </form>
  );
}

/** What stands in a page needs no namespace, a picture of its own does. */
function alone(svg: string): string {
  return svg.replace(/^<svg(?![^>]*xmlns)/, '<svg xmlns="http://www.w3.org/2000/svg"');
}

function On({ factors, onCodes }: CodesProps & { readonly factors: Factors }): ReactNode {
  const end = useEndTotp();
  const toast = useToast();
  const turnOff = () => end.mutate(undefined, { onSuccess: () => toast("Codes of the app are no longer asked for. Your other sessions were signed out.") });
  return (
    <div className="block">
      <p className="muted note">Signing in asks for a code from your authenticator app.</p>
      <FormProblem error={end.error} />
      <CodesLeft left={factors.recovery_codes_left} onCodes={onCodes}>
        <button type="button" className="btn" disabled={end.isPending} onClick={turnOff}>
          Turn off
        </button>
      </CodesLeft>
    </div>
  );
}

/** How many recovery codes are left, and the way to new ones. */
export function CodesLeft({ left, onCodes, children }: CodesProps & { readonly left: number; readonly children?: ReactNode }): ReactNode {
  const renew = useRenewCodes();
  return (
    <>
      <p className="muted note">{leftText(left)}</p>
      <FormProblem error={renew.error} />
      <div className="foot">
        <button type="button" className="btn" disabled={renew.isPending} onClick={() => renew.mutate(undefined, { onSuccess: ({ recovery_codes }) => onCodes(recovery_codes) })}>
          New recovery codes
        </button>
        {children}
      </div>
    </>
  );
}

function leftText(left: number): string {
  if (left === 0) return "No recovery code is left: make new ones.";
  return left === 1 ? "One recovery code is left." : `${left} recovery codes are left.`;
}
