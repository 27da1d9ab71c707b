/** For whoever forgot a password: have a letter sent that lets them choose another. */
import { useRecover } from "@cryptotracker/core/people-queries";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { DoorFrame } from "./door-frame";

const BACK = <Link to="/sign-in">Back to signing in</Link>;

export function RecoverPage(): ReactNode {
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const recover = useRecover();
  const missing = !/^\S+@\S+$/.test(email.trim());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!missing) recover.mutate(email.trim());
  };
  if (recover.isSuccess) {
    const lead = `If somebody is registered here as ${email.trim()}, a letter is on its way. Its link lets you choose another password.`;
    return <DoorFrame title="Look into your mail" announced lead={lead} below={BACK} />;
  }
  return (
    <DoorFrame title="Forgot your password?" lead="Enter your address, and a letter with a link comes to you." below={BACK}>
      <form onSubmit={submit} noValidate>
        <TextField
          label="E-mail"
          type="email"
          name="email"
          value={email}
          onChange={setEmail}
          autoComplete="username"
          autoFocus
          error={tried && missing ? "Enter your e-mail address." : undefined}
        />
        <FormProblem error={recover.error} />
        <button type="submit" className="btn primary" disabled={recover.isPending}>
          Send the letter
        </button>
      </form>
    </DoorFrame>
  );
}
