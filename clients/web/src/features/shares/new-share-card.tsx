/** Shares a portfolio with a person, by a link, or as a public page; a link is shown once. */
import { reasonFor } from "@cryptotracker/core/problem";
import { useMakeShare } from "@cryptotracker/core/share-queries";
import type { MadeShare, ShareKind, ShareScope } from "@cryptotracker/core/shares";
import type { Portfolio } from "@cryptotracker/core/types";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { CopyButton } from "../../ui/copy-button";
import { Select, TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { ALLOWED, DAYS, passcodeFault, SCOPES } from "./scopes";

const KINDS = [["person", "A person"], ["link", "Whoever has a link"], ["public", "A public page"]] as const;
const ACCOUNTANT = "accountant";
type Choice = ShareScope | typeof ACCOUNTANT;

/** What may be chosen, the least first; an accountant's view is one choice. */
function choicesOf(kind: ShareKind): readonly (readonly [Choice, string])[] {
  const scopes = ALLOWED[kind].map((one) => [one, SCOPES[one]] as const);
  return kind === "person" ? [...scopes, [ACCOUNTANT, "As an accountant: transactions, gains, reports, questions"]] : scopes;
}

export function NewShareCard({ portfolio }: { readonly portfolio: Portfolio }): ReactNode {
  const make = useMakeShare(portfolio.id);
  return (
    <section className="card" aria-labelledby="new-share">
      <div className="card-head">
        <h2 id="new-share">Share “{portfolio.name}”</h2>
      </div>
      {make.data === undefined ? <Form make={make} /> : <Made share={make.data} onDone={make.reset} />}
    </section>
  );
}

function Form({ make }: { readonly make: ReturnType<typeof useMakeShare> }): ReactNode {
  const [kind, setKind] = useState<ShareKind>("person");
  const [scope, setScope] = useState<Choice>("totals");
  const [days, setDays] = useState("30");
  const [email, setEmail] = useState("");
  const [passcode, setPasscode] = useState("");
  const [label, setLabel] = useState("");
  const [tried, setTried] = useState(false);
  const missing = {
    email: kind === "person" && !/^\S+@\S+$/.test(email.trim()) ? "Enter the address of whom you mean." : undefined,
    passcode: kind === "link" ? passcodeFault(passcode) : undefined,
  };
  const error = (field: keyof typeof missing) => (tried ? missing[field] : undefined) ?? reasonFor(make.error, field);
  const turn = (value: string) => {
    const next = value as ShareKind;
    setKind(next);
    if (!choicesOf(next).some(([one]) => one === scope)) setScope(ALLOWED[next][0] ?? "totals");
  };
  const choose = (value: string) => {
    setScope(value as Choice);
    if (value === ACCOUNTANT) setDays("90");
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (missing.email ?? missing.passcode) return;
    const more = kind === "person" ? { email: email.trim() } : passcode === "" || kind === "public" ? {} : { passcode };
    const what = scope === ACCOUNTANT ? ({ preset: ACCOUNTANT } as const) : { scope };
    make.mutate({ kind, ...what, days: Number(days), ...(label.trim() === "" ? {} : { label: label.trim() }), ...more });
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="fields">
        <Select label="With" value={kind} options={KINDS} onChange={turn} />
        <Select label="For" value={days} options={DAYS} onChange={setDays} />
        <Select label="They see" value={scope} options={choicesOf(kind)} onChange={choose} />
        {kind === "person" ? <TextField label="E-mail" type="email" value={email} onChange={setEmail} autoComplete="off" error={error("email")} /> : null}
        {kind === "link" ? <TextField label="Passcode, if you want one" value={passcode} onChange={setPasscode} autoComplete="off" maxLength={128} error={error("passcode")} /> : null}
        <TextField label="Label, only you see it" value={label} onChange={setLabel} autoComplete="off" maxLength={100} />
      </div>
      {reasonFor(make.error, "email") || reasonFor(make.error, "passcode") ? null : <FormProblem error={make.error} />}
      <button type="submit" className="btn primary" disabled={make.isPending}>
        Share
      </button>
    </form>
  );
}

function Made({ share, onDone }: { readonly share: MadeShare; readonly onDone: () => void }): ReactNode {
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="block">
      <p className="note" ref={title} tabIndex={-1}>
        {share.link === undefined ? `A letter is on its way to ${share.email ?? "them"}. They find it under Settings, Sharing, once they are signed in.` : "Whoever has this link can see it. It is shown only now."}
      </p>
      {share.link === undefined ? null : (
        <div className="secret-line">
          <span className="secret" role="group" aria-label="Link">
            {share.link}
          </span>
          <CopyButton text={share.link} what="the link" />
        </div>
      )}
      <button type="button" className="btn primary" onClick={onDone}>
        Done
      </button>
    </div>
  );
}
