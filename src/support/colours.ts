/** That of the lightest colour with the contrast to white that WCAG asks of a text in level AA: 4.5. */
const mostLuminance = 0.1833;
/** Where red, green and blue stand in "#b00020". */
const channels = [1, 3, 5] as const;

/** True for a colour such as "#b00020" that can be read on white, and white on it. */
export function isReadable(colour: string): boolean {
  return /^#[\da-f]{6}$/i.test(colour) && luminanceOf(colour) <= mostLuminance;
}

/**
 * Returns the contrast of two colours such as "#b00020", from 1 to 21:
 * https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
 */
export function contrastOf(one: string, other: string): number {
  const luminances = [one, other].map(luminanceOf);
  return (Math.max(...luminances) + 0.05) / (Math.min(...luminances) + 0.05);
}

/** Returns the mixture that has this share, from 0 to 1, of the second colour. */
export function mixed(one: string, other: string, share: number): string {
  const mix = (at: number) => channelAt(at, one) * (1 - share) + channelAt(at, other) * share;
  return `#${channels.map((at) => Math.round(mix(at)).toString(16).padStart(2, "0")).join("")}`;
}

/** Returns one colour channel, from 0 to 255. */
function channelAt(at: number, colour: string): number {
  return parseInt(colour.slice(at, at + 2), 16);
}

function luminanceOf(colour: string): number {
  const linear = (at: number) => {
    const share = channelAt(at, colour) / 255;
    return share <= 0.04 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}
