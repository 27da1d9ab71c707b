/** What is said about what a drawer shows, at its end. */
import { type ReactNode, useId } from "react";

import { useTalk } from "../../ui/talk";
import { Thread } from "./thread";

export function ThreadSection({ about }: { readonly about: string }): ReactNode {
  const id = useId();
  if (useTalk() === null) return null;
  return (
    <section className="thread-room" aria-labelledby={id}>
      <h3 id={id}>Comments</h3>
      <Thread about={about} />
    </section>
  );
}
