/** Black or white on a colour such as "#c00000", whichever is read more easily; nothing if it is no such colour. */
export function inkOn(colour: string): "#000" | "#fff" | undefined {
  if (!/^#[\da-f]{6}$/i.test(colour)) return undefined;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(parseInt(colour.slice(at, at + 2), 16)),
  );
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // Where the contrasts to black and to white are equal: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
  return luminance > 0.179 ? "#000" : "#fff";
}

/** The light of one of the three colours, from 0 to 1. */
function linear(byte: number): number {
  const share = byte / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

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
