/** The newest stories about an asset. */
import { useNews } from "@cryptotracker/core/news-queries";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { day } from "@cryptotracker/core/dates";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import "../news/news.css";
import { StoryRow } from "../news/story-row";

const SHOWN = 4;

export function AssetNews({ asset, name }: { readonly asset: string; readonly name: string }): ReactNode {
  const { timeZone } = useView();
  const found = useNews({ assets: asset });
  const stories = found.data?.pages.flatMap((page) => page.items).slice(0, SHOWN) ?? [];
  return (
    <section className="card" aria-labelledby="told">
      <div className="card-head">
        <h2 id="told">News of {name}</h2>
        <Link to="/news">All news</Link>
      </div>
      {found.isPending ? (
        <Skeleton rows={4} label="Loading news" />
      ) : found.data === undefined ? (
        <div className="pad">
          <ErrorNote what="The news could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
        </div>
      ) : stories.length === 0 ? (
        <Empty>No story is about {name}.</Empty>
      ) : (
        stories.map((story) => <StoryRow key={story.id} story={story} timeZone={timeZone} date={day(story.published_at, timeZone)} />)
      )}
    </section>
  );
}
