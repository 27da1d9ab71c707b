/** The routes of signing in and of one's own settings; none of them carries a key, for none may be kept and repeated. */
import { answered, type Ask, segment, type Send, type Signal } from "./api";
import type { Doorway, Registration, SessionRecord, User } from "./identity";
import type { Page } from "./types";

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

  signIn(email: string, password: string, device: string): Promise<unknown> {
    return this.#tell("POST", "/auth/login", { email, password, device, client: "web" });
  }

  signOut(everywhere: boolean): Promise<unknown> {
    return this.#tell("POST", "/auth/logout", { everywhere });
  }

  recover(email: string): Promise<unknown> {
    return this.#tell("POST", "/auth/recover", { email });
  }

  reset(token: string, password: string): Promise<unknown> {
    return this.#tell("POST", "/auth/reset", { token, password });
  }

  stepUp(password: string): Promise<unknown> {
    return this.#tell("POST", "/auth/step-up", { password });
  }

  changeProfile(change: Pick<User, "name">): Promise<User> {
    return this.#tell("PATCH", "/me", change);
  }

  changePassword(password: string): Promise<unknown> {
    return this.#tell("PUT", "/me/password", { password });
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

  #get<Result>(path: string, signal: Signal | undefined): Promise<Result> {
    return answered(this.#send, { method: "GET", path, headers: { accept: "application/json" }, signal });
  }

  #tell<Result>(method: Ask["method"], path: string, body?: unknown): Promise<Result> {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    const text = body === undefined ? undefined : JSON.stringify(body);
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body: text });
  }
}
