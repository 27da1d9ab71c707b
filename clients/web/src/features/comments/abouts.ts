/** What a comment is about: its name on the wire, and in the reader's words. */
import { useThreads } from "@cryptotracker/core/comment-queries";
import type { Thread } from "@cryptotracker/core/comments";

import { useTalk } from "../../ui/talk";

export const PORTFOLIO = "portfolio";
export const ofAsset = (symbol: string) => `asset:${symbol}`;
export const ofTransaction = (event: string) => `transaction:${event}`;

/** What is talked about where a figure is explained: an asset or a transaction if it is of one. */
export function ofFigure(figure: string): string {
  const [kind, name = ""] = figure.split(":");
  if (kind === "holding") return ofAsset(figure.slice("holding:".length));
  if (kind === "disposal" || kind === "fee") return ofTransaction(figure.slice(kind.length + 1, figure.lastIndexOf(":")));
  return name === "" ? `figure:${kind}` : `figure:${figure}`;
}

const FIGURES: Readonly<Record<string, string>> = { value: "Total value", cost_basis: "Cost", unrealised: "Unrealised gain", gain: "Realised gain" };

export function aboutWords(about: string): string {
  const [kind, ...rest] = about.split(":");
  if (kind === "asset") return rest.join(":");
  if (kind === "transaction") return `Transaction ${rest.join(":")}`;
  if (kind === "figure") return [FIGURES[rest[0] ?? ""] ?? rest[0], ...rest.slice(1)].join(" ");
  return "The portfolio";
}

/** How much is said about one thing; undefined if nothing is, or nobody talks here. */
export function useThread(about: string): Thread | undefined {
  const { data } = useThreads(useTalk()?.place ?? null);
  return data?.items.find((thread) => thread.about === about);
}

export function countWords({ comments, open }: Pick<Thread, "comments" | "open">): string {
  const said = comments === 1 ? "1 comment" : `${comments} comments`;
  return open === 0 ? `${said}, resolved` : `${said}, ${open} open`;
}
