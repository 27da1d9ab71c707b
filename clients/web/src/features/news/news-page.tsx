/** What feeds tell, day by day: all of it, what concerns one's assets, or what one saved. */
import { day, zoneName } from "@cryptotracker/core/dates";
import type { Story } from "@cryptotracker/core/news";
import { useFeeds, useNews } from "@cryptotracker/core/news-queries";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";

import { TextField } from "../../ui/field";
import { useLastPortfolio } from "../../ui/last-portfolio";
import { usePageTitle } from "../../ui/page-title";
import { Segment } from "../../ui/segment";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { FeedNotices } from "./feed-notices";
import { FeedsCard } from "./feeds-card";
import type { NewsSearch } from "./search";
import { StoryRow } from "./story-row";
import "./news.css";

const route = getRouteApi("/news");
const TYPING_MS = 300;

export function NewsPage(): ReactNode {
  const { show, q } = route.useSearch();
  const navigate = route.useNavigate();
  const portfolio = useLastPortfolio();
  const timeZone = portfolio?.time_zone ?? "UTC";
  const mine = show === "mine" ? portfolio?.id : undefined;
  const found = useNews(show === "saved" ? { saved: true } : { portfolio: mine, q });
  const feeds = useFeeds().data;
  usePageTitle("News");

  const set = (change: NewsSearch) => void navigate({ to: "/news", search: (old) => ({ ...old, ...change }), replace: true });
  const stories = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="page news">
      <div className="head">
        <div>
          <h1>News</h1>
          <p>What feeds tell, each story once. Times are {zoneName(new Date().toISOString(), timeZone)}.</p>
        </div>
      </div>
      {feeds === undefined ? null : <FeedNotices feeds={feeds} timeZone={timeZone} />}
      <form className="news-filters" role="search" aria-label="Filter news" onSubmit={(event) => event.preventDefault()}>
        <Segment
          label="Show"
          value={show ?? "all"}
          options={[["all", "All"], ["mine", portfolio === null ? "My assets" : `In ${portfolio.name}`], ["saved", "Saved"]]}
          onChange={(value) => set({ show: value === "all" ? undefined : value })}
        />
        {show === "saved" ? null : <Words value={q ?? ""} onChange={(text) => set({ q: text.trim() || undefined })} />}
      </form>
      {found.isPending ? (
        <section className="card">
          <Skeleton rows={10} label="Loading news" />
        </section>
      ) : found.data === undefined ? (
        <ErrorNote what="The news could not be loaded" error={found.error} onRetry={() => void found.refetch()} />
      ) : stories.length === 0 ? (
        <section className="card">
          <Nothing show={show} q={q} on={feeds?.on ?? false} />
        </section>
      ) : (
        byDay(stories, timeZone).map(([date, told]) => (
          <section key={date} className="card" aria-label={date} aria-busy={found.isPlaceholderData}>
            <h2 className="news-day">{date}</h2>
            {told.map((story) => (
              <StoryRow key={story.id} story={story} timeZone={timeZone} />
            ))}
          </section>
        ))
      )}
      {found.isFetchNextPageError ? <ErrorNote what="Older news could not be loaded" error={found.error} onRetry={() => void found.fetchNextPage()} /> : null}
      {found.hasNextPage && !found.isFetchNextPageError ? (
        <button type="button" className="btn news-more" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Older news
        </button>
      ) : null}
      {feeds === undefined ? null : <FeedsCard feeds={feeds} timeZone={timeZone} />}
    </div>
  );
}

/** Waits until the typing pauses before the list is asked for anew. */
function Words({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }): ReactNode {
  const [text, setText] = useState(value);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return <TextField label="Words" value={text} onChange={setText} placeholder="In the title, the summary or the source" autoComplete="off" maxLength={200} />;
}

function byDay(stories: readonly Story[], timeZone: string): readonly (readonly [string, readonly Story[]])[] {
  const days = new Map<string, Story[]>();
  for (const story of stories) {
    const date = day(story.published_at, timeZone);
    const told = days.get(date);
    if (told === undefined) days.set(date, [story]);
    else told.push(story);
  }
  return [...days];
}

function Nothing({ show, q, on }: { readonly show: NewsSearch["show"]; readonly q: string | undefined; readonly on: boolean }): ReactNode {
  if (show === "saved") return <Empty>Nothing is saved. The bookmark beside a story keeps it here for as long as you want.</Empty>;
  if (q !== undefined) return <Empty>No story has these words.</Empty>;
  if (show === "mine") return <Empty>No story is about what this portfolio holds.</Empty>;
  return <Empty>{on ? "No feed has told anything yet. They are read every quarter of an hour." : "There are no news."}</Empty>;
}
