import { z } from "zod";
import type { OutgoingMessage, TemplateState } from "../../app/ports.ts";
import type { Instant, Language } from "../../conversation/vocabulary.ts";
import type { CloudOptions } from "./adapter.ts";
import { CloudError } from "./errors.ts";
import { createTransport, type Transport, type TransportOptions } from "./transport.ts";

export type DueReminder = NonNullable<OutgoingMessage["reminder"]>;
export type TemplateKind = DueReminder["kind"];

/** What a person who has not written for 24 hours can be sent: one template for each kind, handed in as this category. */
const templateCategories = {
  date: "UTILITY",
  confirmation: "UTILITY",
  alert: "MARKETING",
} as const satisfies Record<TemplateKind, "UTILITY" | "MARKETING">;
export const templateKinds = Object.keys(templateCategories) as TemplateKind[];

/** The words of a template in one language. */
export interface TemplateText {
  /** Names the service as `{{service}}`, neither first nor last. */
  readonly body: string;
  /** A service that stands in the example for Meta's reviewers. */
  readonly example: string;
  /** At most 25 characters each. */
  readonly buttons: readonly string[];
}

/** A template as the platform creates it, and as it tells of it. */
export type Template = ReturnType<typeof renderTemplate>;

const nameOf = (kind: TemplateKind) => `objecteur_${kind}_v1`;
const parameter = "service";

/** Writes a template as it is handed in for review. */
export function renderTemplate(kind: TemplateKind, language: Language, text: TemplateText) {
  const example = { body_text_named_params: [{ param_name: parameter, example: text.example }] };
  const buttons = text.buttons.map((label) => ({ type: "QUICK_REPLY", text: label }));
  return {
    name: nameOf(kind),
    language,
    category: templateCategories[kind],
    parameter_format: "NAMED",
    components: [
      { type: "BODY", text: text.body, example },
      { type: "BUTTONS", buttons },
    ],
  } as const;
}

/** The call that sends a reminder as its template. */
export function templateCall(reminder: DueReminder, language: Language) {
  const { kind, service, taps } = reminder;
  return {
    type: "template",
    template: {
      name: nameOf(kind),
      language: { code: language },
      components: [
        { type: "body", parameters: [{ type: "text", parameter_name: parameter, text: service }] },
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

/** The templates as Meta has them. */
type ExistingTemplates = z.infer<typeof listSchema>["data"];

const componentSchema = z.object({ type: z.string(), text: z.string().optional() });
const listSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string(),
      components: z.array(componentSchema).catch([]),
    }),
  ),
});
const fields = "fields=id,name,language,status,category,components&limit=250";

/** Asks for the templates of an account. */
async function listTemplates(transport: Transport, wabaId: string): Promise<ExistingTemplates> {
  return listSchema.parse(await transport.call("GET", `${wabaId}/message_templates?${fields}`)).data;
}

/** A template that is wanted. */
interface WantedTemplate {
  readonly kind: TemplateKind;
  readonly language: Language;
  readonly text: TemplateText;
}

const createdSchema = z.object({ status: z.string(), category: z.string().optional() });

/**
 * Creates the templates that are missing, and hands in again those whose words have changed. Returns the state of each, such as
 * APPROVED, PENDING or PAUSED, with its category if it is another one than was asked for.
 */
export async function createTemplates(
  { wabaId, ...options }: TransportOptions & { readonly wabaId: string },
  wanted: readonly WantedTemplate[],
) {
  const transport = createTransport(options);
  try {
    const existing = await listTemplates(transport, wabaId);
    const states = [];
    for (const each of wanted) states.push(await bringUpToDate(each, existing));
    return states;
  } finally {
    await transport.close();
  }

  async function bringUpToDate({ kind, language, text }: WantedTemplate, existing: ExistingTemplates) {
    const template = renderTemplate(kind, language, text);
    const { name, components, category } = template;
    const known = existing.find((one) => one.name === name && one.language === language);
    const isSame = known?.components.some((component) => component.text === text.body) === true;
    if (known && isSame) return { name, language, state: describeState(known, category) };
    const path = known ? known.id : `${wabaId}/message_templates`;
    const content = known ? { components } : template;
    const state = await transport.call("POST", path, content).then(
      (answer) => describeState(createdSchema.safeParse(answer).data ?? { status: "PENDING" }, category),
      (error: unknown) => {
        if (error instanceof CloudError) return `refused (${error.message})`;
        throw error;
      },
    );
    return { name, language, state };
  }
}

function describeState(
  { status, category: given = "" }: { readonly status: string; readonly category?: string | undefined },
  category: string,
): string {
  return ["", category].includes(given) ? status : `${status}, as ${given}: it is paid for as such`;
}

const minute = 60_000;
/** Meta's webhook tells of changes, but to one process, and only if it is subscribed to. */
const looksEveryMs = 10 * minute;
/** Meta lets an app ask 200 times an hour. */
const looksNoSoonerMs = minute / 3;
const refusedMs = 30 * minute;
/** Reviewed, warned, or no longer open to changes: such a template can be sent. */
const usable = ["APPROVED", "FLAGGED", "REINSTATED", "LOCKED"];

interface WatchOptions extends Pick<CloudOptions, "wabaId" | "languages" | "clock" | "log"> {
  readonly transport: Transport;
}

/** How our templates stand with Meta. */
export type TemplateWatch = ReturnType<typeof watchTemplates>;

/** Knows how our templates stand with Meta, which reviews, pauses and disables them by itself. */
export function watchTemplates({ transport, wabaId, languages, clock, log }: WatchOptions) {
  let existing: ExistingTemplates | undefined;
  /** Until when each is not tried again, since Meta has just refused it. */
  const refused = new Map<string, Instant>();
  let askedAt = Number.NEGATIVE_INFINITY;

  async function ask(olderThanMs: number): Promise<void> {
    if (clock.now() - askedAt < olderThanMs) return;
    askedAt = clock.now();
    try {
      existing = await listTemplates(transport, wabaId);
    } catch (error) {
      log.warn({ error }, "cannot ask Meta how the templates of reminders stand");
    }
  }

  function stateOf(kind: TemplateKind, language: Language): TemplateState {
    const name = nameOf(kind);
    const known = existing?.find((one) => one.name === name && one.language === language);
    const { status: given = "MISSING", category = templateCategories[kind] } = known ?? {};
    const isRefused = usable.includes(given) && clock.now() < (refused.get(`${name} ${language}`) ?? 0);
    const status = isRefused ? "REFUSED" : given;
    const other = category === templateCategories[kind] ? undefined : category;
    return { name, language, status, category: other, isUsable: usable.includes(status) };
  }

  const statesOfAll = () =>
    languages.flatMap((language) => templateKinds.map((kind) => stateOf(kind, language)));

  return {
    /** Asks again, unless that was done a moment ago. Never rejects. */
    refresh: () => ask(looksNoSoonerMs),
    /** Meta has just refused it, whatever its state is: the next one is tried in half an hour. */
    refuse(kind: TemplateKind, language: Language): void {
      refused.set(`${nameOf(kind)} ${language}`, clock.now() + refusedMs);
      void ask(looksNoSoonerMs);
    },
    /** True as long as nothing is known. */
    isUsable(kind: TemplateKind, language: Language): boolean {
      void ask(looksEveryMs);
      return existing === undefined || stateOf(kind, language).isUsable;
    },
    /** One for each kind and language; undefined as long as nothing is known. */
    states(): readonly TemplateState[] | undefined {
      void ask(looksEveryMs);
      return existing && statesOfAll();
    },
  };
}
