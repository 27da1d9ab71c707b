/** The invitation of somebody who has gone to Telegram: no other tab has it, and it is gone with this one. */
const KEY = "ct-invitation";

/** Storage may be refused by the browser; then whoever comes back is asked for an invitation. */
function stored<Result>(run: (storage: Storage) => Result): Result | null {
  try {
    return run(sessionStorage);
  } catch {
    return null;
  }
}

export function keepInvitation(invitation: string): void {
  stored((storage) => storage.setItem(KEY, invitation));
}

export function keptInvitation(): string | undefined {
  return stored((storage) => storage.getItem(KEY)) ?? undefined;
}

export function dropInvitation(): void {
  stored((storage) => storage.removeItem(KEY));
}
