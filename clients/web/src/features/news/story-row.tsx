/** One story: when, what, who says so, what it is about, who else tells it, and keeping it. */
import { clock } from "@cryptotracker/core/dates";
import type { Article, Story } from "@cryptotracker/core/news";
import { useKeep } from "@cryptotracker/core/news-queries";
import type { ReactNode } from "react";

import { Icon } from "../../ui/icon";

/** Whoever wrote it learns nothing of who reads it, and gets no hold of this page. */
const REL = "noopener noreferrer nofollow";
const SHOWN = 4;

interface StoryProps {
  readonly story: Story;
  readonly timeZone: string;
  /** The day, where it does not stand above. */
  readonly date?: string;
}

export function StoryRow({ story, timeZone, date }: StoryProps): ReactNode {
  const keep = useKeep();
  const at = clock(story.published_at, timeZone);
  return (
    <article className="story">
      <p className="story-time small faint">
        <time dateTime={story.published_at}>
          {date === undefined ? null : <span className="story-day">{date} </span>}
          {story.dated ? at : `seen ${at}`}
        </time>
      </p>
      <div className="story-text">
        <h3>{story.example ? story.title : <Title article={story} />}</h3>
        {story.summary === "" ? null : <p className="story-summary muted">{story.summary}</p>}
        <div className="story-about small">
          <span className="faint">
            {story.source}
            {story.example || story.site === story.source ? null : ` · ${story.site}`}
          </span>
          {story.example ? <span className="tag info">Example, made up</span> : null}
          {story.assets.slice(0, SHOWN).map((asset) => (
            <span key={asset.id} className="tag" title={asset.name}>
              {asset.symbol}
            </span>
          ))}
          {story.assets.length > SHOWN ? <span className="faint">and {story.assets.length - SHOWN} more</span> : null}
          <Others story={story} />
        </div>
      </div>
      {story.example ? null : (
        <button
          type="button"
          className="btn icon-only story-keep"
          aria-pressed={story.saved}
          aria-label={`Save “${story.title}”`}
          title={story.saved ? "Saved" : "Save"}
          onClick={() => keep.mutate({ id: story.id, saved: !story.saved })}
        >
          <Icon name="bookmark" />
        </button>
      )}
    </article>
  );
}

function Title({ article }: { readonly article: Article }): ReactNode {
  return (
    <a href={article.link} target="_blank" rel={REL}>
      {article.title}
      <span className="vh"> (opens {article.site} in a new tab)</span>
    </a>
  );
}

function Others({ story }: { readonly story: Story }): ReactNode {
  const sources = new Set(story.also.map((each) => each.source)).size;
  if (sources === 0) return null;
  const said = sources === 1 ? "also in 1 other" : `also in ${sources} others`;
  return (
    <details className="story-also">
      <summary>{said}</summary>
      <ul>
        {story.also.map((each, index) => (
          <li key={`${each.id}-${index}`}>
            <span className="faint">{each.source}</span> {story.example ? each.title : <Title article={each} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
