/** A field of several lines; Ctrl or ⌘ with Enter sends it. */
import { type KeyboardEvent, type ReactNode, useId } from "react";

const LONGEST = 2_000;

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSend: () => void;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

export function TextArea({ label, value, onChange, onSend, error, autoFocus = false }: TextAreaProps): ReactNode {
  const id = useId();
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSend();
    }
  };
  return (
    <span className="field">
      <label className="vh" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={3}
        value={value}
        maxLength={LONGEST}
        placeholder={label}
        autoFocus={autoFocus}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={keys}
      />
      {error === undefined ? null : (
        <span id={`${id}-error`} className="small down" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}
