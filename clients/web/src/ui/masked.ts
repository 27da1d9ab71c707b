import { HIDDEN } from "@cryptotracker/core/money";

/** A sentence of the server with every number in it hidden, since any of them may be an amount. */
export function masked(text: string, hidden: boolean): string {
  return hidden ? text.replace(/\d[\d.,\u00a0]*/g, HIDDEN) : text;
}
