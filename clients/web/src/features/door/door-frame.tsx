/** The frame of every screen before one is in: the mark, one card, one question. */
import { type ReactNode, useEffect, useRef } from "react";

import { Mark } from "../../ui/icon";
import { usePageTitle } from "../../ui/page-title";
import "./door.css";

interface DoorFrameProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  readonly below?: ReactNode;
  /** The card has just taken another's place and has no field to begin with: read it out. */
  readonly announced?: boolean;
}

export function DoorFrame({ title, lead, children, below, announced = false }: DoorFrameProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    if (announced) heading.current?.focus();
  }, [announced, title]);
  return (
    <main className="door" id="main">
      <p className="brand">
        <Mark />
        <span>CryptoTracker</span>
      </p>
      <section className="card door-card">
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className="muted">{lead}</p>}
        </div>
        {children}
      </section>
      {below === undefined ? null : <p className="door-below muted">{below}</p>}
    </main>
  );
}
