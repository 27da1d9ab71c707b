/** How hard a password is to guess, in a few words; the server has the last word. */

/** The server refuses what is shorter. */
export const SHORTEST = 8;

export interface Judgement {
  /** From 0, not usable, to 4. */
  readonly level: 0 | 1 | 2 | 3 | 4;
  readonly words: string;
}

const RUNS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

export function judge(password: string, about: readonly string[] = []): Judgement {
  if (password === "") return { level: 0, words: `At least ${SHORTEST} characters. Spaces are welcome.` };
  const left = SHORTEST - [...password].length;
  if (left > 0) return { level: 0, words: left === 1 ? "Too short: 1 more character." : `Too short: ${left} more characters.` };
  const named = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\d]+/u)).filter((part) => part.length > 2);
  const found = named.find((part) => password.toLowerCase().includes(part));
  const bits = surprise(password, named);
  if (found !== undefined && bits < 60) return { level: 1, words: `Weak: it contains “${found}”.` };
  if (bits < 36) return { level: 1, words: "Weak: it repeats itself or follows the keyboard." };
  if (bits < 50) return { level: 2, words: "Fair. Another word would make it good." };
  if (bits < 70) return { level: 3, words: "Good." };
  return { level: 4, words: "Strong." };
}

/** So many bits, roughly: characters that follow from the one before count little, known words nothing. */
function surprise(password: string, named: readonly string[]): number {
  const bare = named.reduce((rest, part) => rest.replaceAll(part, ""), password.toLowerCase());
  const signs = [...bare];
  const fresh = signs.filter((sign, at) => !follows(signs[at - 1], sign)).length;
  const variety = new Set(signs).size / Math.max(1, signs.length);
  const pool = (/\p{L}/u.test(bare) ? 26 : 0) + (/\d/.test(bare) ? 10 : 0) + (/[^\p{L}\d]/u.test(bare) ? 20 : 0);
  // A text is easier to guess than as many signs at random: about three fifths of the bits are left.
  return fresh * Math.log2(Math.max(pool, 2)) * 0.6 * Math.min(1, variety * 2);
}

function follows(before: string | undefined, sign: string): boolean {
  if (before === undefined) return false;
  return before === sign || RUNS.some((run) => run.includes(before + sign) || run.includes(sign + before));
}
