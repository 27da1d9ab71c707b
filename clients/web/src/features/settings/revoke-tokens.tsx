/** Offers to shut out programs, too, where people are signed out. */
import type { ReactNode } from "react";

interface RevokeTokensProps {
  readonly chosen: boolean;
  readonly onChange: (chosen: boolean) => void;
  /** What would do it. */
  readonly children: string;
}

export function RevokeTokens({ chosen, onChange, children }: RevokeTokensProps): ReactNode {
  return (
    <label className="check wide">
      <input type="checkbox" checked={chosen} onChange={(event) => onChange(event.target.checked)} />
      {`${children} revokes all tokens, too`}
      <span className="hint">No program acts for you any more until it has a new token.</span>
    </label>
  );
}
