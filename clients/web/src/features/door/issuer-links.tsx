/** Those elsewhere with whom one may sign in instead of by a password. */
import type { IssuerLink } from "@cryptotracker/core/identity";
import type { ReactNode } from "react";

export function IssuerLinks({ issuers }: { readonly issuers: readonly IssuerLink[] }): ReactNode {
  const open = issuers.filter(({ start }) => start !== null);
  if (open.length === 0) return null;
  return (
    <ul className="issuers" aria-label="Other ways to sign in">
      {open.map(({ name, title, start }) => (
        <li key={name}>
          <a className="btn" href={start ?? undefined}>
            Continue with {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
