/** The end of an account: what goes, what stays, and one more question before. */
import { useDeleteMe, useGone } from "@cryptotracker/core/account-queries";
import type { User } from "@cryptotracker/core/identity";
import { useMe } from "@cryptotracker/core/people-queries";
import { Link, Navigate, useRouter } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { PageHead } from "./page-head";

const HAPPENS = [
  ["At once", "You are signed out everywhere. Nobody gets in by your password, your passkeys, your tokens or another way in, and what you share is shown to nobody."],
  ["For seven days", "Whoever runs this place can open the account again, if you change your mind and ask them. Nobody else can."],
  ["Then", "Your portfolios, transactions, imported files, exports, shares and profile are deleted. The keys of your secrets are destroyed, so that no copy of what they sealed opens any more."],
  ["What stays", "One line of the security log: that there was an account of this number, and when it was deleted. It holds no name and no address. Backups from before hold the account until whoever runs this place removes them."],
] as const;

export function DeleteAccountPage(): ReactNode {
  const me = useMe();
  if (me === null) return <Navigate to="/settings/data" replace />;
  return (
    <>
      <PageHead title="Delete account">What will happen, and when.</PageHead>
      <section className="card" aria-labelledby="happens">
        <div className="card-head">
          <h2 id="happens">What will happen</h2>
        </div>
        <div className="block">
          <dl className="happens">
            {HAPPENS.map(([when, what]) => (
              <div key={when}>
                <dt>{when}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </div>
      </section>
      <ConfirmCard me={me} />
    </>
  );
}

function ConfirmCard({ me }: { readonly me: User }): ReactNode {
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const remove = useDeleteMe();
  const gone = useGone();
  const router = useRouter();
  const fits = typed.trim().toLowerCase() === me.email.toLowerCase();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (!fits) return;
    // The farewell comes before it is known that nobody is here: else this screen would be led to the door.
    const onSuccess = ({ deleted_at: until }: { readonly deleted_at: string }) => void router.navigate({ to: "/farewell", search: { until }, replace: true }).then(gone);
    remove.mutate(undefined, { onSuccess });
  };
  return (
    <section className="card" aria-labelledby="confirm-deletion">
      <div className="card-head">
        <h2 id="confirm-deletion">Delete {me.email}</h2>
      </div>
      <form onSubmit={submit} noValidate>
        <p className="muted note">
          <Link to="/settings/data">Export your data</Link> first, if you want to keep it.
        </p>
        <TextField label={`Type ${me.email} to confirm`} value={typed} onChange={setTyped} autoComplete="off" spellCheck={false} error={tried && !fits ? "This is not the address of the account." : undefined} />
        <FormProblem error={remove.error} />
        <button type="submit" className="btn danger" disabled={remove.isPending}>
          Delete account
        </button>
      </form>
    </section>
  );
}
