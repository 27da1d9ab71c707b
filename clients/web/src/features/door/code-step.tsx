/** The second step of signing in: a code from the app, or one of the recovery codes. */
import { useSecondStep } from "@cryptotracker/core/people-queries";
import { type FormEvent, type ReactNode, useState } from "react";

import { CodeField, type CodeKind, codeOf } from "../../ui/code-field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { DoorFrame } from "./door-frame";

interface CodeStepProps {
  readonly ticket: string;
  readonly methods: readonly string[];
  readonly onBack: () => void;
}

export function CodeStep({ ticket, methods, onBack }: CodeStepProps): ReactNode {
  const [kind, setKind] = useState<CodeKind>(methods.includes("totp") ? "totp" : "recovery");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const step = useSecondStep();
  const other: CodeKind = kind === "totp" ? "recovery" : "totp";
  const code = codeOf(kind, value);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (code !== null) step.mutate({ ticket, code });
  };
  const turn = () => {
    setKind(other);
    setValue("");
    setTried(false);
    step.reset();
  };
  const lead = kind === "totp" ? "Open your authenticator app and enter the six digits it shows." : "Each of the codes you kept works once.";
  return (
    <DoorFrame title="One more step" lead={lead}>
      <form onSubmit={submit} noValidate>
        <CodeField kind={kind} value={value} onChange={setValue} autoFocus error={tried && code === null ? MISSING[kind] : undefined} />
        <FormProblem error={step.error} />
        <button type="submit" className="btn primary" disabled={step.isPending}>
          Sign in
        </button>
        <p className="ways small">
          {methods.includes(other) ? (
            <button type="button" className="link" onClick={turn}>
              {other === "recovery" ? "Use a recovery code" : "Use the authenticator app"}
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

const MISSING: Readonly<Record<CodeKind, string>> = { totp: "Enter all six digits.", recovery: "Enter one of your recovery codes." };
