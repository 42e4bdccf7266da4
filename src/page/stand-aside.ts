/** So often is looked whether something lies there now: it may be in another shadow root, whose changes no one is told of. */
const everyMs = 400;
const gap = 8;
/** What a dialog does not hold, but a site does that is fixed as a whole, or beside its text. */
const siteParts = "main,article,nav *";
const dialogs = "dialog,[role$=dialog],[aria-modal]";
/** So close to each other, as parts of a side, that nothing which can be pressed lies between them. */
const across = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const down = [0.1, 0.5, 0.9];

/**
 * Keeps a button at the bottom of the window from covering what the page has fixed there, as consent dialogs and ads are: it stands above
 * that, or waits unseen until it is gone. `hostName` is our own element.
 */
export function standAside(button: HTMLElement, hostName: string): void {
  const { style } = button;
  const unseen = "visibility:hidden";

  function look(): void {
    if (button.hidden) return;
    // Its own place is without a margin.
    style.cssText = "";
    const lift = findLift(button.getBoundingClientRect(), 0);
    style.cssText = lift === undefined ? unseen : `margin-bottom:${lift}px`;
  }

  /** How far above its own place nothing lies; nothing if that is too high. */
  function findLift(own: DOMRect, lift: number): number | undefined {
    const tops = down.flatMap((y) =>
      across.map((x) => topAt(own.left + own.width * x, own.top + own.height * y - lift)),
    );
    const below = Math.min(...tops);
    if (below === Infinity) return lift;
    const higher = own.bottom - below + gap;
    // What sticks out of a fixed box may lie above its top.
    return isHigh(below) || higher <= lift ? undefined : findLift(own, higher);
  }

  /** The top of what is fixed there. */
  function topAt(x: number, y: number): number {
    const path = pathOf(hitIn(document, x, y));
    const isRaised = path.some((each) => Number(getComputedStyle(each).zIndex) > 0 || each.matches(dialogs));
    const obstacle = path.find((each) => {
      const { position, bottom } = getComputedStyle(each);
      if (!isHigh(topOf(each))) return position === "fixed" || (position === "sticky" && bottom !== "auto");
      // What fills the window is a dialog, or the site itself, or its background.
      return position === "fixed" && isRaised && !each.querySelector(siteParts);
    });
    return obstacle ? topOf(obstacle) : Infinity;
  }

  function hitIn(root: Document | ShadowRoot, x: number, y: number): Element | undefined {
    const hit = root
      .elementsFromPoint(x, y)
      .find((each) => each.localName !== hostName && root.contains(each));
    return (hit?.shadowRoot && hitIn(hit.shadowRoot, x, y)) ?? hit;
  }

  style.cssText = unseen;
  requestAnimationFrame(look);
  setInterval(look, everyMs);
}

const topOf = (element: Element) => element.getBoundingClientRect().top;

/** Too high to be stood upon. */
const isHigh = (top: number) => top < innerHeight / 2;

/** The element and all around it, through shadow roots. */
function pathOf(element: Element | null | undefined): readonly Element[] {
  if (!element) return [];
  const { host = null } = element.getRootNode() as Partial<ShadowRoot>;
  return [element, ...pathOf(element.parentElement ?? host)];
}
