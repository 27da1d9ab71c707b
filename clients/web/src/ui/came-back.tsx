/** What a browser is told that was sent to sign in elsewhere and is back: it stands behind the `#` of the address. */
import { useLocation } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Icon } from "./icon";

const WRONG: ReadonlyMap<string, string> = new Map(Object.entries({
  "address-needed": "They vouch for no address of yours. Register with one here, then link the two under Settings, Security.",
  "handshake-unusable": "That took too long, was done in another browser, or was done before. Try again.",
  "identity-taken": "That is linked to another account here.",
  "identity-unlinked": "There is an account of your address already. Sign in to it, and link the two under Settings, Security.",
  "issuer-not-found": "Nobody signs in with them here.",
  "issuer-refused": "They do not vouch for you. Try again.",
  "issuer-unavailable": "They do not answer as they should. Try again later, or sign in another way.",
  "registration-closed": "No account here is linked to that. New people need an invitation that is good: not used yet, and not older than a day.",
  "session-ended": "Your session is over. Sign in, and try again.",
  "sign-in-failed": "The account cannot be used.",
  "too-many-tries": "Too many tries. Wait some minutes.",
}));
const DONE: ReadonlyMap<string, string> = new Map(Object.entries({
  linked: "Linked. From now on you may sign in with it, too.",
  proved: "It is known to be you for the next five minutes. Do once more what you wanted to do.",
}));

export function CameBack(): ReactNode {
  const { hash } = useLocation();
  // A later step within the page takes the rest of the address away.
  const [said] = useState(hash.replace(/^#/, ""));
  const problem = /^problem=([a-z-]+)$/.exec(said)?.[1];
  if (problem !== undefined) {
    return (
      <p className="form-problem small" role="alert">
        <Icon name="warning" small />
        <span>{WRONG.get(problem) ?? "That did not work. Try again."}</span>
      </p>
    );
  }
  const done = DONE.get(said);
  return done === undefined ? null : (
    <p className="small note" role="status">
      {done}
    </p>
  );
}
