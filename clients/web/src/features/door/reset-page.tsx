/** Where the link of a letter leads that lets somebody choose another password; a second step is asked for as ever. */
import { useReset } from "@cryptotracker/core/people-queries";
import { Problem, reasonFor } from "@cryptotracker/core/problem";
import { Link, useLocation } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { CodeField, type CodeKind, codeOf, INSTEAD, MISSING } from "../../ui/code-field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PasswordField } from "../../ui/password-field";
import { judge } from "../../ui/strength";
import { DoorFrame } from "./door-frame";
import { secretOf } from "./search";

const CODE_NEEDED = "/problems/code-needed";
const AGAIN = <Link to="/recover">Have another letter sent</Link>;

export function ResetPage(): ReactNode {
  const [token] = useState(secretOf(useLocation()));
  const reset = useReset();
  const [needsCode, setNeedsCode] = useState(false);
  if (token === "") return <DoorFrame title="The link is not whole" lead="Part of it is missing. Open it from the letter once more, or copy all of it." below={AGAIN} />;
  if (reset.isSuccess) {
    return (
      <DoorFrame title="Your password is changed" announced lead="You were signed out everywhere, and all tokens of your programs are revoked.">
        <Link className="btn primary" to="/sign-in">
          Sign in
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title="Choose another password" lead="You will be signed out everywhere, and the tokens of your programs are revoked: somebody else may have been in." below={AGAIN}>
      <Form token={token} reset={reset} needsCode={needsCode} onCodeNeeded={() => setNeedsCode(true)} />
    </DoorFrame>
  );
}

interface FormProps {
  readonly token: string;
  readonly reset: ReturnType<typeof useReset>;
  readonly needsCode: boolean;
  readonly onCodeNeeded: () => void;
}

function Form({ token, reset, needsCode, onCodeNeeded }: FormProps): ReactNode {
  const [password, setPassword] = useState("");
  const [kind, setKind] = useState<CodeKind>("totp");
  const [value, setValue] = useState("");
  const [tried, setTried] = useState(false);
  const other: CodeKind = kind === "totp" ? "recovery" : "totp";
  const code = codeOf(kind, value);
  const tooShort = judge(password).level === 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (tooShort || (needsCode && code === null)) return;
    const onError = (error: Error) => {
      if (!(error instanceof Problem) || error.type !== CODE_NEEDED) return;
      setTried(false);
      onCodeNeeded();
    };
    reset.mutate({ token, password, code: needsCode ? (code ?? undefined) : undefined }, { onError });
  };
  const turn = () => {
    setKind(other);
    setValue("");
    setTried(false);
  };
  const asked = reset.error instanceof Problem && reset.error.type === CODE_NEEDED;
  return (
    <form onSubmit={submit} noValidate>
      <input type="text" hidden readOnly autoComplete="username" />
      <PasswordField
        label="New password"
        name="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        autoFocus
        error={tried && tooShort ? "Choose a longer password." : reasonFor(reset.error, "password")}
      />
      {needsCode ? (
        <>
          <CodeField kind={kind} value={value} onChange={setValue} autoFocus error={tried && code === null ? MISSING[kind] : asked ? undefined : reasonFor(reset.error, "code")} />
          <p className="ways small">
            <button type="button" className="link" onClick={turn}>
              {INSTEAD[other]}
            </button>
          </p>
        </>
      ) : null}
      {asked || reasonFor(reset.error, "password") || reasonFor(reset.error, "code") ? null : <FormProblem error={reset.error} />}
      <button type="submit" className="btn primary" disabled={reset.isPending}>
        Change password
      </button>
    </form>
  );
}
