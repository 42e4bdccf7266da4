import { onTestFinished } from "vitest";
import type { CrowdScene } from "../bot-api-scene.ts";
import type { AtEnd } from "../bot-process.ts";
import { content } from "../bot-under-test.ts";
import { freePort } from "../free-port.ts";
import type { Talker } from "../gather-crowd.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { type CloudApi, type CloudApiOptions, createCloudApi } from "./cloud-api.ts";
import { ourTemplates } from "./our-templates.ts";
import type { SeenCall } from "./people.ts";
import { cloudSettings } from "./settings.ts";

/** Opens the platform on loopback, and an empty folder for the store; says what a bot is told to find it. */
export async function openCloudScene(
  atEnd: AtEnd = onTestFinished,
  options: CloudApiOptions = {},
): Promise<CrowdScene & { readonly api: CloudApi }> {
  const api = await createCloudApi({ templates: ourTemplates(content.wording), ...options });
  atEnd(() => api.close());
  const port = await freePort();
  const file = `${temporaryFolder(atEnd)}/bot.db`;
  function deliverTo(port: number) {
    api.deliverTo(`http://127.0.0.1:${port}/whatsapp-cloud`);
    return {};
  }
  deliverTo(port);
  return {
    api,
    file,
    environment: {
      WHATSAPP_CLOUD_TOKEN: cloudSettings.token,
      WHATSAPP_CLOUD_PHONE_NUMBER_ID: cloudSettings.phoneNumberId,
      WHATSAPP_CLOUD_WABA_ID: cloudSettings.wabaId,
      WHATSAPP_CLOUD_APP_SECRET: cloudSettings.appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: cloudSettings.verifyToken,
      WHATSAPP_CLOUD_API_ROOT: api.apiRoot,
      DATABASE_URL: `file:${file}`,
      PORT: String(port),
    },
    server: { person: (id) => talkerOf(api, id) },
    conversationOf: (id) => `whatsapp-cloud:FR.${id}`,
    countSent: () => api.countTaken(),
    deliverTo,
    async lookFurther(read) {
      await api.settle();
      const [charged] = await read(
        "SELECT CAST(sum(count) AS INTEGER) AS count FROM daily_count WHERE what IN ('charged-service', 'charged-utility')",
      );
      const expected = JSON.stringify({ count: api.countTaken() });
      return JSON.stringify(charged) === expected
        ? []
        : [`charged: ${JSON.stringify(charged)}, not ${expected}`];
    },
  };
}

function talkerOf(api: CloudApi, id: number): Talker {
  const person = api.person(`FR.${id}`, { hasUsername: id % 2 === 0 });
  return {
    id,
    says: (words) => person.says(words),
    presses: (label) => person.presses(label),
    next: async (timeoutMs) => read(await person.next(timeoutMs)),
    unread: () => person.unread().map(read),
  };
}

/** The link of a file is another one for each person. */
function read({ message, at }: SeenCall) {
  return { at, text: textOf(message).replace(/(?<=\/files\/)[\w-]+/g, "…") };
}

function textOf(message: SeenCall["message"]): string {
  switch (message.type) {
    case "text":
      return message.text.body;
    case "interactive":
      return message.interactive.body.text;
    case "template":
      return JSON.stringify(message.template);
  }
}
