/** How a reader wants the product to be, as docs/reference/http.md describes it. */

export type WeekStart = "mon" | "sat" | "sun";

/** Whether somebody is written to about something, by one way; what is `fixed` nobody can switch off. */
export interface Notice {
  readonly kind: string;
  readonly channel: string;
  readonly on: boolean;
  readonly fixed: boolean;
}

/** Null is as the device has it, or not said. */
export interface KeptPreferences {
  readonly base_currency: string;
  readonly time_zone: string | null;
  readonly country: string | null;
  readonly locale: string | null;
  readonly week_start: WeekStart;
  readonly hide_amounts: boolean;
  readonly theme: string;
  readonly notices: readonly Notice[];
  /** What the picture is known by; null, there is none. */
  readonly avatar: string | null;
  readonly version: number;
}

export type PreferencesChange = Partial<Omit<KeptPreferences, "notices" | "avatar" | "version">> & {
  readonly notices?: readonly Omit<Notice, "fixed">[];
};

/** What will be, while the server has not yet said so. */
export function changed(before: KeptPreferences, { notices = [], ...rest }: PreferencesChange): KeptPreferences {
  const same = (one: Pick<Notice, "kind" | "channel">) => notices.find(({ kind, channel }) => kind === one.kind && channel === one.channel);
  return { ...before, ...rest, notices: before.notices.map((one) => ({ ...one, on: same(one)?.on ?? one.on })) };
}
