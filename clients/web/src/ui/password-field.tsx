/** A password that its owner may look at; a new one is told how hard it is to guess. */
import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";

import { judge } from "./strength";

interface PasswordProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "autoComplete" | "about"> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly autoComplete: "current-password" | "new-password";
  /** What a new password had better not be made of: a name, an address. */
  readonly about?: readonly string[];
}

export function PasswordField({ label, value, onChange, error, autoComplete, about = [], ...rest }: PasswordProps): ReactNode {
  const id = useId();
  const [shown, setShown] = useState(false);
  const isNew = autoComplete === "new-password";
  const notes = [error === undefined ? "" : `${id}-error`, isNew ? `${id}-strength` : ""].filter(Boolean).join(" ");
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <span className="password">
        <input
          id={id}
          type={shown ? "text" : "password"}
          value={value}
          autoComplete={autoComplete}
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={notes === "" ? undefined : notes}
          onChange={(event) => onChange(event.target.value)}
          {...rest}
        />
        <button type="button" className="btn quiet" aria-label={`${shown ? "Hide" : "Show"} ${label.toLowerCase()}`} onClick={() => setShown(!shown)}>
          {shown ? "Hide" : "Show"}
        </button>
      </span>
      {error === undefined ? null : (
        <span id={`${id}-error`} className="small down" role="alert">
          {error}
        </span>
      )}
      {isNew ? <Strength id={`${id}-strength`} password={value} about={about} /> : null}
    </span>
  );
}

function Strength({ id, password, about }: { readonly id: string; readonly password: string; readonly about: readonly string[] }): ReactNode {
  const { level, words } = judge(password, about);
  return (
    <span className="strength" data-level={level}>
      <span className="steps" aria-hidden="true">
        <i />
        <i />
        <i />
        <i />
      </span>
      <span id={id} className="small muted" aria-live="polite">
        {words}
      </span>
    </span>
  );
}
