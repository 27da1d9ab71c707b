/** A panel docked at the right edge (a full-screen sheet on a phone); the page beside it stays live. */
import { type ReactNode, useEffect, useId, useRef } from "react";

import { Icon } from "./icon";

interface DrawerProps {
  readonly kind: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

export function Drawer({ kind, title, onClose, children, footer }: DrawerProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const opener = document.activeElement;
    heading.current?.focus();
    document.body.dataset["drawer"] = "open";
    const keys = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) close.current();
    };
    document.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("keydown", keys);
      delete document.body.dataset["drawer"];
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);

  return (
    <div className="drawer" role="dialog" aria-modal="false" aria-labelledby={id}>
      <header>
        <div>
          <p className="small faint">{kind}</p>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <button type="button" className="btn icon-only" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
      {footer === undefined ? null : <footer>{footer}</footer>}
    </div>
  );
}
