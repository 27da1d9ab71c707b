/** Who one is, and how figures should be written. */
import { useChangeProfile, useMe } from "@cryptotracker/core/people-queries";
import type { Profile, User } from "@cryptotracker/core/identity";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useMemo, useState } from "react";

import { Select, TextField } from "../../ui/field";
import { FormProblem } from "../../ui/form-problem";
import { THEME_NAMES, THEMES } from "../../ui/preferences";
import { useToast } from "../../ui/toast";
import { zones } from "../../ui/zones";
import { countries, currencies, including, locales, WEEK_STARTS } from "./choices";
import { LooksCard } from "./looks-card";
import { PageHead } from "./page-head";

export function ProfilePage(): ReactNode {
  const me = useMe();
  return (
    <>
      <PageHead title="Profile">{me === null ? "How this browser shows your figures." : "Who you are here, and how figures are written for you."}</PageHead>
      {me === null ? <LooksCard /> : <ProfileForm me={me} />}
    </>
  );
}

const FIELDS = ["name", "base_currency", "time_zone", "country", "locale", "week_start", "hide_amounts", "theme"] as const satisfies readonly (keyof Profile)[];

function ProfileForm({ me }: { readonly me: User }): ReactNode {
  const [draft, setDraft] = useState<Profile>(me);
  const save = useChangeProfile();
  const toast = useToast();
  const [nations, monies] = useMemo(() => [countries(), currencies()], []);
  const set = (change: Partial<Profile>) => setDraft((old) => ({ ...old, ...change }));
  const nameless = draft.name.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const changed = FIELDS.filter((field) => draft[field] !== me[field]);
    if (nameless) return;
    save.mutate(Object.fromEntries(changed.map((field) => [field, draft[field]])), { onSuccess: () => toast("Profile saved.") });
  };
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <section className="card" aria-labelledby="profile-you">
        <div className="card-head">
          <h2 id="profile-you">You</h2>
        </div>
        <div className="block">
          <div className="fields">
            <TextField
              label="Name"
              value={draft.name}
              onChange={(name) => set({ name })}
              autoComplete="name"
              maxLength={100}
              error={nameless ? "Enter your name." : reasonFor(save.error, "name")}
            />
            <Select label="Country" value={draft.country ?? ""} options={including(nations, draft.country ?? "")} onChange={(country) => set({ country: country || null })} />
            <Select label="Time zone" value={draft.time_zone} options={including(zones(), draft.time_zone)} onChange={(time_zone) => set({ time_zone })} />
            <Select
              label="Weeks begin on"
              value={draft.week_start}
              options={WEEK_STARTS}
              onChange={(value) => set({ week_start: WEEK_STARTS.find(([one]) => one === value)?.[0] ?? "monday" })}
            />
          </div>
        </div>
      </section>
      <section className="card" aria-labelledby="profile-figures">
        <div className="card-head">
          <h2 id="profile-figures">Figures and looks</h2>
        </div>
        <div className="block">
          <div className="fields">
            <Select label="Currency of new portfolios" value={draft.base_currency} options={including(monies, draft.base_currency)} onChange={(base_currency) => set({ base_currency })} />
            <Select
              label="Numbers are written as in"
              value={draft.locale ?? ""}
              options={including(locales(draft.base_currency), draft.locale ?? "")}
              onChange={(locale) => set({ locale: locale || null })}
            />
            <Select label="Theme" value={draft.theme} options={THEMES.map((name) => [name, THEME_NAMES[name]])} onChange={(theme) => set({ theme })} />
          </div>
          <label className="check">
            <input type="checkbox" checked={draft.hide_amounts} onChange={(event) => set({ hide_amounts: event.target.checked })} />
            Hide amounts when a new browser signs in
            <span className="hint">Percentages, shares and prices stay. The eye in the top bar shows amounts again.</span>
          </label>
        </div>
      </section>
      {reasonFor(save.error, "name") ? null : <FormProblem error={save.error} />}
      <div className="foot">
        <button type="submit" className="btn primary" disabled={save.isPending}>
          Save profile
        </button>
      </div>
    </form>
  );
}
