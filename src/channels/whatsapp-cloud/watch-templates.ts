import type { TemplateState } from "../../app/ports.ts";
import type { Language } from "../../conversation/vocabulary.ts";
import type { CloudOptions } from "./adapter.ts";
import {
  type ExistingTemplate,
  listTemplates,
  nameOf,
  type TemplateKind,
  templateCategories,
  templateKinds,
} from "./templates.ts";
import type { Transport } from "./transport.ts";

const minute = 60_000;
/** Meta's webhook tells of changes, but to one process, and only if it is subscribed to. */
const looksEveryMs = 10 * minute;
/** Meta lets an app ask 200 times an hour. */
const looksNoSoonerMs = minute / 3;
/** Reviewed, warned, or no longer open to changes: such a template can be sent. */
const usable = ["APPROVED", "FLAGGED", "REINSTATED", "LOCKED"];

interface WatchOptions extends Pick<CloudOptions, "wabaId" | "languages" | "clock" | "log"> {
  readonly transport: Pick<Transport, "call">;
}

/** Knows how our templates stand with Meta, which reviews, pauses and disables them by itself. */
export function watchTemplates({ transport, wabaId, languages, clock, log }: WatchOptions) {
  let existing: readonly ExistingTemplate[] | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(olderThanMs: number): Promise<void> {
    if (clock.now() - askedAt < olderThanMs) return;
    askedAt = clock.now();
    try {
      existing = await listTemplates(transport, wabaId);
    } catch (error) {
      log.warn({ channel: "whatsapp-cloud", error }, "cannot ask Meta how the templates of reminders stand");
    }
  }

  function stateOf(kind: TemplateKind, language: Language): TemplateState {
    const name = nameOf(kind);
    const known = existing?.find((one) => one.name === name && one.language === language);
    const { status = "MISSING", category = templateCategories[kind] } = known ?? {};
    const other = category === templateCategories[kind] ? undefined : category;
    return { name, language, status, category: other, isUsable: usable.includes(status) };
  }

  return {
    /** Asks again, unless that was done a moment ago. Never rejects. */
    refresh: () => ask(looksNoSoonerMs),
    /** True as long as nothing is known. */
    isUsable(kind: TemplateKind, language: Language): boolean {
      void ask(looksEveryMs);
      return existing === undefined || stateOf(kind, language).isUsable;
    },
    /** One for each kind and language; undefined as long as nothing is known. */
    states(): readonly TemplateState[] | undefined {
      void ask(looksEveryMs);
      return (
        existing && languages.flatMap((language) => templateKinds.map((kind) => stateOf(kind, language)))
      );
    },
  };
}
