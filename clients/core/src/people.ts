/** The routes of signing in and of one's own settings; none of them carries a key, for none may be kept and repeated. */
import { answered, type Ask, queryText, segment, type Send, type Signal } from "./api";
import type {
  Code, Doorway, Export, Factors, IdentityRecord, LogRecord, MadeToken, NewToken, Passkey, Proof, Registration, SessionRecord, SignedIn, TelegramFields, TokenRecord, TotpSeed, User,
} from "./identity";
import type { KeptPreferences, PreferencesChange } from "./preferences";
import type { Page } from "./types";

const LOG_PAGE = 50;

interface Asked {
  readonly public_key: unknown;
}

interface Codes {
  readonly recovery_codes: readonly string[];
}

export class People {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  doorway(signal?: Signal): Promise<Doorway> {
    return this.#get("/auth", signal);
  }

  register(wanted: Registration): Promise<unknown> {
    return this.#tell("POST", "/auth/register", wanted);
  }

  verify(token: string): Promise<unknown> {
    return this.#tell("POST", "/auth/verify", { token });
  }

  signIn(email: string, password: string, device: string): Promise<SignedIn> {
    return this.#tell("POST", "/auth/login", { email, password, device, client: "web" });
  }

  secondStep(ticket: string, code: Code): Promise<SignedIn> {
    return this.#tell("POST", "/auth/mfa", { ticket, ...code });
  }

  signOut(everywhere: boolean, revokeTokens = false): Promise<unknown> {
    return this.#tell("POST", "/auth/logout", { everywhere, revoke_tokens: revokeTokens });
  }

  recover(email: string): Promise<unknown> {
    return this.#tell("POST", "/auth/recover", { email });
  }

  reset(token: string, password: string, code?: Code): Promise<unknown> {
    return this.#tell("POST", "/auth/reset", { token, password, ...code });
  }

  stepUp(proof: Proof): Promise<unknown> {
    return this.#tell("POST", "/auth/step-up", proof);
  }

  changeProfile(change: Pick<User, "name">): Promise<User> {
    return this.#tell("PATCH", "/me", change);
  }

  preferences(signal?: Signal): Promise<KeptPreferences> {
    return this.#get("/me/preferences", signal);
  }

  changePreferences(change: PreferencesChange): Promise<KeptPreferences> {
    return this.#tell("PATCH", "/me/preferences", change);
  }

  /** As the platform shows a picture. */
  avatar(signal?: Signal): Promise<unknown> {
    return answered(this.#send, { method: "GET", path: "/me/avatar", headers: { accept: "image/webp, application/problem+json" }, signal });
  }

  sendAvatar(kind: string, file: unknown): Promise<KeptPreferences> {
    return answered(this.#send, { method: "PUT", path: "/me/avatar", headers: { "accept": "application/json", "content-type": kind }, body: file });
  }

  removeAvatar(): Promise<unknown> {
    return this.#tell("DELETE", "/me/avatar");
  }

  changePassword(password: string, revokeTokens = false): Promise<unknown> {
    return this.#tell("PUT", "/me/password", { password, revoke_tokens: revokeTokens });
  }

  changeEmail(email: string): Promise<unknown> {
    return this.#tell("PUT", "/me/email", { email });
  }

  sessions(signal?: Signal): Promise<Page<SessionRecord>> {
    return this.#get("/me/sessions", signal);
  }

  nameSession(id: string, device: string): Promise<SessionRecord> {
    return this.#tell("PATCH", `/me/sessions/${segment(id)}`, { device });
  }

  endSession(id: string): Promise<unknown> {
    return this.#tell("DELETE", `/me/sessions/${segment(id)}`);
  }

  endOtherSessions(): Promise<unknown> {
    return this.#tell("DELETE", "/me/sessions");
  }

  /** Where the browser is to go, so that somebody elsewhere says once more who its user is. */
  proveElsewhere(issuer: string): Promise<{ readonly address: string }> {
    return this.#tell("POST", `/auth/step-up/${segment(issuer)}`);
  }

  /** What a browser has to ask its devices for. */
  askForPasskey(): Promise<Asked> {
    return this.#tell("POST", "/auth/passkey/options", {});
  }

  signInByPasskey(credential: unknown, device: string): Promise<SignedIn> {
    return this.#tell("POST", "/auth/passkey", { credential, device, client: "web" });
  }

  factors(signal?: Signal): Promise<Factors> {
    return this.#get("/me/factors", signal);
  }

  beginTotp(): Promise<TotpSeed> {
    return this.#tell("POST", "/me/totp", {});
  }

  confirmTotp(code: string): Promise<Codes> {
    return this.#tell("PUT", "/me/totp", { code });
  }

  endTotp(): Promise<unknown> {
    return this.#tell("DELETE", "/me/totp");
  }

  renewRecoveryCodes(): Promise<Codes> {
    return this.#tell("POST", "/me/recovery-codes", {});
  }

  passkeys(signal?: Signal): Promise<Page<Passkey>> {
    return this.#get("/me/passkeys", signal);
  }

  offerPasskey(): Promise<Asked> {
    return this.#tell("POST", "/me/passkeys/options", {});
  }

  addPasskey(name: string, credential: unknown): Promise<Codes & { readonly passkey: Passkey }> {
    return this.#tell("POST", "/me/passkeys", { name, credential });
  }

  namePasskey(id: string, name: string): Promise<Passkey> {
    return this.#tell("PATCH", `/me/passkeys/${segment(id)}`, { name });
  }

  removePasskey(id: string): Promise<unknown> {
    return this.#tell("DELETE", `/me/passkeys/${segment(id)}`);
  }

  tokens(signal?: Signal): Promise<Page<TokenRecord>> {
    return this.#get("/me/tokens", signal);
  }

  makeToken(wanted: NewToken): Promise<MadeToken> {
    return this.#tell("POST", "/me/tokens", wanted);
  }

  endToken(id: string): Promise<unknown> {
    return this.#tell("DELETE", `/me/tokens/${segment(id)}`);
  }

  endTokens(): Promise<unknown> {
    return this.#tell("DELETE", "/me/tokens");
  }

  exports(signal?: Signal): Promise<Page<Export>> {
    return this.#get("/me/exports", signal);
  }

  startExport(): Promise<unknown> {
    return this.#tell("POST", "/me/exports");
  }

  /** The archive, as the platform holds a file. */
  fetchExport(job: string): Promise<unknown> {
    return answered(this.#send, { method: "GET", path: `/me/exports/${segment(job)}`, headers: { accept: "application/zip, application/json" } });
  }

  deleteMe(): Promise<{ readonly deleted_at: string }> {
    return this.#tell("POST", "/me/deletion");
  }

  log(cursor: string | null, signal?: Signal): Promise<Page<LogRecord>> {
    return this.#get(`/me/security-log${queryText({ limit: LOG_PAGE, cursor: cursor ?? undefined })}`, signal);
  }

  /** Begin to register with somebody elsewhere; the browser has to go to the address that is answered. */
  beginElsewhere(issuer: string, invitation: string): Promise<{ readonly address: string }> {
    return this.#tell("POST", `/auth/oauth/${segment(issuer)}`, { invitation });
  }

  signInByTelegram(fields: TelegramFields, device: string, invitation?: string): Promise<SignedIn> {
    return this.#tell("POST", "/auth/telegram", { fields, device, client: "web", ...(invitation === undefined ? {} : { invitation }) });
  }

  identities(signal?: Signal): Promise<Page<IdentityRecord>> {
    return this.#get("/me/identities", signal);
  }

  /** Begin to link; the browser has to go to the address that is answered. */
  linkIdentity(issuer: string): Promise<{ readonly address: string }> {
    return this.#tell("POST", `/me/identities/${segment(issuer)}`);
  }

  linkTelegram(fields: TelegramFields): Promise<unknown> {
    return this.#tell("POST", "/me/identities/telegram", { fields });
  }

  unlinkIdentity(id: string): Promise<unknown> {
    return this.#tell("DELETE", `/me/identities/${segment(id)}`);
  }

  #get<Result>(path: string, signal: Signal | undefined): Promise<Result> {
    return answered(this.#send, { method: "GET", path, headers: { accept: "application/json" }, signal });
  }

  #tell<Result>(method: Ask["method"], path: string, body?: unknown): Promise<Result> {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body: text });
  }
}
