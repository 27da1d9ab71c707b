/** Makes a token and shows its secret, once. */
import type { MadeToken, Scope } from "@cryptotracker/core/identity";
import { reasonFor } from "@cryptotracker/core/problem";
import { useMakeToken } from "@cryptotracker/core/settings-queries";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";

import { CopyButton } from "../../ui/copy-button";
import { Select, TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";

const LIVES = [["30", "30 days"], ["90", "90 days"], ["365", "One year"]] as const;
const SCOPES: readonly (readonly [string, readonly Scope[], string, string])[] = [
  ["read", ["read"], "Read", "Portfolios, transactions and every figure."],
  ["write", ["read", "write"], "Read and write", "Also imports files and makes portfolios."],
];

export function NewTokenCard(): ReactNode {
  const make = useMakeToken();
  return (
    <section className="card" aria-labelledby="new-token">
      <div className="card-head">
        <h2 id="new-token">New token</h2>
      </div>
      {make.data === undefined ? <Form make={make} /> : <Made token={make.data} onKept={make.reset} />}
    </section>
  );
}

function Form({ make }: { readonly make: ReturnType<typeof useMakeToken> }): ReactNode {
  const [name, setName] = useState("");
  const [scope, setScope] = useState("read");
  const [life, setLife] = useState("90");
  const [tried, setTried] = useState(false);
  const nameless = name.trim() === "";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    const scopes = SCOPES.find(([value]) => value === scope)?.[1] ?? ["read"];
    if (!nameless) make.mutate({ name: name.trim(), scopes, days: Number(life) });
  };
  const reason = reasonFor(make.error, "name");
  return (
    <form onSubmit={submit} noValidate>
      <div className="fields">
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          placeholder="Script on my server"
          maxLength={100}
          autoComplete="off"
          error={tried && nameless ? "Give it a name, to know it again." : reason}
        />
        <Select label="Works for" value={life} options={LIVES} onChange={setLife} />
      </div>
      <fieldset>
        <legend>May</legend>
        {SCOPES.map(([value, , label, hint]) => (
          <label key={value} className="check">
            <input type="radio" name="scope" checked={scope === value} onChange={() => setScope(value)} />
            {label}
            <span className="hint">{hint}</span>
          </label>
        ))}
      </fieldset>
      {reason === undefined ? <FormProblem error={make.error} /> : null}
      <button type="submit" className="btn primary" disabled={make.isPending}>
        Make token
      </button>
    </form>
  );
}

function Made({ token, onKept }: { readonly token: MadeToken; readonly onKept: () => void }): ReactNode {
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="block">
      <p className="note" ref={title} tabIndex={-1}>
        Keep the token <span className="strong">{token.name}</span> now: it is not shown again.
      </p>
      <div className="secret-line">
        <span className="secret" aria-label="Token">
          {token.token}
        </span>
        <CopyButton text={token.token} what="the token" />
      </div>
      <button type="button" className="btn primary" onClick={onKept}>
        I have kept it
      </button>
    </div>
  );
}
