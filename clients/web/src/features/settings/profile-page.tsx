/** Who one is, and how one wants things to be. */
import type { User } from "@cryptotracker/core/identity";
import { useChangeProfile, useMe } from "@cryptotracker/core/people-queries";
import { useKeptPreferences } from "@cryptotracker/core/preference-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { FiguresCard } from "./figures-card";
import { LettersCard } from "./letters-card";
import { LooksCard } from "./looks-card";
import { PageHead } from "./page-head";
import { Picture } from "./picture";

export function ProfilePage(): ReactNode {
  const me = useMe();
  const kept = useKeptPreferences();
  return (
    <>
      <PageHead title="Profile">Who you are here, and how you want things to be. Each choice is kept at once.</PageHead>
      <section className="card" aria-labelledby="profile-you">
        <div className="card-head">
          <h2 id="profile-you">You</h2>
        </div>
        <div className="block">
          <Picture />
          {me === null ? null : <Name me={me} />}
        </div>
      </section>
      {kept === undefined ? <Skeleton rows={4} label="Loading your preferences" /> : <FiguresCard kept={kept} />}
      <LooksCard />
      {me === null || kept === undefined ? null : <LettersCard kept={kept} />}
    </>
  );
}

function Name({ me }: { readonly me: User }): ReactNode {
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
    <form onSubmit={submit} noValidate>
      <TextField label="Name" value={name} onChange={setName} autoComplete="name" maxLength={100} error={tried && nameless ? "Enter your name." : reason} />
      {reason === undefined ? <FormProblem error={save.error} /> : null}
      <button type="submit" className="btn" disabled={save.isPending}>
        Save name
      </button>
    </form>
  );
}
