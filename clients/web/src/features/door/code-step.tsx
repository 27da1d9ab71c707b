/** The second step of signing in: a code from the app, one of the recovery codes, or a passkey. */
import { usePasskeySignIn, useSecondStep } from "@cryptotracker/core/factor-queries";
import type { SecondStep } from "@cryptotracker/core/identity";
import { useDoor } from "@cryptotracker/core/people-queries";
import { Problem } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { CodeField, type CodeKind, codeOf, INSTEAD, MISSING } from "../../ui/code-field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { DoorFrame } from "./door-frame";

const REFUSED = "/problems/code-refused";
const LEADS: Readonly<Record<CodeKind, string>> = { totp: "Enter the six digits that your authenticator app shows.", recovery: "Each of the codes you kept works once." };

interface CodeStepProps {
  readonly ticket: string;
  readonly methods: readonly SecondStep[];
  readonly onBack: () => void;
}

export function CodeStep({ ticket, methods, onBack }: CodeStepProps): ReactNode {
  const { devices } = useDoor();
  const [kind, setKind] = useState<CodeKind>(methods.includes("totp") ? "totp" : "recovery");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const step = useSecondStep();
  const passkey = usePasskeySignIn();
  const other: CodeKind = kind === "totp" ? "recovery" : "totp";
  const code = codeOf(kind, value);
  const refused = step.error instanceof Problem && step.error.type === REFUSED;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    passkey.reset();
    if (code !== null) step.mutate({ ticket, code });
  };
  const turn = () => {
    setKind(other);
    setValue("");
    setTried(false);
    step.reset();
  };
  return (
    <DoorFrame title="One more step" lead={LEADS[kind]}>
      <form onSubmit={submit} noValidate>
        <CodeField kind={kind} value={value} onChange={setValue} autoFocus error={reason(kind, tried && code === null, refused)} />
        <FormProblem error={(refused ? null : step.error) ?? passkey.error} />
        <button type="submit" className="btn primary" disabled={step.isPending}>
          Sign in
        </button>
        {methods.includes("passkey") && devices.knowPasskeys ? (
          <button type="button" className="btn" disabled={passkey.isPending} onClick={() => passkey.mutate()}>
            Use a passkey
          </button>
        ) : null}
        <p className="ways small">
          {methods.includes(other) ? (
            <button type="button" className="link" onClick={turn}>
              {INSTEAD[other]}
            </button>
          ) : null}
          <button type="button" className="link" onClick={onBack}>
            Start again
          </button>
        </p>
      </form>
    </DoorFrame>
  );
}

/** The server does not say whether it was the code or the time; of a code that was right it may be either. */
function reason(kind: CodeKind, missing: boolean, refused: boolean): string | undefined {
  if (missing) return MISSING[kind];
  if (!refused) return undefined;
  const next = kind === "totp" ? "Wait for the next one" : "Take another one";
  return `This code does not fit, was used before, or came too late. ${next}, or start again.`;
}
