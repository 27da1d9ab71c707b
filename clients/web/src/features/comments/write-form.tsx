/** Says something; what was typed stays until the server has it. */
import { useWriteComment } from "@cryptotracker/core/comment-queries";
import type { Place } from "@cryptotracker/core/comments";
import { inWords } from "@cryptotracker/core/problem";
import { type ReactNode, useState } from "react";

import { TextArea } from "./text-area";

interface WriteProps {
  readonly place: Place;
  readonly about: string;
  /** What else can be done. */
  readonly children?: ReactNode;
}

export function WriteForm({ place, about, children }: WriteProps): ReactNode {
  const write = useWriteComment(place, about);
  const [text, setText] = useState("");
  const send = () => {
    if (text.trim() !== "" && !write.isPending) write.mutate(text, { onSuccess: () => setText("") });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      noValidate
    >
      <TextArea label="Write a comment" value={text} onChange={setText} onSend={send} error={write.isError ? inWords(write.error).detail : undefined} />
      <div className="actions">
        <button type="submit" className="btn primary" disabled={write.isPending || text.trim() === ""}>
          Comment
        </button>
        {children}
      </div>
    </form>
  );
}
