/** Who is signed in, their settings, and the way out. */
import { useDoorway, useSignOut } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Icon } from "../ui/icon";
import { Popover } from "../ui/popover";
import { Portrait } from "../ui/portrait";
import { useToast } from "../ui/toast";

export function PersonMenu(): ReactNode {
  const doorway = useDoorway().data;
  const signOut = useSignOut();
  const toast = useToast();
  const leave = () => signOut.mutate({}, { onError: (error) => toast(`You are still signed in. ${inWords(error).detail}`) });
  if (doorway === undefined || doorway.mode === "single" || doorway.user === null) {
    return (
      <Link className="btn icon-only only-phone" to="/settings/profile" aria-label="Settings">
        <Icon name="settings" />
      </Link>
    );
  }
  const { user } = doorway;
  return (
    <Popover label={`Signed in as ${user.email}`} trigger={<Portrait />} className="btn icon-only" align="end" closeOnChoice>
      <span className="person">
        <span className="strong">{user.name}</span>
        <span className="small faint">{user.email}</span>
      </span>
      <hr />
      <Link className="item" to="/settings/profile">
        <Icon name="settings" small />
        Settings
      </Link>
      <button type="button" className="item" onClick={leave}>
        <Icon name="leave" small />
        Sign out
      </button>
    </Popover>
  );
}
