/** What people say about a portfolio: its owner, and those with whom it is shared. */
import { answered, type Ask, queryText, segment, type Send, type Signal } from "./api";
import type { Page } from "./types";

/** Whose portfolio is talked about: one's own by its id, somebody else's by the share. */
export type Place = { readonly portfolio: string } | { readonly share: string };

export interface Comment {
  readonly id: string;
  /** `portfolio`, or one thing in it: `asset:BTC`, `transaction:…`, `figure:gain:2026`. */
  readonly about: string;
  /** A name, and nothing else of whoever wrote it; empty where nobody has to sign in. */
  readonly author: string;
  readonly by_owner: boolean;
  readonly mine: boolean;
  readonly text: string;
  readonly created_at: string;
  readonly edited_at: string | null;
  readonly resolved_at: string | null;
}

export interface Thread {
  readonly about: string;
  readonly comments: number;
  readonly open: number;
  readonly last_at: string;
}

/** What is to be otherwise: what it says, or whether it is settled. */
export type CommentChange = { readonly text: string } | { readonly resolved: boolean };

const MANY = 500;

export class Comments {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  about(place: Place, about: string, cursor: string | null, signal?: Signal): Promise<Page<Comment>> {
    return this.#ask("GET", `${address(place)}${queryText({ about, limit: 100, cursor: cursor ?? undefined })}`, { signal });
  }

  threads(place: Place, signal?: Signal): Promise<Page<Thread>> {
    return this.#ask("GET", `${address(place)}/threads${queryText({ limit: MANY })}`, { signal });
  }

  write(place: Place, about: string, text: string): Promise<Comment> {
    return this.#ask("POST", address(place), { body: { about, text } });
  }

  change(place: Place, id: string, change: CommentChange): Promise<Comment> {
    return this.#ask("PATCH", `${address(place)}/${segment(id)}`, { body: change });
  }

  remove(place: Place, id: string): Promise<unknown> {
    return this.#ask("DELETE", `${address(place)}/${segment(id)}`);
  }

  #ask<Result>(method: Ask["method"], path: string, more: { readonly body?: unknown; readonly signal?: Signal | undefined } = {}): Promise<Result> {
    const json: Record<string, string> = more.body === undefined ? {} : { "content-type": "application/json" };
    const body = more.body === undefined ? undefined : JSON.stringify(more.body);
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body, signal: more.signal });
  }
}

function address(place: Place): string {
  return "share" in place ? `/shared/${segment(place.share)}/comments` : `/portfolios/${segment(place.portfolio)}/comments`;
}
