/** What happened in a shared portfolio, newest first; and all of it as a file. */
import { useSharedTransactions } from "@cryptotracker/core/share-queries";
import type { Reading } from "@cryptotracker/core/shares";
import { type ReactNode, useState } from "react";

import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { Details } from "../transactions/details";
import { TransactionList } from "../transactions/transaction-list";
import "../transactions/transactions.css";
import { DownloadButton } from "./download-button";
import { transactionsCsv } from "./reports";

export default function SharedTransactions({ reading, total }: { readonly reading: Reading; readonly total: number | undefined }): ReactNode {
  const found = useSharedTransactions(reading);
  const [opened, open] = useState<string>();
  if (found.isPending) return <div className="card"><Skeleton rows={12} label="Loading transactions" /></div>;
  if (found.data === undefined) return <ErrorNote what="The transactions could not be loaded" error={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  const shown = items.find(({ id }) => id === opened);
  const more = () => {
    if (!found.isFetchingNextPage) void found.fetchNextPage();
  };
  return (
    <section className="card" aria-labelledby="shared-transactions">
      <div className="card-head">
        <h2 id="shared-transactions">Transactions</h2>
        {items.length === 0 ? null : <DownloadButton name="transactions.csv" read={(door) => transactionsCsv(door.shares, reading)} />}
      </div>
      {items.length === 0 ? (
        <Empty>There are no transactions yet.</Empty>
      ) : (
        <TransactionList items={items} total={total} more={found.hasNextPage} onMore={more} opened={opened} onOpen={open} />
      )}
      {found.isFetchNextPageError ? (
        <div className="pad">
          <ErrorNote what="The next rows could not be loaded" error={found.error} onRetry={() => void found.fetchNextPage()} />
        </div>
      ) : null}
      {shown === undefined ? null : <Details transaction={shown} sourced={false} onClose={() => open(undefined)} />}
    </section>
  );
}
