import { find } from "./elements.ts";

const near = 120;
const gap = 10;

/** Keeps in view what is new, unless the person reads something else. */
export function createScroll() {
  const box = find("scroll");
  const down = find("down");
  let isAttended = true;

  const distance = (): number => box.scrollHeight - box.scrollTop - box.clientHeight;
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
    box.scrollTo({ top: box.scrollHeight });
    box.focus({ preventScroll: true });
  });

  return {
    /** Something was added. */
    follow(): void {
      if (isAttended) {
        // A long answer is read from its beginning: what was said to it stays at the top, or its end if it is long itself.
        const said = [...box.querySelectorAll<HTMLElement>(".row.person, .note")].at(-1);
        const hidden = Math.max(0, (said?.offsetHeight ?? 0) - box.clientHeight / 4);
        box.scrollTo({ top: said === undefined ? box.scrollHeight : said.offsetTop + hidden - gap });
      }
      showDown();
    },
    /** The person has spoken: what comes now is for them. */
    attend(): void {
      isAttended = true;
    },
    /** To what was said last; a welcome is read from its top. */
    jumpToEnd: () =>
      box.querySelector(".row") !== null && box.scrollTo({ top: box.scrollHeight, behavior: "instant" }),
  };
}
