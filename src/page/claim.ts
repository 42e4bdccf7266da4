import { find, write } from "./elements.ts";
import type { History } from "./history.ts";
import type { Texts } from "./texts.ts";

/**
 * Builds the question whether to take over the conversation of a link. Its key follows "#", so no
 * server sees it. Anyone can make such a link: nothing happens before the person agrees. Calls
 * `onAnswer` once they have answered, and again if the conversation is gone.
 */
export function createClaim(
  history: Pick<History, "session">,
  { text }: Texts,
  takeOver: (key: string) => Promise<boolean>,
  onAnswer: (isGone: boolean) => void,
) {
  let key = /^#([\w-]{43})$/.exec(location.hash)?.[1];
  if (key !== undefined) window.history.replaceState(null, "", `${location.pathname}${location.search}`);

  async function answer(isTaken: boolean): Promise<void> {
    const claimed = key;
    key = undefined;
    onAnswer(false);
    find("scroll").focus({ preventScroll: true });
    if (claimed !== undefined && isTaken && !(await takeOver(claimed))) onAnswer(true);
  }

  find("claim-yes").onclick = () => void answer(true);
  find("claim-no").onclick = () => void answer(false);
  return {
    /** Shows the question, in place of all others, until it is answered. */
    show(): void {
      find("claim").hidden = key === undefined;
      if (key === undefined) return;
      ask(history.session() === undefined ? ["claim", "main", "plain"] : ["claim-instead", "plain", "main"]);
      find("intro").hidden = true;
      find("offer").hidden = true;
    },
  };

  function ask([name, yes, no]: readonly [name: string, yes: string, no: string]): void {
    write("claim-what", text(`${name}.what`));
    write("claim-yes", text(`${name}.yes`));
    write("claim-no", text(`${name}.no`));
    find("claim-yes").className = yes;
    find("claim-no").className = no;
  }
}
