// A fee and a disposal of the same asset can belong to one event; each is a figure of its own.
import type { Disposal } from "@cryptotracker/core/types";

export function figureOf({ event, asset, kind }: Disposal): string {
  return `${kind === "fee" ? "fee" : "disposal"}:${event}:${asset}`;
}
