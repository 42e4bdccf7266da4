import { expect, onTestFinished, test } from "vitest";
import {
  createTemplates,
  renderTemplate,
  templateKinds,
} from "../../../src/channels/whatsapp-cloud/templates.ts";
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
});

test("templates are created once, and handed in again when their words change", async () => {
  const api = await createCloudApi();
  onTestFinished(() => api.close());
  const settings = { ...cloudSettings, apiRoot: api.apiRoot };
  const posts = () => api.calls.filter(({ body }) => body !== undefined).length;
  expect((await createTemplates(settings, wanted)).map(({ state }) => state)).toEqual(
    wanted.map(() => "PENDING"),
  );
  expect(posts()).toBe(6);
  await createTemplates(settings, wanted);
  expect(posts()).toBe(6);
  const changed = wanted.map((each, index) =>
    index === 0 ? { ...each, text: { ...each.text, body: "Other words for {{service}}." } } : each,
  );
  await createTemplates(settings, changed);
  expect(posts()).toBe(7);
});
