/** Where the link of a shared portfolio leads: whoever has it may look, once they know the passcode if there is one. */
import { useOpenLink } from "@cryptotracker/core/share-queries";
import { Problem } from "@cryptotracker/core/problem";
import { useLocation } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";

import { TextField } from "../../ui/field";
import { FormProblem } from "../../ui/form-problem";
import { Mark } from "../../ui/icon";
import { Skeleton } from "../../ui/states";
import { DoorFrame } from "../door/door-frame";
import { secretOf } from "../door/search";
import { SharedPortfolio } from "./shared-portfolio";

const PASSCODE_NEEDED = "/problems/passcode-needed";

export function LinkPage(): ReactNode {
  const [token] = useState(secretOf(useLocation()));
  const link = useOpenLink();
  const [passcode, setPasscode] = useState("");
  const [asked, setAsked] = useState(false);
  const { mutate } = link;
  useEffect(() => {
    if (token === "") return;
    const onError = (error: Error) => setAsked(error instanceof Problem && error.type === PASSCODE_NEEDED);
    mutate({ token, passcode: "" }, { onError });
  }, [mutate, token]);
  if (token === "") return <DoorFrame title="The link is not whole" lead="Part of it is missing. Open it once more, or copy all of it." />;
  if (link.data !== undefined) {
    return (
      <main className="main shared-alone" id="main">
        <p className="brand">
          <Mark />
          <span>CryptoTracker</span>
        </p>
        <div className="shared">
          <SharedPortfolio reading={{ visit: link.data.session }} />
        </div>
      </main>
    );
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (passcode !== "") mutate({ token, passcode });
  };
  if (!asked) {
    return (
      <DoorFrame title="A shared portfolio">
        {link.isError ? <FormProblem error={link.error} /> : <Skeleton rows={3} label="Opening the link" />}
      </DoorFrame>
    );
  }
  const wrong = link.error instanceof Problem && link.error.type === PASSCODE_NEEDED && link.variables?.passcode !== "";
  return (
    <DoorFrame title="A passcode is needed" lead="Whoever sent you this link has one for you.">
      <form onSubmit={submit} noValidate>
        <TextField label="Passcode" value={passcode} onChange={setPasscode} autoFocus autoComplete="off" maxLength={128} error={wrong ? "This is not the passcode." : undefined} />
        {link.error instanceof Problem && link.error.type === PASSCODE_NEEDED ? null : <FormProblem error={link.error} />}
        <button type="submit" className="btn primary" disabled={link.isPending}>
          Open
        </button>
      </form>
    </DoorFrame>
  );
}
