/** What the log calls things, in the reader's words; what it does not know it shows as the server has it. */
import type { LogRecord } from "@cryptotracker/core/identity";

import { browserName } from "../../ui/browser-name";

const WORDS: Readonly<Record<string, string>> = {
  registered: "Registered",
  address_verified: "E-mail address confirmed",
  signed_in: "Signed in",
  sign_in_refused: "Somebody wanted to sign in as you, and was refused",
  second_step_asked: "The password was right, and a second step was asked for",
  recovery_code_used: "A recovery code was used",
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
  app_switched_on: "Authenticator app turned on",
  app_switched_off: "Authenticator app turned off",
  passkey_added: "A passkey was added",
  passkey_named: "A passkey was renamed",
  passkey_removed: "A passkey was removed",
  recovery_codes_renewed: "Recovery codes were made anew",
  identity_linked: "Another way in was linked",
  identity_unlinked: "Another way in was unlinked",
  factors_reset: "All second factors were taken away",
  profile_changed: "Profile changed",
  token_made: "A token was made",
  token_revoked: "A token was revoked",
  share_made: "A portfolio was shared",
  share_changed: "A share was changed",
  share_revoked: "A share was revoked",
  comment_removed: "A comment of somebody else was removed",
  price_stated: "A price of your own was stated",
  price_changed: "A price of your own was changed",
  price_removed: "A price of your own was removed",
  all_tokens_revoked: "All tokens were revoked",
  role_changed: "What they may do here was changed",
  user_disabled: "Account shut",
  user_enabled: "Account opened again",
  export_asked: "An export of everything was asked for",
  deletion_asked: "Deletion of the account was asked for",
  user_deleted: "Account deleted",
};

const BY: Readonly<Record<string, string>> = { operator: "by whoever runs this place", token: "by a token" };

export function whatHappened({ what }: LogRecord): string {
  return WORDS[what] ?? what.replaceAll("_", " ").replace(/^./, (sign) => sign.toUpperCase());
}

/** What is worth knowing beside it: of whom it was, and from where. */
export function beside({ by, facts, agent, address }: LogRecord): string {
  const { name, label, device, before, after, failed, tries } = facts;
  const moved = before !== undefined && after !== undefined ? `${before} to ${after}` : undefined;
  const wrong = failed === undefined || failed === "0" ? undefined : failed === "1" ? "after one wrong try" : `after ${failed} wrong tries`;
  const times = tries === undefined ? undefined : tries === "1" ? "once" : `${tries} times`;
  return [name, label, moved, wrong, times, BY[by], device ?? browserName(agent), address].filter(Boolean).join(", ");
}
