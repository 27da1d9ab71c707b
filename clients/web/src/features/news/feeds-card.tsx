/** Which feeds are read, and how they are; those who run the installation choose them here. */
import { clock, day } from "@cryptotracker/core/dates";
import type { Feed, FeedList } from "@cryptotracker/core/news";
import { useFeedChange } from "@cryptotracker/core/news-queries";
import { useDoorway } from "@cryptotracker/core/people-queries";
import { reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { FormProblem } from "../../ui/form-problem";
import { Icon } from "../../ui/icon";
import { useToast } from "../../ui/toast";

const STATES = { active: "read", failing: "cannot be read", paused: "paused" } as const;

export function FeedsCard({ feeds, timeZone }: { readonly feeds: FeedList; readonly timeZone: string }): ReactNode {
  const doorway = useDoorway().data;
  const may = doorway?.mode === "single" || doorway?.user?.role === "admin";
  if (feeds.items.length === 0 && !may) return null;
  return (
    <details className="card feeds">
      <summary>
        <span className="strong">Feeds</span> <span className="faint">{feeds.items.length}</span>
      </summary>
      <ul>
        {feeds.items.map((feed) => (
          <Row key={feed.id} feed={feed} timeZone={timeZone} may={may} />
        ))}
      </ul>
      {may ? <Add /> : null}
    </details>
  );
}

function Row({ feed, timeZone, may }: { readonly feed: Feed; readonly timeZone: string; readonly may: boolean }): ReactNode {
  const change = useFeedChange();
  const toast = useToast();
  const paused = feed.state === "paused";
  const { url } = feed;
  const remove = () => {
    const back = url === null ? undefined : () => change.mutate({ add: url, name: feed.name });
    change.mutate({ remove: feed.id }, { onSuccess: () => toast(`The feed ${feed.name} was removed; what it told stays.`, back) });
  };
  return (
    <li>
      <span className="feed-name">
        <span className="strong">{feed.name}</span>
        <span className="small faint">{url ?? feed.site}</span>
      </span>
      <span className={feed.state === "failing" ? "tag warn" : "tag"}>{STATES[feed.state]}</span>
      <span className="small faint">{feed.read_at === null ? "never read" : `${day(feed.read_at, timeZone)}, ${clock(feed.read_at, timeZone)}`}</span>
      {may ? (
        <span className="row">
          <button type="button" className="btn quiet" disabled={change.isPending} aria-label={`${paused ? "Go on with" : "Pause"} ${feed.name}`} onClick={() => change.mutate({ feed: feed.id, paused: !paused })}>
            {paused ? "Go on" : "Pause"}
          </button>
          <button type="button" className="btn icon-only" disabled={change.isPending} aria-label={`Remove ${feed.name}`} onClick={remove}>
            <Icon name="trash" small />
          </button>
        </span>
      ) : null}
      <FormProblem error={change.error} />
    </li>
  );
}

function Add(): ReactNode {
  const [url, setUrl] = useState("");
  const [name, setName] = useState("");
  const change = useFeedChange();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (url.trim() === "") return;
    change.mutate(
      { add: url.trim(), name: name.trim() },
      {
        onSuccess: () => {
          setUrl("");
          setName("");
        },
      },
    );
  };
  const wrong = reasonFor(change.error, "url");
  return (
    <form className="feed-add" onSubmit={submit}>
      <TextField label="Address of a feed" type="url" value={url} onChange={setUrl} placeholder="https://example.org/feed.xml" autoComplete="off" maxLength={2000} error={wrong} />
      <TextField label="Name, if not its own" value={name} onChange={setName} autoComplete="off" maxLength={80} error={reasonFor(change.error, "name")} />
      <button type="submit" className="btn" disabled={change.isPending}>
        Add the feed
      </button>
      {wrong === undefined ? <FormProblem error={change.error} /> : null}
    </form>
  );
}
