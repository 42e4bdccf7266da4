import { z } from "zod";
import type { Instant, Language } from "../../conversation/vocabulary.ts";
import type { OutgoingMessage, Outside, TemplateState } from "../../ports.ts";
import { day, minute, second } from "../../support/durations.ts";
import { sleep, systemTimers } from "../../support/timers.ts";
import type { Transport } from "./transport.ts";

export type DueReminder = NonNullable<OutgoingMessage["reminder"]>;
export type TemplateKind = DueReminder["kind"];

/** How a template is submitted to Meta. */
interface TemplateTerms {
  readonly category: "UTILITY" | "MARKETING";
  /**
   * For how long Meta tries to deliver it, in seconds; 30 days if absent. Meta accepts 30 seconds to
   * 12 hours for the category "utility"
   *
   * (developers.facebook.com/documentation/business-messaging/whatsapp/templates/time-to-live,
   *
   * page of 21 May 2026).
   */
  readonly ttlSeconds?: number;
}

/** The templates for people who have not written for 24 hours: one for each kind. */
const terms: Readonly<Record<TemplateKind, TemplateTerms>> = {
  date: { category: "UTILITY" },
  deadline: { category: "UTILITY", ttlSeconds: 12 * 3_600 },
  // Nothing is sent after 21:00, so it expires within the day even if the person's clock is an hour
  // behind the service's.
  "last-day": { category: "UTILITY", ttlSeconds: 2 * 3_600 },
  confirmation: { category: "UTILITY" },
  alert: { category: "MARKETING" },
};
export const templateKinds = Object.keys(terms) as TemplateKind[];
/** The kinds that name the last day, the one with the most time to arrive first. */
const datedKinds = ["deadline", "last-day"] as const;

/** The words of a template in one language. */
export interface TemplateText {
  /** Contains `{{service}}`, but neither at the start nor at the end. */
  readonly body: string;
  /** The example value of each placeholder, for Meta's reviewers. */
  readonly examples: Readonly<Record<string, string>>;
  /** At most 25 characters each. */
  readonly buttons: readonly string[];
}

/** A template as the platform creates and lists it. */
export type Template = ReturnType<typeof renderTemplate>;

/** Meta allows lower-case letters, digits and underscores in a name. */
const nameOf = (kind: TemplateKind) => `objecteur_${kind.replace("-", "_")}_v1`;

/** Returns a language's code as Meta writes it, such as "pt_BR". */
export const codeOf = (language: Language) => language.replace("-", "_");

/** Writes a template as it is submitted for review. */
export function renderTemplate(kind: TemplateKind, language: Language, text: TemplateText) {
  const { category, ttlSeconds } = terms[kind];
  const used = Object.entries(text.examples).filter(([name]) => text.body.includes(`{{${name}}}`));
  const example = { body_text_named_params: used.map(([param_name, example]) => ({ param_name, example })) };
  const buttons = text.buttons.map((label) => ({ type: "QUICK_REPLY", text: label }));
  return {
    name: nameOf(kind),
    language: codeOf(language),
    category,
    ...(ttlSeconds !== undefined && { message_send_ttl_seconds: ttlSeconds }),
    parameter_format: "NAMED",
    components: [
      { type: "BODY", text: text.body, example },
      { type: "BUTTONS", buttons },
    ],
  } as const;
}

/** Returns the call that sends a reminder as this template. */
export function templateCall(
  { service, lastDay, taps }: DueReminder,
  kind: TemplateKind,
  language: Language,
) {
  const isDated = datedKinds.some((dated) => dated === kind);
  const values = { service, ...(isDated && lastDay && { last_day: lastDay.name }) };
  const parameters = Object.entries(values).map(
    ([parameter_name, text]) => ({ type: "text", parameter_name, text }) as const,
  );
  return {
    type: "template",
    template: {
      name: nameOf(kind),
      language: { code: codeOf(language) },
      components: [
        { type: "body", parameters },
        ...taps.map((payload, index) => ({
          type: "button",
          sub_type: "quick_reply",
          index: String(index),
          parameters: [{ type: "payload", payload }],
        })),
      ],
    },
  } as const;
}

/** The templates as Meta lists them. */
export type ExistingTemplates = z.infer<typeof listSchema>["data"];

const componentSchema = z.object({ type: z.string(), text: z.string().optional() });
const listSchema = z.object({
  /** There is a further page as long as `next` is there. */
  paging: z.object({ next: z.string().optional(), cursors: z.object({ after: z.string() }) }).optional(),
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string(),
      message_send_ttl_seconds: z.number().optional().catch(undefined),
      components: z.array(componentSchema).catch([]),
    }),
  ),
});
const fields = "fields=id,name,language,status,category,components,message_send_ttl_seconds&limit=250";

/** Requests the templates of an account. */
export async function listTemplates(transport: Transport, wabaId: string): Promise<ExistingTemplates> {
  const templates: ExistingTemplates = [];
  let after = "";
  for (;;) {
    const path = `${wabaId}/message_templates?${fields}${after}`;
    const { data, paging } = listSchema.parse(await transport.call("GET", path));
    templates.push(...data);
    if (paging?.next === undefined) return templates;
    after = `&after=${encodeURIComponent(paging.cursors.after)}`;
  }
}

/** The state of a template that was not submitted. */
const missing = "MISSING";
/**
 * Meta's webhook reports changes only to one process, and only if the app is subscribed to them, so
 * states are also polled.
 */
const looksEveryMs = 10 * minute;
/** Meta's limit for an app is 200 requests an hour. */
const looksNoSoonerMs = minute / 3;
const refusedMs = 30 * minute;
/** The states in which a template can be sent: approved, warned, or locked against changes. */
const usable = ["APPROVED", "FLAGGED", "REINSTATED", "LOCKED"];

export interface WatchOptions extends Pick<Outside, "clock" | "log"> {
  readonly wabaId: string;
  /** The languages of reminders. */
  readonly languages: readonly Language[];
  readonly transport: Transport;
}

/** The states of our templates at Meta. */
export type TemplateWatch = ReturnType<typeof watchTemplates>;

/** Tracks the states of our templates at Meta, which reviews, pauses and disables them by itself. */
export function watchTemplates({ transport, wabaId, languages, clock, log }: WatchOptions) {
  let existing: ExistingTemplates | undefined;
  /** Until when each template is not sent, since Meta has just refused it. */
  const refused = new Map<string, Instant>();
  let askedAt = Number.NEGATIVE_INFINITY;
  /** When the operator was last told that templates are missing. */
  let toldAt = Number.NEGATIVE_INFINITY;

  async function ask(olderThanMs: number): Promise<void> {
    if (clock.now() - askedAt < olderThanMs) return;
    askedAt = clock.now();
    try {
      existing = await listTemplates(transport, wabaId);
      tellOfMissing();
    } catch (error) {
      log.warn({ error }, "cannot ask Meta how the templates of reminders stand");
    }
  }

  function stateOf(kind: TemplateKind, language: Language): TemplateState {
    const name = nameOf(kind);
    const known = existing?.find((one) => one.name === name && one.language === codeOf(language));
    const { status: given = missing, category = terms[kind].category } = known ?? {};
    const isRefused = usable.includes(given) && clock.now() < (refused.get(`${name} ${language}`) ?? 0);
    const status = isRefused ? "REFUSED" : given;
    const other = category === terms[kind].category ? undefined : category;
    return { name, language, status, category: other, isUsable: usable.includes(status) };
  }

  function isUsable(kind: TemplateKind, language: Language): boolean {
    return existing === undefined || stateOf(kind, language).isUsable;
  }

  function tellOfMissing(): void {
    const count = statesOfAll().filter(({ status }) => status === missing).length;
    if (count === 0 || clock.now() < toldAt + day) return;
    toldAt = clock.now();
    log.warn(
      { count },
      "Meta does not have all templates: their reminders wait, or do not say the last day. Run `npm run whatsapp-templates`",
    );
  }

  const statesOfAll = () =>
    languages.flatMap((language) => templateKinds.map((kind) => stateOf(kind, language)));

  return {
    /** Requests the states again, unless that was done within 20 seconds. Never rejects. */
    refresh: () => ask(looksNoSoonerMs),
    /** Requests the states every ten minutes, until the signal is aborted. Never rejects. */
    async keepLooking(until: AbortSignal): Promise<void> {
      for (;;) {
        await sleep(systemTimers, looksEveryMs, until);
        if (until.aborted) return;
        await ask(looksNoSoonerMs);
      }
    },
    /** Notes that Meta has just refused the template, whatever its state: it is not sent for half an hour. */
    refuse(kind: TemplateKind, language: Language): void {
      refused.set(`${nameOf(kind)} ${language}`, clock.now() + refusedMs);
      void ask(looksNoSoonerMs);
    },
    /** True if the template can be sent, or no state is known yet. */
    isUsable,
    /**
     * Returns the template for this reminder now: one that names its last day and cannot arrive after
     * it. The one without the day if Meta has only that; undefined if none would arrive in time.
     */
    choose({ kind, lastDay }: DueReminder, language: Language): TemplateKind | undefined {
      if (lastDay === undefined) return kind;
      const left = lastDay.endsAt - clock.now();
      const dated = datedKinds.find((one) => left >= (terms[one].ttlSeconds ?? 0) * second);
      if (dated === undefined || isUsable(dated, language) || !isUsable(kind, language)) return dated;
      return kind;
    },
    /** Returns one state for each kind and language; undefined if none is known yet. */
    states: (): readonly TemplateState[] | undefined => existing && statesOfAll(),
  };
}
