/** How a part of a page looks while it loads, when it is empty and when it failed. */
import { inWords } from "@cryptotracker/core/problem";
import type { ReactNode } from "react";

import { Icon } from "./icon";

/** Grey bars in the final geometry; they appear only after 150 ms, so quick answers do not flash. */
export function Skeleton({ rows, label }: { readonly rows: number; readonly label: string }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        <span key={index} className="bar" />
      ))}
    </div>
  );
}

interface ErrorNoteProps {
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

export function ErrorNote({ what, error, onRetry }: ErrorNoteProps): ReactNode {
  const { title, detail } = inWords(error);
  return (
    <div className="notice" role="alert">
      <Icon name="warning" />
      <div className="notice-text">
        <p className="strong">{what}</p>
        <p className="small muted">
          {title}. {detail}
        </p>
      </div>
      <button type="button" className="btn" onClick={onRetry}>
        <Icon name="retry" small />
        Retry
      </button>
    </div>
  );
}

export function Empty({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <p className="muted">{children}</p>
      {action}
    </div>
  );
}
