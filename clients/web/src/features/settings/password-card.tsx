/** The password: another one, or the first on a machine where nobody had to sign in. */
import type { User } from "@cryptotracker/core/identity";
import { useChangePassword, useRegister } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PasswordField } from "../../ui/password-field";
import { judge } from "../../ui/strength";
import { useToast } from "../../ui/toast";
import { RevokeTokens } from "./revoke-tokens";

const TOO_SHORT = "Choose a longer password.";

export function PasswordCard({ me }: { readonly me: User }): ReactNode {
  const [password, setPassword] = useState("");
  const [revokeTokens, setRevokeTokens] = useState(false);
  const [tried, setTried] = useState(false);
  const change = useChangePassword();
  const toast = useToast();
  const tooShort = judge(password).level === 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (tooShort) return;
    const onSuccess = () => {
      setPassword("");
      setTried(false);
      toast(`Password changed. Your other sessions were signed out${revokeTokens ? ", and all tokens revoked" : ""}.`);
    };
    change.mutate({ password, revokeTokens }, { onSuccess });
  };
  const reason = reasonFor(change.error, "password");
  return (
    <section className="card" aria-labelledby="password">
      <div className="card-head">
        <h2 id="password">Password</h2>
      </div>
      <form onSubmit={submit} noValidate>
        <input type="text" hidden readOnly autoComplete="username" value={me.email} />
        <PasswordField
          label="New password"
          name="new-password"
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          about={[me.name, me.email]}
          error={tried && tooShort ? TOO_SHORT : reason}
        />
        <RevokeTokens chosen={revokeTokens} onChange={setRevokeTokens}>
          The new password
        </RevokeTokens>
        {reason === undefined ? <FormProblem error={change.error} /> : null}
        <button type="submit" className="btn" disabled={change.isPending}>
          {me.has_password ? "Change password" : "Set a password"}
        </button>
      </form>
    </section>
  );
}

export function FirstPasswordCard(): ReactNode {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const register = useRegister();
  const toast = useToast();
  const missing = {
    name: name.trim() === "" ? "Enter your name." : undefined,
    email: /^\S+@\S+$/.test(email.trim()) ? undefined : "Enter an e-mail address, such as anna@example.org.",
    password: judge(password).level === 0 ? TOO_SHORT : undefined,
  };
  const error = (field: keyof typeof missing) => (tried ? missing[field] : undefined) ?? reasonFor(register.error, field);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (Object.values(missing).some((reason) => reason !== undefined)) return;
    const onSuccess = () => toast(`Password set. Once others can come, you sign in as ${email.trim()}.`);
    register.mutate({ name: name.trim(), email: email.trim(), password }, { onSuccess });
  };
  return (
    <section className="card" aria-labelledby="first-password">
      <div className="card-head">
        <h2 id="first-password">Set a password</h2>
      </div>
      <form onSubmit={submit} noValidate>
        <p className="muted note">
          You need one before other people or other devices of yours can come: from then on everybody signs in. What is here stays yours, and you run the place.
        </p>
        <div className="fields">
          <TextField label="Name" value={name} onChange={setName} autoComplete="name" maxLength={100} error={error("name")} />
          <TextField label="E-mail" type="email" value={email} onChange={setEmail} autoComplete="username" error={error("email")} />
        </div>
        <PasswordField label="Password" name="password" value={password} onChange={setPassword} autoComplete="new-password" about={[name, email]} error={error("password")} />
        {["name", "email", "password"].some((field) => reasonFor(register.error, field)) ? null : <FormProblem error={register.error} />}
        <button type="submit" className="btn primary" disabled={register.isPending}>
          Set a password
        </button>
      </form>
    </section>
  );
}
