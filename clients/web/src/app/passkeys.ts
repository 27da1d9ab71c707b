/** The browser's side of passkeys: a device makes one, or shows one that it has. */
import type { Devices } from "@cryptotracker/core/people-queries";
import { Problem } from "@cryptotracker/core/problem";

export const devices: Devices = {
  // They belong to a name: a browser makes none for an address of digits.
  knowPasskeys: typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname),
  make: async (asked) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked as PublicKeyCredentialCreationOptionsJSON);
    return written(await navigator.credentials.create({ publicKey }).catch(refused));
  },
  use: async (asked) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(asked as PublicKeyCredentialRequestOptionsJSON);
    return written(await navigator.credentials.get({ publicKey }).catch(refused));
  },
};

function written(credential: Credential | null): unknown {
  return credential instanceof PublicKeyCredential ? credential.toJSON() : refused(null);
}

/** What browsers say of it is for those who write pages. */
function refused(error: unknown): never {
  if (error instanceof DOMException && error.name === "InvalidStateError") {
    throw new Problem(0, "/problems/passkey-known", "There is one already", "This device has a passkey for you.", []);
  }
  throw new Problem(0, "/problems/no-passkey", "No passkey was used", "The device has none for this place, or was told not to. Try again, or go another way.", []);
}
