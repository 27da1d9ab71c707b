/** News: what feeds tell, what one saved of it, and the feeds themselves. */
import { answered, type Ask, queryText, segment, type Send, type Signal } from "./api";
import type { Page } from "./types";

export interface Article {
  readonly id: string;
  readonly source: string;
  readonly site: string;
  readonly title: string;
  readonly link: string;
  readonly published_at: string;
  /** Whether the feed said when; if not, it is when the article was seen. */
  readonly dated: boolean;
}

/** The first article that tells something; `also` tell the same, and an example is made up. */
export interface Story extends Article {
  readonly summary: string;
  readonly assets: readonly { readonly id: string; readonly symbol: string; readonly name: string; readonly color: string | null }[];
  readonly also: readonly Article[];
  readonly saved: boolean;
  readonly example: boolean;
}

export interface Feed {
  readonly id: string;
  readonly name: string;
  readonly site: string;
  /** For administrators, as it may hold a key. */
  readonly url: string | null;
  readonly state: "active" | "failing" | "paused";
  readonly error: string | null;
  readonly read_at: string | null;
  readonly due_at: string | null;
}

export interface FeedList {
  /** Whether feeds are read in the background. */
  readonly on: boolean;
  readonly items: readonly Feed[];
}

export interface NewsFilter {
  readonly saved?: boolean;
  readonly portfolio?: string | undefined;
  readonly assets?: string | undefined;
  readonly q?: string | undefined;
}

const PAGE = 50;

export class News {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  list({ saved = false, portfolio, assets, q }: NewsFilter, cursor: string | null, signal?: Signal): Promise<Page<Story>> {
    const page = { limit: PAGE, cursor: cursor ?? undefined };
    const path = saved ? `/market/news/saved${queryText(page)}` : `/market/news${queryText({ portfolio, assets, q, ...page })}`;
    return this.#ask("GET", path, signal);
  }

  feeds(signal?: Signal): Promise<FeedList> {
    return this.#ask("GET", "/market/news/feeds", signal);
  }

  addFeed(url: string, name: string): Promise<Feed> {
    return this.#ask("POST", "/market/news/feeds", undefined, { url, name });
  }

  pauseFeed(feed: string, paused: boolean): Promise<Feed> {
    return this.#ask("PATCH", `/market/news/feeds/${segment(feed)}`, undefined, { paused });
  }

  /** What it told stays. */
  removeFeed(feed: string): Promise<null> {
    return this.#ask("DELETE", `/market/news/feeds/${segment(feed)}`);
  }

  keep(article: string, saved: boolean): Promise<null> {
    return this.#ask(saved ? "PUT" : "DELETE", `/market/news/${segment(article)}/saved`);
  }

  #ask<Result>(method: Ask["method"], path: string, signal?: Signal, body?: unknown): Promise<Result> {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body: body === undefined ? undefined : JSON.stringify(body), signal });
  }
}
