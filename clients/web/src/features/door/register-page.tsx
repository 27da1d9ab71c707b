/** The way to become known here, with an invitation where one is needed. */
import type { IssuerLink } from "@cryptotracker/core/identity";
import { useDoorway, useRegister } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { Link, Navigate, useLocation } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PasswordField } from "../../ui/password-field";
import { ErrorNote, Skeleton } from "../../ui/states";
import { judge } from "../../ui/strength";
import { DoorFrame } from "./door-frame";
import { InvitedWays } from "./invited-ways";
import { IssuerLinks } from "./issuer-links";
import { secretOf } from "./search";

const KNOWN = (
  <>
    Already registered? <Link to="/sign-in">Sign in</Link>
  </>
);

export function RegisterPage(): ReactNode {
  const [invitation] = useState(secretOf(useLocation()) || undefined);
  const doorway = useDoorway();
  const [email, setEmail] = useState("");
  const register = useRegister();
  if (register.isSuccess) return invitation === undefined ? <LetterSent email={email} /> : <Registered email={email} />;
  if (doorway.isPending) {
    return (
      <DoorFrame title="Register">
        <Skeleton rows={6} label="Loading" />
      </DoorFrame>
    );
  }
  if (doorway.data === undefined) {
    return (
      <DoorFrame title="Register">
        <ErrorNote what="You cannot register now" error={doorway.error} onRetry={() => void doorway.refetch()} />
      </DoorFrame>
    );
  }
  const { mode, registration, user, issuers } = doorway.data;
  if (mode === "sign-in" && user !== null) return <Navigate to="/" replace />;
  if (mode === "single" && user === null && invitation === undefined) return <Navigate to="/settings/security" replace />;
  if (registration === "invited" && invitation === undefined) {
    return <DoorFrame title="By invitation" lead="New people come in by invitation here. Open the link of yours, or ask whoever runs this server for one." below={KNOWN} />;
  }
  return (
    <DoorFrame title="Register" lead={invitation === undefined ? undefined : issuers.some(({ start }) => start !== null) ? "You were invited. Register with the address that the invitation went to, or by an account that you have elsewhere." : "You were invited. Register with the address that the invitation went to."} below={KNOWN}>
      <Form register={register} email={email} setEmail={setEmail} invitation={invitation} />
      {invitation === undefined ? <Vouching issuers={issuers} /> : <InvitedWays issuers={issuers} invitation={invitation} />}
    </DoorFrame>
  );
}

/** Telegram tells of no address, so nobody registers by it alone. */
function Vouching({ issuers }: { readonly issuers: readonly IssuerLink[] }): ReactNode {
  return (
    <div className="other-ways">
      <IssuerLinks issuers={issuers.filter(({ name }) => name !== "telegram")} />
    </div>
  );
}

interface FormProps {
  readonly register: ReturnType<typeof useRegister>;
  readonly email: string;
  readonly setEmail: (email: string) => void;
  readonly invitation: string | undefined;
}

function Form({ register, email, setEmail, invitation }: FormProps): ReactNode {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const missing = {
    name: name.trim() === "" ? "Enter your name." : undefined,
    email: /^\S+@\S+$/.test(email.trim()) ? undefined : "Enter an e-mail address, such as anna@example.org.",
    password: judge(password).level === 0 ? "Choose a longer password." : undefined,
  };
  const error = (field: keyof typeof missing) => (tried ? missing[field] : undefined) ?? reasonFor(register.error, field);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (Object.values(missing).some((reason) => reason !== undefined)) return;
    register.mutate({ email: email.trim(), password, name: name.trim(), ...(invitation === undefined ? {} : { invitation }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextField label="Name" name="name" value={name} onChange={setName} autoComplete="name" autoFocus maxLength={100} error={error("name")} />
      <TextField label="E-mail" type="email" name="email" value={email} onChange={setEmail} autoComplete="username" error={error("email")} />
      <PasswordField label="Password" name="password" value={password} onChange={setPassword} autoComplete="new-password" about={[name, email]} error={error("password")} />
      {["name", "email", "password"].some((field) => reasonFor(register.error, field)) ? null : <FormProblem error={register.error} />}
      <button type="submit" className="btn primary" disabled={register.isPending}>
        Register
      </button>
    </form>
  );
}

/** Whoever was invited reads the mail of their address: no other letter is needed. */
function Registered({ email }: { readonly email: string }): ReactNode {
  return (
    <DoorFrame title="You are registered" announced lead={`Sign in as ${email}.`}>
      <Link className="btn primary" to="/sign-in">
        Sign in
      </Link>
    </DoorFrame>
  );
}

function LetterSent({ email }: { readonly email: string }): ReactNode {
  return (
    <DoorFrame title="Look into your mail" announced lead={`A letter is on its way to ${email}. Open the link in it and you are registered.`} below={<Link to="/sign-in">Sign in</Link>} />
  );
}
