/** Says which feeds cannot be read, or that none are. */
import { day, clock } from "@cryptotracker/core/dates";
import type { Feed, FeedList } from "@cryptotracker/core/news";
import type { ReactNode } from "react";

import { Icon } from "../../ui/icon";

export function FeedNotices({ feeds, timeZone }: { readonly feeds: FeedList; readonly timeZone: string }): ReactNode {
  const failing = feeds.items.filter((feed) => feed.state === "failing");
  return (
    <>
      {feeds.on ? null : <Off any={feeds.items.length > 0} />}
      {failing.length === 0 ? null : (
        <div className="notice" role="status">
          <Icon name="warning" />
          <details className="notice-text">
            <summary>
              <span className="strong">
                {failing.length} of {feeds.items.length} {feeds.items.length === 1 ? "feed" : "feeds"} cannot be read now.
              </span>{" "}
              What they told before stays.
            </summary>
            <ul className="feed-faults small">
              {failing.map((feed) => (
                <li key={feed.id}>
                  <span className="strong">{feed.name}</span>: {feed.error}. {last(feed, timeZone)}
                  {feed.due_at === null ? null : ` It is tried again on ${when(feed.due_at, timeZone)}.`}
                </li>
              ))}
            </ul>
          </details>
        </div>
      )}
    </>
  );
}

function Off({ any }: { readonly any: boolean }): ReactNode {
  return (
    <div className="notice info" role="note">
      <Icon name="info" />
      <div className="notice-text">
        <p>
          <span className="strong">News are off.</span> {any ? "Feeds are read only when a command says so." : "No feed is read, so nothing is asked of the network."}
        </p>
        <p className="small muted">
          Whoever runs this installation turns them on with <code>CRYPTOTRACKER_NEWS=on</code>.
        </p>
      </div>
    </div>
  );
}

function last(feed: Feed, timeZone: string): string {
  return feed.read_at === null ? "It was never read." : `Last read on ${when(feed.read_at, timeZone)}.`;
}

function when(instant: string, timeZone: string): string {
  return `${day(instant, timeZone)}, ${clock(instant, timeZone)}`;
}
