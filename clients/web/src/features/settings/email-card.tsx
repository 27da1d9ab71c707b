/** The address that one signs in with; another counts once its reader has confirmed it. */
import type { User } from "@cryptotracker/core/identity";
import { useChangeEmail } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";

export function EmailCard({ me }: { readonly me: User }): ReactNode {
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const change = useChangeEmail();
  const wrong = !/^\S+@\S+$/.test(email.trim());
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!wrong) change.mutate(email.trim(), { onSuccess: () => setTried(false) });
  };
  const reason = reasonFor(change.error, "email");
  return (
    <section className="card" aria-labelledby="email">
      <div className="card-head">
        <h2 id="email">E-mail</h2>
      </div>
      <form onSubmit={submit} noValidate>
        <p className="note">
          You sign in as <span className="strong">{me.email}</span>.
        </p>
        <TextField
          label="New e-mail"
          type="email"
          value={email}
          onChange={setEmail}
          autoComplete="email"
          error={tried && wrong ? "Enter an e-mail address, such as anna@example.org." : reason}
        />
        {reason === undefined ? <FormProblem error={change.error} /> : null}
        <p role="status" className={change.isSuccess ? "small muted note" : "vh"}>
          {change.isSuccess ? `A letter is on its way to ${change.variables}. Once its link is opened that is your address, and you sign in anew everywhere.` : ""}
        </p>
        <button type="submit" className="btn" disabled={change.isPending}>
          Change e-mail
        </button>
      </form>
    </section>
  );
}
