/** A panel docked at the right edge (a full-screen sheet on a phone); the page beside it stays live. */
import { type ReactNode, useEffect, useId, useRef } from "react";

import { Icon } from "./icon";

interface DrawerProps {
  readonly kind: string;
  readonly title: string;
  /** What the drawer is about; when it changes the focus moves to the new title. */
  readonly subject: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
}

export function Drawer({ kind, title, subject, onClose, children, footer }: DrawerProps): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  const id = useId();
  useEffect(() => {
    close.current = onClose;
  });

  useEffect(() => {
    let outside = document.activeElement;
    document.body.dataset["drawer"] = "open";
    const follow = (event: FocusEvent) => {
      if (event.target instanceof Element && !box.current?.contains(event.target)) outside = event.target;
    };
    const keys = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) close.current();
    };
    document.addEventListener("focusin", follow);
    document.addEventListener("keydown", keys);
    return () => {
      document.removeEventListener("focusin", follow);
      document.removeEventListener("keydown", keys);
      delete document.body.dataset["drawer"];
      if (outside instanceof HTMLElement && outside.isConnected) outside.focus();
    };
  }, []);

  useEffect(() => heading.current?.focus(), [subject]);

  return (
    <div className="drawer" ref={box} role="dialog" aria-modal="false" aria-labelledby={id}>
      <div className="drawer-head">
        <div>
          <p className="small faint">{kind}</p>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <button type="button" className="btn icon-only" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {children}
      {footer === undefined ? null : <div className="drawer-foot">{footer}</div>}
    </div>
  );
}
