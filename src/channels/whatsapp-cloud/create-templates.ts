import { z } from "zod";
import type { Language } from "../../conversation/vocabulary.ts";
import { CloudError } from "./errors.ts";
import {
  codeOf,
  type ExistingTemplates,
  listTemplates,
  renderTemplate,
  type TemplateKind,
  type TemplateText,
} from "./templates.ts";
import { createTransport, type TransportOptions } from "./transport.ts";

/** A template that is wanted. */
interface WantedTemplate {
  readonly kind: TemplateKind;
  readonly language: Language;
  readonly text: TemplateText;
}

const createdSchema = z.object({ status: z.string(), category: z.string().optional() });

/**
 * Creates missing templates, and submits again those whose text has changed. Returns the state of
 * each, such as APPROVED, PENDING or PAUSED, with its category if it differs from ours.
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
    const { name, components, category, message_send_ttl_seconds } = template;
    const known = existing.find((one) => one.name === name && one.language === codeOf(language));
    if (known && isSame(known, text.body, message_send_ttl_seconds))
      return { name, language, state: describeState(known, category) };
    const path = known ? known.id : `${wabaId}/message_templates`;
    const change = { components, ...(message_send_ttl_seconds && { message_send_ttl_seconds }) };
    const content = known ? change : template;
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

/**
 * True if Meta's template equals ours. A missing time to live counts as ours: Meta drops it when it
 * changes the category.
 */
function isSame(known: ExistingTemplates[number], body: string, ttlSeconds: number | undefined): boolean {
  const { components, message_send_ttl_seconds: knownTtl = ttlSeconds } = known;
  return knownTtl === ttlSeconds && components.some(({ text }) => text === body);
}

function describeState(
  { status, category: given = "" }: { readonly status: string; readonly category?: string | undefined },
  category: string,
): string {
  return ["", category].includes(given) ? status : `${status}, as ${given}: it is paid for as such`;
}
