/** What can be chosen, by its name in English. */
import { FIAT } from "@cryptotracker/core/fiat";
import { money } from "@cryptotracker/core/money";

type Choice = readonly (readonly [value: string, label: string])[];

const LOCALES = ["en-GB", "en-US", "en-IN", "de-DE", "de-AT", "de-CH", "fr-FR", "fr-CH", "es-ES", "es-MX", "it-IT", "nl-NL", "pt-BR", "pt-PT", "pl-PL", "cs-CZ", "sv-SE", "nb-NO", "da-DK", "fi-FI", "tr-TR", "uk-UA", "ja-JP", "ko-KR", "zh-CN"];

const COUNTRIES =
  "AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CW CY CZ DE DJ DK DM DO " +
  "DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GG GH GI GL GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR " +
  "KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MO MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PR PS PT " +
  "PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WS YE ZA ZM ZW";

export const WEEK_STARTS = [["mon", "Monday"], ["sat", "Saturday"], ["sun", "Sunday"]] as const;

export function currencies(): Choice {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  return FIAT.map((code) => [code, `${code}, ${names.of(code) ?? code}`]);
}

export function countries(): Choice {
  const names = new Intl.DisplayNames("en", { type: "region" });
  const all = COUNTRIES.split(" ").map((code) => [code, names.of(code) ?? code] as const);
  return [["", "Not said"], ...all.sort(([, one], [, other]) => one.localeCompare(other, "en"))];
}

/** How numbers are written, each shown on one. */
export function locales(currency: string): Choice {
  const names = new Intl.DisplayNames("en", { type: "language" });
  const sample = (locale: string) => money("1234.56", { locale, currency });
  return [["", `As the browser: ${sample(navigator.language)}`], ...LOCALES.map((code) => [code, `${names.of(code) ?? code}: ${sample(code)}`] as const)];
}

/** The choices with what is already chosen among them. */
export function including(choices: Choice, value: string): Choice {
  return choices.some(([one]) => one === value) ? choices : [[value, value], ...choices];
}
