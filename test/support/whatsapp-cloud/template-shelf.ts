import { z } from "zod";
import type { Template } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { type Refusal, refuse, type TakenMessage } from "./accept-message.ts";
import { cloudSettings } from "./settings.ts";

type Sent = Extract<TakenMessage, { readonly type: "template" }>["template"];

/** Fewer than are asked for, as the platform may do. */
const templatesOnPage = 4;

const givenSchema = z.looseObject({
  name: z.string(),
  language: z.string(),
  category: z.string(),
  components: z.array(
    z.looseObject({
      type: z.string(),
      text: z.string().optional(),
    }),
  ),
});

/** The templates of the account, as the platform keeps and judges them. */
export function createTemplateShelf(approved: readonly Template[]) {
  const templates: (z.infer<typeof givenSchema> & { id: string; status: string })[] = [];
  for (const template of approved) keep(template, "APPROVED");

  function keep(given: unknown, status: string): void {
    templates.push({ id: `template-${templates.length}`, status, ...givenSchema.parse(given) });
  }

  return {
    /** Lists, creates or changes templates, all of which wait for their review. */
    answer(path: string, body: unknown): object {
      if (body === undefined) return pageOf(templates, Number(/[?&]after=(\d+)/.exec(path)?.[1] ?? 0));
      const known = templates.find(({ id }) => id === path);
      if (known) Object.assign(known, body, { status: "PENDING" });
      else keep(body, "PENDING");
      return { success: true, status: "PENDING", category: (known ?? templates.at(-1))?.category };
    },
    change(name: string, change: object): void {
      for (const template of templates) if (template.name === name) Object.assign(template, change);
    },
    /** Returns what the webhook is told of it. */
    judge(change: { readonly status?: string; readonly category?: string }): object {
      const changes = templates.map((template) => {
        const before = template.category;
        Object.assign(template, change);
        const named = {
          message_template_id: 1_689_556_908_129_832,
          message_template_name: template.name,
          message_template_language: template.language,
        };
        return change.category === undefined
          ? {
              field: "message_template_status_update",
              value: { event: template.status, reason: "NONE", ...named },
            }
          : {
              field: "template_category_update",
              value: { ...named, previous_category: before, new_category: template.category },
            };
      });
      return { object: "whatsapp_business_account", entry: [{ id: cloudSettings.wabaId, changes }] };
    },
    /** Why a message is not taken. */
    refuse({ name, language, components }: Sent): Refusal | undefined {
      const template = templates.find((one) => one.name === name && one.language === language.code);
      const { status = "MISSING" } = template ?? {};
      if (template === undefined || status !== "APPROVED")
        return refusals[status] ?? refuse(404, 132_001, "Template name does not exist in the translation");
      const wanted = template.components.flatMap(
        ({ text = "" }) => text.match(/(?<=\{\{)\w+(?=\}\})/g) ?? [],
      );
      return namesIn(components).join() === wanted.join()
        ? undefined
        : refuse(400, 132_000, "Number of parameters does not match the expected number of params");
    },
  };
}

/** As Graph's edges list: with where the next page begins, and its address as long as there is one. */
function pageOf(all: readonly object[], from: number): object {
  const to = from + templatesOnPage;
  const next = to < all.length && { next: `https://graph.facebook.com/?after=${to}` };
  return { data: all.slice(from, to), paging: { cursors: { before: `${from}`, after: `${to}` }, ...next } };
}

const refusals: Readonly<Record<string, Refusal>> = {
  PAUSED: refuse(400, 132_015, "Template is paused"),
  DISABLED: refuse(400, 132_016, "Template is disabled"),
};

function namesIn(components: Sent["components"]): readonly string[] {
  return components.flatMap((component) =>
    component.type === "body" ? component.parameters.map(({ parameter_name: name }) => name) : [],
  );
}
