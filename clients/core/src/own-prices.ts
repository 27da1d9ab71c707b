/** Prices of one's own: of what no market prices, or where one knows better. */
import { answered, type Ask, queryText, segment, type Send, type Signal } from "./api";
import type { Decimal } from "./decimal";
import type { Page } from "./types";

export interface OwnPriceChange {
  readonly asset: string;
  readonly currency: string;
  /** A date, or an instant. */
  readonly at: string;
  readonly price: Decimal;
  readonly note: string;
  /** Whether it counts before what the market says of the day. */
  readonly overrides: boolean;
}

export interface OwnPrice extends OwnPriceChange {
  readonly id: string;
  readonly whole_day: boolean;
  readonly stated_at: string;
}

const PAGE = 100;

export class OwnPrices {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Those of one asset, or all; the last stated first. */
  list(asset: string | undefined, cursor: string | null, signal?: Signal): Promise<Page<OwnPrice>> {
    return this.#ask("GET", `/me/prices${queryText({ asset, limit: PAGE, cursor: cursor ?? undefined })}`, undefined, signal);
  }

  state(said: OwnPriceChange): Promise<OwnPrice> {
    return this.#ask("POST", "/me/prices", said);
  }

  change(id: string, said: OwnPriceChange): Promise<OwnPrice> {
    return this.#ask("PUT", `/me/prices/${segment(id)}`, said);
  }

  forget(id: string): Promise<null> {
    return this.#ask("DELETE", `/me/prices/${segment(id)}`);
  }

  #ask<Result>(method: Ask["method"], path: string, body?: OwnPriceChange, signal?: Signal): Promise<Result> {
    const json: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
    return answered(this.#send, { method, path, headers: { accept: "application/json", ...json }, body: body === undefined ? undefined : JSON.stringify(body), signal });
  }
}
