/** What is wished of the stream by name: asked for once, however many wish it, and again on a new connection. */

/** The words of a subscription, without its verb. */
export interface Named {
  readonly topic: string;
  readonly [word: string]: unknown;
}

type Tell = (told: unknown) => void;

export class Wishes {
  readonly #send: (text: string) => void;
  readonly #tells = new Map<string, Set<Tell>>();

  /** @param send passes a wish on, if there is a connection */
  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** Be told of something until the function returned is called. */
  add(wish: Named, tell: Tell): () => void {
    const name = JSON.stringify(wish);
    const tells = this.#tells.get(name) ?? new Set();
    if (tells.size === 0) this.#say("subscribe", name);
    this.#tells.set(name, tells.add(tell));
    return () => {
      if (!tells.delete(tell) || tells.size > 0) return;
      this.#tells.delete(name);
      this.#say("unsubscribe", name);
    };
  }

  /** Tell all who wish it. */
  tell(wish: Named, told: unknown): void {
    this.#tells.get(JSON.stringify(wish))?.forEach((tell) => tell(told));
  }

  /** Ask for all of it: the connection is a new one. */
  askAgain(): void {
    for (const name of this.#tells.keys()) this.#say("subscribe", name);
  }

  #say(op: "subscribe" | "unsubscribe", name: string): void {
    this.#send(JSON.stringify({ op, ...(JSON.parse(name) as Named) }));
  }
}
