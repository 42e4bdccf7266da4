import { inkOn } from "./accent.ts";

/** Dresses the page as the one around it wishes: in its colour, with room for the cross of its panel. */
export function dress(wishes: URLSearchParams, isEmbedded: boolean): void {
  const { classList, style } = document.documentElement;
  classList.toggle("panel", isEmbedded && wishes.get("embed") === "panel");
  const accent = wishes.get("accent") ?? "";
  const ink = inkOn(accent);
  if (ink === undefined) return;
  style.setProperty("--brand", accent);
  style.setProperty("--on-brand", ink);
}
