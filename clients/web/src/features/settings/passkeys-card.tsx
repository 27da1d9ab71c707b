/** Passkeys: what a device keeps, and shows instead of a password and a code. */
import { day } from "@cryptotracker/core/dates";
import { useAddPasskey, useFactors, useNamePasskey, usePasskeys, useRemovePasskey } from "@cryptotracker/core/factor-queries";
import type { Passkey, User } from "@cryptotracker/core/identity";
import { useDoor } from "@cryptotracker/core/people-queries";
import { inWords, reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { Icon } from "../../ui/icon";
import { usePreferences } from "../../ui/preferences";
import { ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { Naming } from "./naming";
import { RecoveryCodes } from "./recovery-codes";
import { CodesLeft } from "./two-step-card";

export function PasskeysCard({ me }: { readonly me: User }): ReactNode {
  const passkeys = usePasskeys();
  const factors = useFactors().data;
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const items = passkeys.data?.items ?? [];
  return (
    <section className="card" aria-labelledby="passkeys">
      <div className="card-head">
        <h2 id="passkeys">Passkeys</h2>
      </div>
      {passkeys.isPending ? (
        <Skeleton rows={2} label="Loading your passkeys" />
      ) : passkeys.data === undefined ? (
        <ErrorNote what="Your passkeys could not be loaded" error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      ) : items.length === 0 ? null : (
        <ul className="rows">
          {items.map((passkey) => (
            <Row key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {codes !== null ? (
        <RecoveryCodes codes={codes} email={me.email} onKept={() => setCodes(null)} />
      ) : (
        <>
          <Adding onCodes={setCodes} />
          {items.length > 0 && factors?.totp === null ? (
            <div className="block">
              <CodesLeft left={factors.recovery_codes_left} onCodes={setCodes} />
            </div>
          ) : null}
        </>
      )}
    </section>
  );
}

function Adding({ onCodes }: { readonly onCodes: (codes: readonly string[]) => void }): ReactNode {
  const { device, devices } = useDoor();
  const [name, setName] = useState(device);
  const [tried, setTried] = useState(false);
  const add = useAddPasskey();
  const toast = useToast();
  if (!devices.knowPasskeys) return <p className="muted note block">This browser has no passkeys for an address like this one. They need HTTPS, and a name for an address.</p>;
  const nameless = name.trim() === "";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    const onSuccess = ({ recovery_codes: made }: { readonly recovery_codes: readonly string[] }) => {
      toast(`Added: ${name.trim()}. Your other sessions were signed out.`);
      setName(device);
      if (made.length > 0) onCodes(made);
    };
    if (!nameless) add.mutate(name.trim(), { onSuccess });
  };
  const reason = reasonFor(add.error, "name");
  return (
    <form onSubmit={submit} noValidate>
      <p className="muted note">Sign in by a look at your phone, a fingerprint or a key, with nothing to type. With one of them a password alone no longer lets anybody in.</p>
      <TextField label="Name of the passkey" value={name} onChange={setName} maxLength={100} autoComplete="off" error={tried && nameless ? "Give it a name, to know it again." : reason} />
      {reason === undefined ? <FormProblem error={add.error} /> : null}
      <button type="submit" className="btn" disabled={add.isPending}>
        Add a passkey
      </button>
    </form>
  );
}

function Row({ passkey }: { readonly passkey: Passkey }): ReactNode {
  const { zone } = usePreferences();
  const remove = useRemovePasskey();
  const rename = useNamePasskey();
  const [naming, setNaming] = useState(false);
  const toast = useToast();
  const done = () => setNaming(false);
  const take = () =>
    remove.mutate(passkey.id, {
      onSuccess: () => toast(`Removed: ${passkey.name}. Your other sessions were signed out.`),
      onError: (error) => toast(`${passkey.name} still lets you in. ${inWords(error).detail}`),
    });
  if (naming) {
    return (
      <li>
        <Icon name="key" />
        <Naming label="Name of this passkey" name={passkey.name} pending={rename.isPending} error={rename.error} onSave={(name) => rename.mutate({ id: passkey.id, name }, { onSuccess: done })} onDone={done} />
      </li>
    );
  }
  const used = passkey.used_at === null ? "not used yet" : `last used ${day(passkey.used_at, zone)}`;
  return (
    <li>
      <Icon name="key" />
      <span className="grow">
        <span className="strong">{passkey.name}</span>
        <span className="sub">{`Made ${day(passkey.created_at, zone)}, ${used}`}</span>
      </span>
      <button type="button" className="btn quiet" aria-label={`Rename ${passkey.name}`} onClick={() => setNaming(true)}>
        Rename
      </button>
      <button type="button" className="btn" aria-label={`Remove ${passkey.name}`} disabled={remove.isPending} onClick={take}>
        Remove
      </button>
    </li>
  );
}
