const gap = 8;
/** Parts that a dialog does not contain, but that a site with a fixed body or sidebar does. */
const siteParts = "main,article,nav *";
const dialogs = "dialog,[role$=dialog],[aria-modal]";
/**
 * The points of the button that are checked, as fractions of its width and height: close enough that
 * no clickable element fits between them.
 */
const across = Array.from({ length: 11 }, (_, index) => index / 10);
const down = [0.1, 0.5, 0.9];

/**
 * Returns a function that keeps a button at the bottom of the window from covering fixed elements of
 * the page, such as consent dialogs and ads: it moves above them, or hides until they are gone.
 * `hostName`: our own element.
 */
export function standAside(button: HTMLElement, hostName: string): () => void {
  const { style } = button;
  const unseen = "visibility:hidden";

  function look(): void {
    if (button.hidden) return;
    // Resets the shift to measure the button's own place.
    style.cssText = "";
    const lift = findLift(button.getBoundingClientRect(), 0);
    style.cssText = lift === undefined ? unseen : `transform:translateY(-${lift}px)`;
  }

  /** Returns how far the button must move up to cover nothing; undefined if that is too high. */
  function findLift(place: DOMRect, lift: number): number | undefined {
    const tops = down.flatMap((y) =>
      across.map((x) => topAt(place.left + place.width * x, place.top + place.height * y - lift)),
    );
    const below = Math.min(...tops);
    if (below === Infinity) return lift;
    const higher = place.bottom - below + gap;
    // A part that sticks out of a fixed box may lie above the box's top.
    return isHigh(below) || higher <= lift ? undefined : findLift(place, higher);
  }

  /** Returns the top of the fixed element at this point; Infinity if there is none. */
  function topAt(x: number, y: number): number {
    const path = pathOf(hitIn(document, x, y));
    const isRaised = path.some((each) => Number(getComputedStyle(each).zIndex) > 0 || each.matches(dialogs));
    const obstacle = path.find((each) => {
      const { position, bottom } = getComputedStyle(each);
      if (!isHigh(topOf(each))) return position === "fixed" || (position === "sticky" && bottom !== "auto");
      // A fixed element that fills the window is a dialog, the site itself, or its background.
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
  return look;
}

const topOf = (element: Element) => element.getBoundingClientRect().top;

/** True if an element's top is too high for the button to move above it. */
const isHigh = (top: number) => top < innerHeight / 2;

/** Returns the element and all its ancestors, across shadow roots. */
function pathOf(element: Element | null | undefined): readonly Element[] {
  if (!element) return [];
  const { host = null } = element.getRootNode() as Partial<ShadowRoot>;
  return [element, ...pathOf(element.parentElement ?? host)];
}
