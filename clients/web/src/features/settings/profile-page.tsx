/** Who one is, and how figures are shown. */
import type { User } from "@cryptotracker/core/identity";
import { useChangeProfile, useMe } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { useToast } from "../../ui/toast";
import { LooksCard } from "./looks-card";
import { PageHead } from "./page-head";

export function ProfilePage(): ReactNode {
  const me = useMe();
  return (
    <>
      <PageHead title="Profile">{me === null ? "How this browser shows your figures." : "Who you are here, and how this browser shows your figures."}</PageHead>
      {me === null ? null : <NameCard me={me} />}
      <LooksCard />
    </>
  );
}

function NameCard({ me }: { readonly me: User }): ReactNode {
  const [name, setName] = useState(me.name);
  const [tried, setTried] = useState(false);
  const save = useChangeProfile();
  const toast = useToast();
  const nameless = name.trim() === "";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!nameless) save.mutate({ name: name.trim() }, { onSuccess: () => toast("Name saved.") });
  };
  const reason = reasonFor(save.error, "name");
  return (
    <section className="card" aria-labelledby="profile-you">
      <div className="card-head">
        <h2 id="profile-you">You</h2>
      </div>
      <form onSubmit={submit} noValidate>
        <TextField label="Name" value={name} onChange={setName} autoComplete="name" maxLength={100} error={tried && nameless ? "Enter your name." : reason} />
        {reason === undefined ? <FormProblem error={save.error} /> : null}
        <button type="submit" className="btn" disabled={save.isPending}>
          Save name
        </button>
      </form>
    </section>
  );
}
