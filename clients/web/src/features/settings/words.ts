/** What the log calls things, in the reader's words; what it does not know it shows as the server has it. */
const ACTIONS: Readonly<Record<string, string>> = {
  "registered": "Registered",
  "verified": "E-mail address confirmed",
  "signed-in": "Signed in",
  "sign-in-failed": "Signing in was refused",
  "signed-out": "Signed out",
  "signed-out-everywhere": "Signed out everywhere",
  "session-revoked": "A session was signed out",
  "refresh-reused": "A session was ended: its secret was used twice",
  "password-changed": "Password changed",
  "password-reset": "Password changed through a letter",
  "recovery-requested": "A letter for a forgotten password was asked for",
  "email-changed": "E-mail address changed",
  "totp-enabled": "Two-step sign-in turned on",
  "totp-disabled": "Two-step sign-in turned off",
  "recovery-code-used": "A recovery code was used",
  "token-created": "A token was made",
  "token-revoked": "A token was revoked",
  "profile-changed": "Profile changed",
};

export function actionName(action: string): string {
  const plain = action.replace(/[_.]/g, "-");
  return ACTIONS[plain] ?? plain.replaceAll("-", " ").replace(/^./, (sign) => sign.toUpperCase());
}
