/** Where the link of a letter leads that lets somebody choose another password. */
import { useReset } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { Link, useLocation } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PasswordField } from "../../ui/password-field";
import { judge } from "../../ui/strength";
import { DoorFrame } from "./door-frame";
import { secretOf } from "./search";

const AGAIN = <Link to="/recover">Have another letter sent</Link>;

export function ResetPage(): ReactNode {
  const [token] = useState(secretOf(useLocation()));
  const reset = useReset();
  if (token === "") return <DoorFrame title="The link is not whole" lead="Part of it is missing. Open it from the letter once more, or copy all of it." below={AGAIN} />;
  if (reset.isSuccess) {
    return (
      <DoorFrame title="Your password is changed" announced lead="You were signed out everywhere.">
        <Link className="btn primary" to="/sign-in">
          Sign in
        </Link>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title="Choose another password" lead="You will be signed out everywhere." below={AGAIN}>
      <Form token={token} reset={reset} />
    </DoorFrame>
  );
}

function Form({ token, reset }: { readonly token: string; readonly reset: ReturnType<typeof useReset> }): ReactNode {
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const tooShort = judge(password).level === 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!tooShort) reset.mutate({ token, password });
  };
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
      {reasonFor(reset.error, "password") ? null : <FormProblem error={reset.error} />}
      <button type="submit" className="btn primary" disabled={reset.isPending}>
        Change password
      </button>
    </form>
  );
}
