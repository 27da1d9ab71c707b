/** What was done to one's account, newest first; nobody can take a line out. */
import { moment } from "@cryptotracker/core/dates";
import type { LogRecord } from "@cryptotracker/core/identity";
import { useSecurityLog } from "@cryptotracker/core/settings-queries";
import type { ReactNode } from "react";

import { usePreferences } from "../../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { PageHead } from "./page-head";
import { beside, whatHappened } from "./words";

export function LogPage(): ReactNode {
  const log = useSecurityLog();
  const items = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title="Activity">What was done to your account, newest first. Nobody can change a line, or take one out.</PageHead>
      <section className="card" aria-label="Activity">
        {log.isPending ? (
          <Skeleton rows={10} label="Loading the activity" />
        ) : log.data === undefined ? (
          <ErrorNote what="The activity could not be loaded" error={log.error} onRetry={() => void log.refetch()} />
        ) : items.length === 0 ? (
          <Empty>Nothing has happened yet.</Empty>
        ) : (
          <ul className="rows">
            {items.map((record) => (
              <Line key={record.number} record={record} />
            ))}
          </ul>
        )}
        {log.isFetchNextPageError ? <ErrorNote what="Older lines could not be loaded" error={log.error} onRetry={() => void log.fetchNextPage()} /> : null}
        {log.hasNextPage ? (
          <div className="more">
            <button type="button" className="btn" disabled={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
              Show older lines
            </button>
          </div>
        ) : null}
      </section>
    </>
  );
}

function Line({ record }: { readonly record: LogRecord }): ReactNode {
  const { zone } = usePreferences();
  return (
    <li>
      <span className="grow">
        {whatHappened(record)}
        <span className="sub">{beside(record)}</span>
      </span>
      <time className="small muted nowrap" dateTime={record.at}>
        {moment(record.at, zone)}
      </time>
    </li>
  );
}
