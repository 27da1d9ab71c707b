/** How numbers can be written, by the language's name in English. */
import { money } from "@cryptotracker/core/money";

type Choice = readonly (readonly [value: string, label: string])[];

const LOCALES = ["en-GB", "en-US", "en-IN", "de-DE", "de-AT", "de-CH", "fr-FR", "fr-CH", "es-ES", "es-MX", "it-IT", "nl-NL", "pt-BR", "pt-PT", "pl-PL", "cs-CZ", "sv-SE", "nb-NO", "da-DK", "fi-FI", "tr-TR", "uk-UA", "ja-JP", "ko-KR", "zh-CN"];

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
