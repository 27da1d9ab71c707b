/** The way in: e-mail and password, then a code where one was set up. */
import { usePasskeySignIn } from "@cryptotracker/core/factor-queries";
import { useDoor, useDoorway, useSignIn } from "@cryptotracker/core/people-queries";
import { Problem } from "@cryptotracker/core/problem";
import { getRouteApi, Link, useLocation, useRouter } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";

import { CameBack } from "../../ui/came-back";
import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PasswordField } from "../../ui/password-field";
import { ErrorNote, Skeleton } from "../../ui/states";
import { ByTelegram } from "./by-telegram";
import { CodeStep } from "./code-step";
import { DoorFrame } from "./door-frame";
import { IssuerLinks } from "./issuer-links";
import { telegramOf, ticketOf } from "./search";

const route = getRouteApi("/sign-in");
/** The server let somebody in, and still nobody is: some browsers take the cookies of a session over HTTPS only. */
const NOT_KEPT = new Problem(0, "/problems/not-kept", "This browser did not keep your session", "Open this address over HTTPS, and let it keep cookies.", []);

export function SignInPage(): ReactNode {
  const { to } = route.useSearch();
  const doorway = useDoorway();
  const signIn = useSignIn();
  const location = useLocation();
  const [signed] = useState(telegramOf(location));
  const [ticket, setTicket] = useState(ticketOf(location));
  if (signed !== null && doorway.data !== undefined && doorway.data.mode !== "single") return <ByTelegram fields={signed} isIn={doorway.data.user !== null} />;
  const asked = signIn.data?.mfa ?? ticket;
  const again = () => {
    setTicket(undefined);
    signIn.reset();
  };
  if (doorway.data !== undefined && (doorway.data.mode === "single" || doorway.data.user !== null)) return <GoOn to={to ?? "/"} />;
  if (asked !== undefined) return <CodeStep ticket={asked.ticket} methods={asked.methods} onBack={again} />;
  const below =
    doorway.data?.registration === "open" ? (
      <>
        New here? <Link to="/register">Register</Link>
      </>
    ) : doorway.data === undefined ? undefined : (
      "New people come in by invitation here."
    );
  return (
    <DoorFrame title="Sign in" below={below}>
      {doorway.isPending ? (
        <Skeleton rows={4} label="Loading" />
      ) : doorway.data === undefined ? (
        <ErrorNote what="You cannot sign in now" error={doorway.error} onRetry={() => void doorway.refetch()} />
      ) : (
        <>
          <CameBack />
          <Credentials signIn={signIn} />
          <div className="other-ways">
            <ByPasskey />
            <IssuerLinks issuers={doorway.data.issuers} />
          </div>
        </>
      )}
    </DoorFrame>
  );
}

/** To where the reader was going, with all that its address says. */
function GoOn({ to }: { readonly to: string }): null {
  const { history } = useRouter();
  useEffect(() => history.replace(to), [history, to]);
  return null;
}

function Credentials({ signIn }: { readonly signIn: ReturnType<typeof useSignIn> }): ReactNode {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (email.trim() !== "" && password !== "") signIn.mutate({ email: email.trim(), password });
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextField
        label="E-mail"
        type="email"
        name="email"
        value={email}
        onChange={setEmail}
        autoComplete="username"
        autoFocus
        error={tried && email.trim() === "" ? "Enter your e-mail address." : undefined}
      />
      <PasswordField
        label="Password"
        name="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        error={tried && password === "" ? "Enter your password." : undefined}
      />
      <FormProblem error={signIn.isSuccess ? NOT_KEPT : signIn.error} />
      <button type="submit" className="btn primary" disabled={signIn.isPending}>
        Sign in
      </button>
      <p className="ways small">
        <Link to="/recover">Forgot your password?</Link>
      </p>
    </form>
  );
}

function ByPasskey(): ReactNode {
  const { devices } = useDoor();
  const passkey = usePasskeySignIn();
  if (!devices.knowPasskeys) return null;
  return (
    <div>
      <FormProblem error={passkey.isSuccess ? NOT_KEPT : passkey.error} />
      <button type="button" className="btn" disabled={passkey.isPending} onClick={() => passkey.mutate()}>
        Use a passkey
      </button>
    </div>
  );
}
