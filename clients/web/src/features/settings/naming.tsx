/** Gives another name to one thing of a list, in its place. */
import { inWords } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";

interface NamingProps {
  readonly label: string;
  readonly name: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onSave: (name: string) => void;
  readonly onDone: () => void;
}

export function Naming({ label, name, pending, error, onSave, onDone }: NamingProps): ReactNode {
  const [value, setValue] = useState(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(value.trim());
  };
  return (
    <form className="grow" onSubmit={submit} onKeyDown={(event) => event.key === "Escape" && onDone()}>
      <TextField label={label} value={value} onChange={setValue} autoFocus maxLength={100} autoComplete="off" error={error === null ? undefined : inWords(error).detail} />
      <span className="row">
        <button type="submit" className="btn primary" disabled={pending || value.trim() === ""}>
          Save
        </button>
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
      </span>
    </form>
  );
}
