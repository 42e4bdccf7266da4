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

  /**
   * Returns how far to scroll for the answer to the person's last line: to its end if all of it fits,
   * else to its start. Where there is room, the line stays in view, or the end of a long one.
   */
  function topOfAnswer(): number {
    const end = box.scrollHeight - box.clientHeight;
    const said = [...box.querySelectorAll<HTMLElement>(".row.person, .note")].at(-1);
    if (said === undefined) return end;
    const answer = said.offsetTop + said.offsetHeight;
    const line = answer - Math.min(said.offsetHeight, box.clientHeight / 4) - gap;
    return Math.min(answer, Math.max(line, end));
  }

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
      if (isAttended) box.scrollTo({ top: topOfAnswer() });
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
