/** Takes over what the profile says of looks, once for each change of it: what is chosen in this browser afterwards stays. */
import { useMe } from "@cryptotracker/core/people-queries";
import { useEffect } from "react";

import { remember, remembered, THEMES, usePreferences } from "../ui/preferences";

const KEY = "ct-profile";

export function FollowProfile(): null {
  const me = useMe();
  const { setTheme, setHidden, setLocale } = usePreferences();
  useEffect(() => {
    if (me === null) return;
    const [theme, hidden, locale] = (remembered(KEY) ?? "").split(" ");
    const known = THEMES.find((name) => name === me.theme);
    if (known !== undefined && theme !== me.theme) setTheme(known);
    if (hidden !== String(me.hide_amounts)) setHidden(me.hide_amounts);
    if (locale !== String(me.locale)) setLocale(me.locale);
    remember(KEY, `${me.theme} ${me.hide_amounts} ${me.locale}`);
  }, [me, setTheme, setHidden, setLocale]);
  return null;
}
