/** Opens what is said about one thing beside the page, and says how much of it is open. */
import { type ReactNode, useState } from "react";

import { Drawer } from "../../ui/drawer";
import { Icon } from "../../ui/icon";
import { useTalk } from "../../ui/talk";
import { aboutWords, countWords, useThread } from "./abouts";
import { Thread } from "./thread";

export function CommentButton({ about, title = aboutWords(about) }: { readonly about: string; readonly title?: string }): ReactNode {
  const talk = useTalk();
  const thread = useThread(about);
  const [open, setOpen] = useState(false);
  if (talk === null || (thread === undefined && !talk.may)) return null;
  const says = thread === undefined ? "none yet" : countWords(thread);
  return (
    <>
      <button type="button" className="btn quiet comment-button" aria-label={`Comments on ${title}: ${says}`} aria-expanded={open} onClick={() => setOpen(true)}>
        <Icon name="comment" small />
        {thread === undefined ? null : <span className={thread.open > 0 ? "count" : "faint"}>{thread.open > 0 ? thread.open : thread.comments}</span>}
      </button>
      {open ? (
        <Drawer kind="Comments" title={title} subject={about} onClose={() => setOpen(false)}>
          <div className="thread-room">
            <Thread about={about} />
          </div>
        </Drawer>
      ) : null}
    </>
  );
}

/** Beside a row that opens by itself: how much of what is said about it is open. */
export function CommentCount({ about }: { readonly about: string }): ReactNode {
  const thread = useThread(about);
  if (thread === undefined) return null;
  return (
    <span className={thread.open > 0 ? "comment-count open" : "comment-count"} title={countWords(thread)}>
      <Icon name="comment" small />
      {thread.open > 0 ? thread.open : thread.comments}
      <span className="vh"> {thread.open > 0 ? "open comments" : "comments, resolved"}</span>
    </span>
  );
}
