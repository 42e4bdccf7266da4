import { expect, onTestFinished, test } from "vitest";
import { createTemplates } from "../../../src/channels/whatsapp-cloud/create-templates.ts";
import { renderTemplate, templateKinds } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { templateText } from "../../../src/content/channel-texts.ts";
import { content } from "../../support/bot-under-test.ts";
import { createCloudApi } from "../../support/whatsapp-cloud/cloud-api.ts";
import { cloudSettings } from "../../support/whatsapp-cloud/settings.ts";

const wanted = ["fr", "en"].flatMap((language) =>
  templateKinds.map((kind) => ({ kind, language, text: templateText(content.wording, kind, language) })),
);

test.each(wanted)("the template $kind in $language is one that Meta takes", ({ kind, language, text }) => {
  expect(text.body).toContain("{{service}}");
  expect(text.body).not.toMatch(/^\{\{|\}\}$/);
  expect(text.body.length).toBeLessThanOrEqual(1_024);
  const isAlert = kind === "alert";
  expect(text.buttons).toHaveLength(isAlert ? 2 : 3);
  for (const button of text.buttons) expect(button.length).toBeLessThanOrEqual(25);
  expect(renderTemplate(kind, language, text)).toMatchObject({
    category: isAlert ? "MARKETING" : "UTILITY",
    parameter_format: "NAMED",
  });
  for (const [, name = ""] of text.body.matchAll(/\{\{(\w+)\}\}/g))
    expect(text.examples).toHaveProperty(name, expect.stringMatching(/\w/));
});

/** Meta takes 30 seconds to 12 hours for the category "utility". */
test.each(wanted.filter(({ kind }) => kind === "deadline" || kind === "last-day"))(
  "the template $kind in $language names the last day, and is not delivered after its time to live",
  ({ kind, language, text }) => {
    expect(text.body).toContain("{{last_day}}");
    expect(text.examples).toEqual({
      service: "Meta",
      last_day: language === "fr" ? "lundi 26 mai 2025" : "Monday 26 May 2025",
    });
    expect(renderTemplate(kind, language, text)).toMatchObject({
      message_send_ttl_seconds: kind === "deadline" ? 43_200 : 7_200,
    });
  },
);

test("a template whose time to live is another one is handed in again, one of which Meta tells none is not", async () => {
  const api = await createCloudApi({
    templates: wanted.map(({ kind, language, text }) => renderTemplate(kind, language, text)),
  });
  onTestFinished(() => api.close());
  const settings = { ...cloudSettings, apiRoot: api.apiRoot };
  const posts = () => api.calls.filter(({ body }) => body !== undefined);
  await createTemplates(settings, wanted);
  expect(posts()).toEqual([]);
  api.changeTemplate("objecteur_deadline_v1", { message_send_ttl_seconds: null });
  await createTemplates(settings, wanted);
  expect(posts()).toEqual([]);
  api.changeTemplate("objecteur_deadline_v1", { message_send_ttl_seconds: 60 });
  await createTemplates(settings, wanted);
  expect(posts().map(({ body }) => body)).toMatchObject([
    { message_send_ttl_seconds: 43_200 },
    { message_send_ttl_seconds: 43_200 },
  ]);
});

test("templates are created once, and handed in again when their words change", async () => {
  const api = await createCloudApi();
  onTestFinished(() => api.close());
  const settings = { ...cloudSettings, apiRoot: api.apiRoot };
  const posts = () => api.calls.filter(({ body }) => body !== undefined).length;
  expect((await createTemplates(settings, wanted)).map(({ state }) => state)).toEqual(
    wanted.map(() => "PENDING"),
  );
  expect(posts()).toBe(10);
  await createTemplates(settings, wanted);
  expect(posts()).toBe(10);
  const changed = wanted.map((each, index) =>
    index === 0 ? { ...each, text: { ...each.text, body: "Other words for {{service}}." } } : each,
  );
  await createTemplates(settings, changed);
  expect(posts()).toBe(11);
});
