import { find } from "./elements.ts";

/** Keeps in view what is new, unless the person reads something else. */
export interface Scroll {
  /** Something was added. */
  follow(): void;
  /** The person has spoken: what comes now is for them. */
  attend(): void;
  jumpToEnd(): void;
}

const near = 120;
const gap = 10;

/** Watches the chat. */
export function createScroll(): Scroll {
  const box = find("scroll");
  const down = find("down");
  let isAttended = true;

  const distance = (): number => box.scrollHeight - box.scrollTop - box.clientHeight;
  const toEnd = (behavior: ScrollBehavior): void => box.scrollTo({ top: box.scrollHeight, behavior });
  const showDown = (): void => {
    down.hidden = distance() < near;
  };
  const leave = (): void => {
    isAttended = false;
  };

  box.addEventListener("scroll", () => {
    showDown();
    if (distance() < 4) isAttended = true;
  });
  box.addEventListener("wheel", leave, { passive: true });
  box.addEventListener("touchmove", leave, { passive: true });
  down.addEventListener("click", () => {
    isAttended = true;
    toEnd("auto");
    box.focus({ preventScroll: true });
  });

  return {
    follow() {
      if (isAttended) {
        // A long answer is read from its beginning: what was said to it stays at the top.
        const said = [...box.querySelectorAll<HTMLElement>(".row.person, .note")].at(-1);
        box.scrollTo({ top: said === undefined ? box.scrollHeight : said.offsetTop - gap });
      }
      showDown();
    },
    attend() {
      isAttended = true;
    },
    jumpToEnd: () => toEnd("instant"),
  };
}
