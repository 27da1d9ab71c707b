/** Labelled inputs in one shape. */
import { type InputHTMLAttributes, type ReactNode, useId } from "react";

interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
  readonly inline?: boolean;
  readonly hint?: string;
}

export function Select({ label, value, options, onChange, inline = false, hint }: SelectProps): ReactNode {
  const id = useId();
  return (
    <span className={inline ? "field inline" : "field"}>
      <label htmlFor={id}>{label}</label>
      <select id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <span id={`${id}-hint`} className="hint">
          {hint}
        </span>
      )}
    </span>
  );
}

interface TextProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value"> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
}

export function TextField({ label, value, onChange, error, ...rest }: TextProps): ReactNode {
  const id = useId();
  return (
    <span className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
      {error === undefined ? null : (
        <span id={`${id}-error`} className="small down" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}
