/** The second step of signing in: set up with an app, taken away again. */
import type { TotpSeed, User } from "@cryptotracker/core/identity";
import { useBeginTotp, useConfirmTotp, useEndTotp } from "@cryptotracker/core/people-queries";
import { type FormEvent, type ReactNode, useState } from "react";

import { CodeField, codeOf } from "../../ui/code-field";
import { CopyButton } from "../../ui/copy-button";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { useToast } from "../../ui/toast";
import { RecoveryCodes } from "./recovery-codes";

export function TwoStepCard({ me }: { readonly me: User }): ReactNode {
  const begin = useBeginTotp();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <section className="card" aria-labelledby="two-step">
      <div className="card-head">
        <h2 id="two-step">Two-step sign-in</h2>
        <span className={me.totp ? "tag up" : "tag"}>{me.totp ? "On" : "Off"}</span>
      </div>
      {codes !== null ? (
        <RecoveryCodes codes={codes} email={me.email} onKept={() => setCodes(null)} />
      ) : me.totp ? (
        <TurnOff left={me.recovery_codes} />
      ) : begin.data === undefined ? (
        <div className="block">
          <p className="muted note">Besides your password you enter six digits that an app on your phone shows. Whoever learns your password then still cannot get in.</p>
          <FormProblem error={begin.error} />
          <button type="button" className="btn" disabled={begin.isPending} onClick={() => begin.mutate()}>
            Set up
          </button>
        </div>
      ) : (
        <Scan seed={begin.data} onCancel={begin.reset} onOn={(made) => {
          begin.reset();
          setCodes(made);
        }} />
      )}
    </section>
  );
}

interface ScanProps {
  readonly seed: TotpSeed;
  readonly onCancel: () => void;
  readonly onOn: (codes: readonly string[]) => void;
}

function Scan({ seed, onCancel, onOn }: ScanProps): ReactNode {
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const confirm = useConfirmTotp();
  const missing = codeOf("totp", value) === null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!missing) confirm.mutate(value, { onSuccess: ({ recovery_codes }) => onOn(recovery_codes) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="seed">
        <img className="qr" src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(seed.svg)}`} alt="QR code for your authenticator app; its key stands beside it as text" />
        <ol>
          <li>Scan the square with your authenticator app.</li>
          <li>
            <span>
              Or open the app on this device: <a href={seed.uri}>add it there</a>, or type this key:
            </span>
            <span className="secret-line">
              <span className="secret" aria-label="Key">
                {seed.secret.replace(/(.{4})(?=.)/g, "$1 ")}
              </span>
              <CopyButton text={seed.secret} what="the key" />
            </span>
          </li>
          <li>Enter the six digits that it shows.</li>
        </ol>
      </div>
      <CodeField kind="totp" value={value} onChange={setValue} autoFocus error={tried && missing ? "Enter all six digits." : undefined} />
      <FormProblem error={confirm.error} />
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

function TurnOff({ left }: { readonly left: number }): ReactNode {
  const end = useEndTotp();
  const toast = useToast();
  return (
    <div className="block">
      <p className="muted note">Signing in asks for a code from your authenticator app. {leftText(left)}</p>
      <FormProblem error={end.error} />
      <button type="button" className="btn" disabled={end.isPending} onClick={() => end.mutate(undefined, { onSuccess: () => toast("Two-step sign-in is off. Your recovery codes no longer work.") })}>
        Turn off
      </button>
    </div>
  );
}

function leftText(left: number): string {
  if (left === 0) return "No recovery code is left: turn it off and on again to get new ones.";
  return left === 1 ? "One recovery code is left." : `${left} recovery codes are left.`;
}
