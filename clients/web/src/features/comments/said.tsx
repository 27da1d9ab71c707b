/** One comment: who said it and when; its author changes it, the author and the owner remove it. */
import { useChangeComment, useRemoveComment, useWriteComment } from "@cryptotracker/core/comment-queries";
import type { Comment, Place } from "@cryptotracker/core/comments";
import { moment } from "@cryptotracker/core/dates";
import { inWords } from "@cryptotracker/core/problem";
import { type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { masked } from "../../ui/masked";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { TextArea } from "./text-area";

interface SaidProps {
  readonly place: Place;
  readonly may: boolean;
  readonly comment: Comment;
}

export function Said({ place, may, comment }: SaidProps): ReactNode {
  const { hidden, timeZone } = useView();
  const [editing, edit] = useState(false);
  const name = nameOf(comment);
  const own = comment.mine && may;
  return (
    <li>
      <p className="said-by">
        <span className="strong">{name}</span>
        {comment.by_owner && !comment.mine ? <span className="tag">Owner</span> : null}
        {comment.resolved_at === null ? null : (
          <span className="tag up">
            <Icon name="check" small />
            Resolved
          </span>
        )}
        <time className="faint" dateTime={comment.created_at}>{`${moment(comment.created_at, timeZone)}${comment.edited_at === null ? "" : ", edited"}`}</time>
      </p>
      {editing ? (
        <Editing place={place} comment={comment} onDone={() => edit(false)} />
      ) : (
        <p className="said">{masked(comment.text, hidden)}</p>
      )}
      {editing || !(own || ("portfolio" in place && may)) ? null : (
        <p className="said-foot">
          {own ? (
            <button type="button" className="btn quiet small" onClick={() => edit(true)}>
              Edit
            </button>
          ) : null}
          <Remove place={place} comment={comment} name={name} />
        </p>
      )}
    </li>
  );
}

function nameOf({ author, mine, by_owner: byOwner }: Comment): string {
  if (mine) return "You";
  return author !== "" ? author : byOwner ? "The owner" : "Somebody";
}

function Remove({ place, comment, name }: { readonly place: Place; readonly comment: Comment; readonly name: string }): ReactNode {
  const remove = useRemoveComment(place);
  const write = useWriteComment(place, comment.about);
  const toast = useToast();
  const again = comment.mine ? () => write.mutate(comment.text) : undefined;
  const take = () =>
    remove.mutate(comment.id, {
      onSuccess: () => toast("Comment removed.", again),
      onError: (error) => toast(`The comment is still there. ${inWords(error).detail}`),
    });
  return (
    <button type="button" className="btn quiet small" aria-label={`Remove comment by ${name}`} disabled={remove.isPending} onClick={take}>
      Remove
    </button>
  );
}

function Editing({ place, comment, onDone }: { readonly place: Place; readonly comment: Comment; readonly onDone: () => void }): ReactNode {
  const change = useChangeComment(place);
  const [text, setText] = useState(comment.text);
  const save = () => {
    if (text.trim() === "") return;
    change.mutate({ id: comment.id, change: { text } }, { onSuccess: onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      noValidate
    >
      <TextArea label="Edit comment" value={text} onChange={setText} onSend={save} error={change.isError ? inWords(change.error).detail : undefined} autoFocus />
      <div className="actions">
        <button type="submit" className="btn primary" disabled={change.isPending || text.trim() === ""}>
          Save
        </button>
        <button type="button" className="btn" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}
