/** Changes what a share shows, for how long, by which passcode, and what its owner calls it. */
import { day } from "@cryptotracker/core/dates";
import { reasonFor } from "@cryptotracker/core/problem";
import { useChangeShare } from "@cryptotracker/core/share-queries";
import type { ShareChange, ShareRecord, ShareScope } from "@cryptotracker/core/shares";
import { type FormEvent, type ReactNode, useState } from "react";

import { Dialog } from "../../ui/dialog";
import { Select, TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { usePreferences } from "../../ui/preferences";
import { useToast } from "../../ui/toast";
import { ALLOWED, DAYS, passcodeFault, SCOPES } from "./scopes";
import "./shares.css";

interface EditShareProps {
  readonly portfolio: string;
  readonly share: ShareRecord;
  readonly name: string;
  readonly onClose: () => void;
}

const KEEP = "keep";

export function EditShareDialog({ portfolio, share, name, onClose }: EditShareProps): ReactNode {
  const { zone } = usePreferences();
  const change = useChangeShare(portfolio);
  const toast = useToast();
  const over = Date.parse(share.expires_at) < Date.now();
  const [scope, setScope] = useState<ShareScope>(share.scope);
  const [days, setDays] = useState<string>(over ? "30" : KEEP);
  const [label, setLabel] = useState(share.label);
  const [asks, setAsks] = useState(KEEP);
  const [passcode, setPasscode] = useState("");
  const [tried, setTried] = useState(false);
  const missing = asks === "new" ? (passcode === "" ? "Enter the passcode." : passcodeFault(passcode)) : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    showWrong(event.currentTarget, () => setTried(true));
    if (missing !== undefined) return;
    const wanted: ShareChange = {
      ...(scope === share.scope ? {} : { scope }),
      ...(days === KEEP ? {} : { days: Number(days) }),
      ...(label.trim() === share.label ? {} : { label: label.trim() }),
      ...(asks === KEEP ? {} : { passcode: asks === "new" ? passcode : "" }),
    };
    change.mutate(
      { id: share.id, change: wanted },
      {
        onSuccess: () => {
          onClose();
          toast(`Changed: ${name}.`);
        },
      },
    );
  };
  const until = over ? [] : [[KEEP, `Until ${day(share.expires_at, zone)}, as it is`] as const];
  const codes = [[KEEP, share.has_passcode ? "As it is" : "None"], ["new", share.has_passcode ? "Another one" : "Ask for one"], ...(share.has_passcode ? [["none", "None"] as const] : [])] as const;
  const refused = reasonFor(change.error, "passcode");
  return (
    <Dialog title={`Edit: ${name}`} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Select label="They see" value={scope} options={ALLOWED[share.kind].map((one) => [one, SCOPES[one]])} onChange={(value) => setScope(value as ShareScope)} />
        <Select label="For" value={days} options={[...until, ...DAYS.map(([value, text]) => [value, `${text} from now`] as const)]} onChange={setDays} />
        {share.kind === "link" ? <Select label="Passcode" value={asks} options={codes} onChange={setAsks} /> : null}
        {asks === "new" ? <TextField label="New passcode" value={passcode} onChange={setPasscode} autoComplete="off" maxLength={128} error={(tried ? missing : undefined) ?? refused} /> : null}
        <TextField label="Label, only you see it" value={label} onChange={setLabel} autoComplete="off" maxLength={100} />
        {share.kind === "person" ? null : <p className="small muted">The link stays the same. Whoever reads by it now has to open it again.</p>}
        {refused === undefined ? <FormProblem error={change.error} /> : null}
        <div className="actions">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn primary" disabled={change.isPending}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
