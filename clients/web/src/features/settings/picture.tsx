/** One's picture, another one, or none. */
import { useChangeAvatar, useKeptPreferences } from "@cryptotracker/core/preference-queries";
import { type ChangeEvent, type ReactNode, useRef } from "react";

import { FormProblem } from "../../ui/form-problem";
import { Portrait } from "../../ui/portrait";
import { useToast } from "../../ui/toast";

const TAKEN = "image/png,image/jpeg,image/webp";

export function Picture(): ReactNode {
  const chooser = useRef<HTMLInputElement>(null);
  const change = useChangeAvatar();
  const toast = useToast();
  const has = (useKeptPreferences()?.avatar ?? null) !== null;
  const send = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    target.value = ""; // the same file may be chosen again
    if (file !== undefined) change.mutate({ kind: file.type || "application/octet-stream", file }, { onSuccess: () => toast("Picture saved.") });
  };
  return (
    <div className="picture">
      <Portrait large />
      <div className="stack">
        <div className="row wrap">
          <button type="button" className="btn" disabled={change.isPending} onClick={() => chooser.current?.click()}>
            {has ? "Choose another picture" : "Choose a picture"}
          </button>
          {has ? (
            <button type="button" className="btn quiet" disabled={change.isPending} onClick={() => change.mutate(null, { onSuccess: () => toast("Picture removed.") })}>
              Remove
            </button>
          ) : null}
        </div>
        <input ref={chooser} type="file" accept={TAKEN} hidden aria-label="Picture" onChange={send} />
        <p className="hint">PNG, JPEG or WebP, at most 2 MiB. It is cut to a square, and only you see it.</p>
        <FormProblem error={change.error} />
      </div>
    </div>
  );
}
