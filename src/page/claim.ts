import { find, write } from "./elements.ts";
import type { History } from "./history.ts";
import type { Texts } from "./texts.ts";

/**
 * Builds the question whether to go on with the conversation of a link, which has its key after "#", that no server sees. Anyone can make
 * such a link: nothing happens before the person says yes. `onAnswer` is called once they have answered, and again if it is gone.
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
    /** Shows the question in the place of all others, as long as there is one. */
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
