/** What one follows of the market: stars, and lists of one's own. */
import { answered, type Ask, segment, type Send, type Signal } from "./api";
import type { Asset, Page } from "./types";

export interface WatchList {
  readonly id: string;
  readonly name: string;
  /** In the order of whoever made it. */
  readonly assets: readonly Asset[];
  readonly created_at: string;
  readonly version: number;
}

export interface WatchListChange {
  readonly name?: string;
  /** All that it holds from now on. */
  readonly assets?: readonly Asset[];
}

export class Watching {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  stars(signal?: Signal): Promise<Page<Asset>> {
    return this.#ask("GET", "/watchlists/stars", undefined, signal);
  }

  star(asset: string, starred: boolean): Promise<null> {
    return this.#ask(starred ? "PUT" : "DELETE", `/watchlists/stars/${segment(asset)}`);
  }

  lists(signal?: Signal): Promise<Page<WatchList>> {
    return this.#ask("GET", "/watchlists", undefined, signal);
  }

  create(name: string): Promise<WatchList> {
    return this.#ask("POST", "/watchlists", { name });
  }

  change(list: WatchList, { name, assets }: WatchListChange): Promise<WatchList> {
    const ids = assets?.map((one) => one.id);
    return this.#ask("PATCH", `/watchlists/${segment(list.id)}`, { ...(name !== undefined && { name }), ...(ids && { assets: ids }) });
  }

  /** Put an asset at the end of a list, by its id or its symbol. */
  add(list: string, asset: string): Promise<WatchList> {
    return this.#ask("PUT", `/watchlists/${segment(list)}/assets/${segment(asset)}`);
  }

  remove(list: string): Promise<null> {
    return this.#ask("DELETE", `/watchlists/${segment(list)}`);
  }

  #ask<Result>(method: Ask["method"], path: string, body?: unknown, signal?: Signal): Promise<Result> {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body: body === undefined ? undefined : JSON.stringify(body), signal });
  }
}
