const gap = 8;
/** Parts that a dialog does not contain, but that a site with a fixed body or sidebar does. */
const siteParts = "main,article,nav *";
const dialogs = "dialog,[role$=dialog],[aria-modal]";
/**
 * The points of the button that are checked, as fractions of its width and height: close enough that
 * no clickable element fits between them.
 */
const across = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const down = [0.1, 0.5, 0.9];
/** Of the panel, only what lies in the way of this end's middle counts: bars, not what stands in corners. */
const middle = [0.5];
const endHeight = 99;

/**
 * Returns a function that keeps a button at the bottom of the window from covering fixed elements of
 * the page, such as consent dialogs and ads: it moves above them, or hides until they are gone. The
 * panel, open in its place, stands above bars. `hostName`: our own element.
 */
export function standAside(button: HTMLElement, panel: HTMLElement, hostName: string): () => void {
  let lift = 0;

  function look(): void {
    const place = (button.hidden ? panel : button).getBoundingClientRect();
    const home = place.bottom + lift;
    const found = findFloor(place, home);
    lift = home - (found ?? home);
    panel.style.marginBottom = `${lift}px`;
    button.style.cssText = found === undefined ? "visibility:hidden" : panel.style.cssText;
  }

  /** Returns how low a part can end, at most here, to cover nothing; undefined if that is too high. */
  function findFloor(part: DOMRect, floor: number): number | undefined {
    const height = Math.min(part.height, endHeight);
    const tops = down.flatMap((y) =>
      (button.hidden ? middle : across).map((x) => topAt(part.left + part.width * x, floor - height * y)),
    );
    const below = Math.min(...tops);
    if (below === Infinity) return floor;
    const higher = below - gap;
    // A part that sticks out of a fixed box may lie above the box's top.
    return isHigh(below) || higher >= floor ? undefined : findFloor(part, higher);
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

  button.style.cssText = "visibility:hidden";
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
