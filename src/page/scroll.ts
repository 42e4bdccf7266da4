import { find } from "./elements.ts";

const near = 120;
const gap = 10;

/** Scrolls to new lines, unless the person reads elsewhere. */
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
    /** Scrolls after a line was added. */
    follow(): void {
      if (isAttended) {
        // Shows a long answer from its start: the person's last line stays at the top, or its end if it is
        // long.
        const said = [...box.querySelectorAll<HTMLElement>(".row.person, .note")].at(-1);
        const hidden = Math.max(0, (said?.offsetHeight ?? 0) - box.clientHeight / 4);
        box.scrollTo({ top: said === undefined ? box.scrollHeight : said.offsetTop + hidden - gap });
      }
      showDown();
    },
    /** Follows new lines again: the person has spoken. */
    attend(): void {
      isAttended = true;
    },
    /** Scrolls to the last line; a page without lines shows its welcome from the top. */
    jumpToEnd: () =>
      box.querySelector(".row") !== null && box.scrollTo({ top: box.scrollHeight, behavior: "instant" }),
  };
}
