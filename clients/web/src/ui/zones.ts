import { DEVICE_ZONE } from "./preferences";

/** Time zones to choose from, the likely ones first. */
export function zones(likely: string = DEVICE_ZONE): readonly (readonly [string, string])[] {
  const names = [likely, "UTC", DEVICE_ZONE, ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(names)].map((name) => [name, name.replaceAll("_", " ")]);
}
