/** Keeps somebody signed in: renews the session when it has run out, and has a sensitive request confirmed. */
import type { Answer, Ask, Send } from "./api";

export const STEP_UP_NEEDED = "/problems/step-up-needed";

/** What a platform brings for its sessions. */
export interface SessionPlatform {
  /** Run something while nobody else who holds the same session does: another tab, for one. */
  alone<Result>(run: () => Promise<Result>): Promise<Result>;
  /** Whether there may be a session to renew; asking in vain is refused by the server and told in its log. */
  held(): boolean;
  /** Forget that there was one: nobody asks in vain twice. */
  lost(): void;
}

export class Session {
  readonly #send: Send;
  readonly #platform: SessionPlatform;
  #renewing: Promise<boolean> | null = null;
  #confirming: Promise<boolean> | null = null;
  #confirm: () => Promise<boolean> = () => Promise.resolve(false);
  #ended: () => void = () => undefined;

  constructor(send: Send, platform: SessionPlatform) {
    this.#send = send;
    this.#platform = platform;
  }

  /** How a reader confirms that it is them; false when they would rather not. */
  asks(confirm: () => Promise<boolean>): void {
    this.#confirm = confirm;
  }

  /** What to do once there is no session any more. */
  tells(ended: () => void): void {
    this.#ended = ended;
  }

  /** Send a request; one that was refused for want of a session or of a confirmation is sent once more. */
  readonly send: Send = async (ask) => {
    // Signing in is refused with the same status; there a new session would help nobody.
    if (isDoor(ask)) return this.#send(ask);
    let answer = await this.#send(ask);
    if (answer.status === 401) {
      if (!(await this.renew())) {
        this.#ended();
        return answer;
      }
      answer = await this.#send(ask);
    }
    if (needsConfirming(answer) && (await this.#confirmed())) answer = await this.#send(ask);
    return answer;
  };

  /** Have a session that has not run out, all at once and for all tabs; false when there is none. */
  renew(): Promise<boolean> {
    this.#renewing ??= this.#platform.alone(() => this.#renew()).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Another tab may have renewed it in the meantime, and a renewal used twice ends the session. */
  async #renew(): Promise<boolean> {
    if (!this.#platform.held()) return false;
    const known = await this.#send({ method: "GET", path: "/auth", headers: { accept: "application/json" } });
    if (isSignedIn(known)) return true;
    const headers = { "accept": "application/json", "content-type": "application/json" };
    const renewed = await this.#send({ method: "POST", path: "/auth/refresh", headers, body: "{}" });
    if (renewed.ok) return true;
    if (renewed.status === 401 || renewed.status === 403) {
      this.#platform.lost();
      this.#ended();
      return false;
    }
    // Trouble of the server's is no reason to show anybody out.
    throw new Error(`The session could not be renewed: ${renewed.status}`);
  }

  #confirmed(): Promise<boolean> {
    this.#confirming ??= this.#confirm().finally(() => {
      this.#confirming = null;
    });
    return this.#confirming;
  }
}

function isDoor({ path }: Ask): boolean {
  return path === "/auth" || path.startsWith("/auth/");
}

function isSignedIn({ ok, body }: Answer): boolean {
  return ok && typeof body === "object" && body !== null && "user" in body && body.user !== null;
}

function needsConfirming({ status, body }: Answer): boolean {
  return status === 403 && typeof body === "object" && body !== null && "type" in body && body.type === STEP_UP_NEEDED;
}
