/** Copies a text and says so; absent where the browser lets no page copy. */
import { type ReactNode, useState } from "react";

import { Icon } from "./icon";

export function CopyButton({ text, what }: { readonly text: string; readonly what: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  if (navigator.clipboard === undefined) return null;
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
  return (
    <>
      <button type="button" className="btn" onClick={copy} aria-label={`${copied ? "Copied" : "Copy"} ${what}`}>
        <Icon name={copied ? "check" : "copy"} small />
        {copied ? "Copied" : "Copy"}
      </button>
      <span className="vh" role="status">
        {copied ? "Copied." : ""}
      </span>
    </>
  );
}
