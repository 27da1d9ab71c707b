/** What the log calls things, in the reader's words; what it does not know it shows as the server has it. */
import type { LogRecord } from "@cryptotracker/core/identity";

import { browserName } from "../../ui/browser-name";

const WORDS: Readonly<Record<string, string>> = {
  registered: "Registered",
  address_verified: "E-mail address confirmed",
  signed_in: "Signed in",
  signed_out: "Signed out",
  signed_out_everywhere: "Signed out everywhere",
  session_revoked: "A session was signed out",
  other_sessions_revoked: "All other sessions were signed out",
  refresh_token_reused: "A session was ended: somebody had a copy of its secret",
  stepped_up: "Confirmed that it is you",
  password_changed: "Password changed",
  password_reset: "Password changed through a letter",
  email_change_asked: "Another e-mail address was asked for",
  email_changed: "E-mail address changed",
  profile_changed: "Profile changed",
  token_made: "A token was made",
  token_revoked: "A token was revoked",
  share_made: "A portfolio was shared",
  share_changed: "A share was changed",
  share_revoked: "A share was revoked",
  all_tokens_revoked: "All tokens were revoked",
  user_disabled: "Account shut",
  user_enabled: "Account opened again",
  export_asked: "An export of everything was asked for",
  deletion_asked: "Deletion of the account was asked for",
};

const BY: Readonly<Record<string, string>> = { operator: "by whoever runs this place", token: "by a token" };

export function whatHappened({ what }: LogRecord): string {
  return WORDS[what] ?? what.replaceAll("_", " ").replace(/^./, (sign) => sign.toUpperCase());
}

/** What is worth knowing beside it: of whom it was, and from where. */
export function beside({ by, facts, agent, address }: LogRecord): string {
  const { name, device, before, after, failed } = facts;
  const moved = before !== undefined && after !== undefined ? `${before} to ${after}` : undefined;
  const wrong = failed === undefined || failed === "0" ? undefined : failed === "1" ? "after one wrong try" : `after ${failed} wrong tries`;
  return [name, moved, wrong, BY[by], device ?? browserName(agent), address].filter(Boolean).join(", ");
}
