/** Time zones to choose from, the likely ones first. */
export function zones(): readonly (readonly [string, string])[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = ["UTC", own, ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(names)].map((name) => [name, name.replaceAll("_", " ")]);
}
