/** The newest stories about something, on the page of that something. */
import { day } from "@cryptotracker/core/dates";
import type { NewsFilter } from "@cryptotracker/core/news";
import { useNews } from "@cryptotracker/core/news-queries";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useView } from "../../ui/view";
import "./news.css";
import type { NewsSearch } from "./search";
import { StoryRow } from "./story-row";

interface NewsCardProps {
  readonly title: string;
  readonly filter: NewsFilter;
  /** Where the others are. */
  readonly more: NewsSearch;
  readonly most: number;
  /** What is said where there is no story; without it, there is no card then. */
  readonly none?: string;
}

export function NewsCard({ title, filter, more, most, none }: NewsCardProps): ReactNode {
  const { timeZone } = useView();
  const found = useNews(filter);
  const stories = found.data?.pages.flatMap((page) => page.items).slice(0, most) ?? [];
  if (none === undefined && stories.length === 0) return null;
  return (
    <section className="card" aria-labelledby="told">
      <div className="card-head">
        <h2 id="told">{title}</h2>
        <Link to="/news" search={more}>
          All news
        </Link>
      </div>
      {found.isPending ? (
        <Skeleton rows={4} label="Loading news" />
      ) : found.data === undefined ? (
        <div className="pad">
          <ErrorNote what="The news could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
        </div>
      ) : stories.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        stories.map((story) => <StoryRow key={story.id} story={story} timeZone={timeZone} date={day(story.published_at, timeZone)} />)
      )}
    </section>
  );
}
