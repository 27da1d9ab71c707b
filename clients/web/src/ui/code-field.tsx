/** The second step: a code from an app, or one of those kept on paper. */
import { type ReactNode, useId } from "react";

export type CodeKind = "totp" | "recovery";

interface CodeProps {
  readonly kind: CodeKind;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly autoFocus?: boolean;
}

export function CodeField({ kind, value, onChange, error, autoFocus = false }: CodeProps): ReactNode {
  const id = useId();
  const digits = kind === "totp";
  return (
    <span className="field">
      <label htmlFor={id}>{digits ? "Code from your authenticator app" : "Recovery code"}</label>
      <input
        key={kind}
        id={id}
        className="code"
        value={value}
        autoFocus={autoFocus}
        autoComplete={digits ? "one-time-code" : "off"}
        inputMode={digits ? "numeric" : "text"}
        autoCapitalize="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={(event) => onChange(digits ? event.target.value.replace(/\D/g, "").slice(0, 6) : event.target.value)}
      />
      {error === undefined ? null : (
        <span id={`${id}-error`} className="small down" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}

/** As the server takes it; null while it cannot be one. */
export function codeOf(kind: CodeKind, value: string): { readonly code: string } | { readonly recovery_code: string } | null {
  if (kind === "totp") return value.length === 6 ? { code: value } : null;
  return value.replace(/[\s-]/g, "").length === RECOVERY_LENGTH ? { recovery_code: value.trim() } : null;
}

const RECOVERY_LENGTH = 24;
/** What to say where it cannot be one. */
export const MISSING: Readonly<Record<CodeKind, string>> = { totp: "Enter all six digits.", recovery: "Enter one of your recovery codes, all six groups of it." };
/** What leads from one kind to the other. */
export const INSTEAD: Readonly<Record<CodeKind, string>> = { totp: "Use the authenticator app", recovery: "Use a recovery code" };
