/** Times here are those of the reader's own clock. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
