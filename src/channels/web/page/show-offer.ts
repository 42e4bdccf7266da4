import type { PageSettings } from "../wire.ts";
import { find, write } from "./elements.ts";
import type { Entry } from "./history.ts";
import { readStart, type StartWish } from "./start-wish.ts";
import type { Texts } from "./texts.ts";

/** Who comes back by a link to another campaign than they began with last is offered it; what is there stays. */
export function showOffer(
  { campaign = "" }: StartWish,
  entries: readonly Entry[],
  { text, language }: Texts,
  settings: PageSettings,
): void {
  const begun = entries.flatMap((entry) => {
    const said = entry.type === "person" && "text" in entry.said ? entry.said.text : "";
    return said.startsWith("/start ") ? [readStart(said.slice("/start ".length), settings).campaign] : [];
  });
  find("offer").hidden = campaign === "" || entries.length === 0 || begun.at(-1) === campaign;
  const service = settings.names[language()]?.[campaign] ?? "";
  write("offer-what", text("offer", { service }));
  write("offer-start", text("offer-start", { service }));
}
