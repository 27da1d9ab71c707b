/** What was gained in a shared portfolio, year by year, down to the lots; and as a file. */
import { yearOf } from "@cryptotracker/core/dates";
import { useSharedGains, useSharedNetWorth } from "@cryptotracker/core/share-queries";
import type { Reading } from "@cryptotracker/core/shares";
import { type ReactNode, useState } from "react";

import { Select } from "../../ui/field";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import { METHOD_NAMES } from "../../ui/words";
import { CommentButton } from "../comments/comment-button";
import { DisposalsCard } from "../gains/disposals-card";
import { GainTiles } from "../gains/gain-tiles";
import "../gains/gains.css";
import { DownloadButton } from "./download-button";
import { gainsCsv } from "./reports";

const ALL = "all";

export default function SharedGains({ reading }: { readonly reading: Reading }): ReactNode {
  const { timeZone } = useView();
  const now = yearOf(new Date().toISOString(), timeZone);
  const [chosen, choose] = useState<string>(ALL);
  const year = chosen === ALL ? undefined : Number(chosen);
  const gains = useSharedGains(reading, year);
  const begun = Number(useSharedNetWorth(reading).data?.points[0]?.date.slice(0, 4) ?? now);
  const years = Array.from({ length: now - begun + 1 }, (_, back) => String(now - back));
  const [open, setOpen] = useState<string>();
  const first = gains.data?.pages[0];
  if (gains.isPending) return <div className="card"><Skeleton rows={10} label="Loading gains" /></div>;
  if (gains.data === undefined || first === undefined) return <ErrorNote what="The gains could not be computed" error={gains.error} onRetry={() => void gains.refetch()} />;
  const disposals = gains.data.pages.flatMap((page) => page.disposals);
  return (
    <div className="stack" aria-busy={gains.isPlaceholderData}>
      <div className="shared-bar">
        <p className="small muted">{`${METHOD_NAMES[first.method] ?? first.method}, ${first.scope === "wallet" ? "wallet by wallet" : "over all wallets"}.`}</p>
        <Select label="Year" inline value={chosen} options={[[ALL, "All years"], ...years.map((one) => [one, one] as const)]} onChange={choose} />
        <CommentButton about={year === undefined ? "figure:gain" : `figure:gain:${year}`} />
        {disposals.length === 0 ? null : <DownloadButton name={`gains-${chosen}.csv`} read={(door) => gainsCsv(door.shares, reading, year)} />}
      </div>
      <GainTiles gains={first} year={year ?? ALL} own={false} />
      {disposals.length === 0 ? (
        <div className="card">
          <Empty>{year === undefined ? "Nothing was sold, swapped or spent yet." : `Nothing was sold, swapped or spent in ${year}.`}</Empty>
        </div>
      ) : (
        <DisposalsCard disposals={disposals} gains={first} own={false} open={open} onOpen={setOpen} more={gains.hasNextPage} loading={gains.isFetchingNextPage} onMore={() => void gains.fetchNextPage()} />
      )}
    </div>
  );
}
