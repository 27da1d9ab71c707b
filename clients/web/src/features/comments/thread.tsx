/** What is said about one thing, newest last, and a field to say something. */
import { useChangeComment, useComments } from "@cryptotracker/core/comment-queries";
import type { Comment, Place } from "@cryptotracker/core/comments";
import { inWords } from "@cryptotracker/core/problem";
import type { ReactNode } from "react";

import { ErrorNote, Skeleton } from "../../ui/states";
import { useTalk } from "../../ui/talk";
import { useToast } from "../../ui/toast";
import "./comments.css";
import { Said } from "./said";
import { WriteForm } from "./write-form";

export function Thread({ about }: { readonly about: string }): ReactNode {
  const talk = useTalk();
  return talk === null ? null : <Loaded key={about} place={talk.place} may={talk.may} about={about} />;
}

interface LoadedProps {
  readonly place: Place;
  readonly may: boolean;
  readonly about: string;
}

function Loaded({ place, may, about }: LoadedProps): ReactNode {
  const found = useComments(place, about);
  if (found.isPending) return <Skeleton rows={2} label="Loading comments" />;
  if (found.data === undefined) return <ErrorNote what="The comments could not be loaded" error={found.error} onRetry={() => void found.refetch()} />;
  const said = found.data.pages.flatMap((page) => page.items);
  const last = found.hasNextPage ? undefined : said.at(-1);
  return (
    <div className="thread">
      {said.length === 0 ? <p className="small muted">{may ? "Nothing was said about this yet." : "Nothing was said about this."}</p> : null}
      <ol>
        {said.map((comment) => (
          <Said key={comment.id} place={place} may={may} comment={comment} />
        ))}
      </ol>
      {found.hasNextPage ? (
        <button type="button" className="btn" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show newer comments
        </button>
      ) : null}
      {may ? <WriteForm place={place} about={about}>{last === undefined ? null : <Settle place={place} last={last} />}</WriteForm> : null}
    </div>
  );
}

/** Settles all that was said, or opens the last of it again. */
function Settle({ place, last }: { readonly place: Place; readonly last: Comment }): ReactNode {
  const change = useChangeComment(place);
  const toast = useToast();
  const open = last.resolved_at === null;
  const turn = () =>
    change.mutate({ id: last.id, change: { resolved: open } }, { onError: (error) => toast(`Nothing was changed. ${inWords(error).detail}`) });
  return (
    <button type="button" className="btn" disabled={change.isPending} onClick={turn}>
      {open ? "Mark resolved" : "Reopen"}
    </button>
  );
}
