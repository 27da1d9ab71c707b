/** Asks whether it is really them, before a change that somebody at an open screen must not make. */
import { useMe, useStepUp } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";

import { Dialog } from "../ui/dialog";
import { showWrong } from "../ui/focus-wrong";
import { FormProblem } from "../ui/form-problem";
import { PasswordField } from "../ui/password-field";
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

export function StepUpDialog({ onEnd }: { readonly onEnd: Settle }): ReactNode {
  const me = useMe();
  const stepUp = useStepUp();
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const missing = password === "";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!missing) stepUp.mutate(password, { onSuccess: () => onEnd(true) });
  };
  return (
    <Dialog title="Confirm that it is you" onClose={() => onEnd(false)}>
      <p className="muted">This changes who can get in, so it is asked for again. It holds for five minutes.</p>
      <form onSubmit={submit} noValidate>
        <input type="text" hidden readOnly autoComplete="username" value={me?.email ?? ""} />
        <PasswordField
          label="Password"
          name="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
          error={tried && missing ? "Enter your password." : reasonFor(stepUp.error, "password")}
        />
        {reasonFor(stepUp.error, "password") ? null : <FormProblem error={stepUp.error} />}
        <div className="actions">
          <button type="button" className="btn" onClick={() => onEnd(false)}>
            Cancel
          </button>
          <button type="submit" className="btn primary" disabled={stepUp.isPending}>
            Confirm
          </button>
        </div>
      </form>
    </Dialog>
  );
}
