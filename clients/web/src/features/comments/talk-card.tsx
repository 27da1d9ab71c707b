/** What is said about a portfolio, and a list of what there is talk about in it. */
import { useThreads } from "@cryptotracker/core/comment-queries";
import type { Thread as Counts } from "@cryptotracker/core/comments";
import { day } from "@cryptotracker/core/dates";
import { type ReactNode, useState } from "react";

import { ErrorNote, Skeleton } from "../../ui/states";
import { type Talk, useTalk } from "../../ui/talk";
import { useView } from "../../ui/view";
import { aboutWords, countWords, PORTFOLIO } from "./abouts";
import { CommentButton } from "./comment-button";
import "./comments.css";
import { Thread } from "./thread";

/** `quiet`: nothing but a button where nothing was said yet. */
export function TalkCard({ quiet = false }: { readonly quiet?: boolean }): ReactNode {
  const talk = useTalk();
  return talk === null ? null : <Card talk={talk} quiet={quiet} />;
}

function Card({ talk, quiet }: { readonly talk: Talk; readonly quiet: boolean }): ReactNode {
  const found = useThreads(talk.place);
  const [asked, ask] = useState(false);
  const threads = found.data?.items ?? [];
  const open = threads.reduce((sum, thread) => sum + thread.open, 0);
  if (quiet && (found.isPending || (threads.length === 0 && !asked && !found.isError))) {
    return found.isPending ? null : (
      <p className="talk-start">
        <button type="button" className="btn quiet" onClick={() => ask(true)}>
          Comment on this portfolio
        </button>
      </p>
    );
  }
  return (
    <section className="card" aria-labelledby="talk">
      <div className="card-head talk-head">
        <h2 id="talk">
          Comments
          {open === 0 ? null : (
            <span className="tag warn">{`${open} open`}</span>
          )}
        </h2>
        <span className="small faint">Seen by everybody who sees what it is about</span>
      </div>
      {found.isPending ? (
        <Skeleton rows={3} label="Loading comments" />
      ) : found.data === undefined ? (
        <ErrorNote what="The comments could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Subjects threads={threads.filter(({ about }) => about !== PORTFOLIO)} />
      )}
      <div className="thread-room">
        <h3>On the portfolio</h3>
        <Thread about={PORTFOLIO} />
      </div>
    </section>
  );
}

function Subjects({ threads }: { readonly threads: readonly Counts[] }): ReactNode {
  const { timeZone } = useView();
  if (threads.length === 0) return null;
  return (
    <ul className="subjects">
      {threads.map((thread) => (
        <li key={thread.about}>
          <span className="grow">
            <span className="strong">{aboutWords(thread.about)}</span>
            <span className="sub">{`${countWords(thread)}, last on ${day(thread.last_at, timeZone)}`}</span>
          </span>
          <CommentButton about={thread.about} />
        </li>
      ))}
    </ul>
  );
}
