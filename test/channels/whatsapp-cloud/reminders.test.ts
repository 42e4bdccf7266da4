import { describe, expect, onTestFinished, test } from "vitest";
import { createChannelNotes } from "../../../src/app/channel-notes.ts";
import type { Template } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { renderTemplate } from "../../../src/channels/whatsapp-cloud/templates.ts";
import { templateText } from "../../../src/content/channel-texts.ts";
import { content, startBot } from "../../support/bot-under-test.ts";
import { openCloud } from "../../support/whatsapp-cloud-driver.ts";

const hour = 3_600_000;

/** A whole bot, and a person who has asked it for a reminder at this time, and not written since. */
async function remindAt(wish: string, templates?: readonly Template[]) {
  const opened: Awaited<ReturnType<typeof openCloud>>[] = [];
  const tested = await startBot({
    campaigns: ["meta"],
    now: "2025-05-20T10:00",
    async channel({ clock, log, store }) {
      const notes = createChannelNotes(store, "whatsapp-cloud", "Europe/Paris");
      const cloud = await openCloud({ clock, log, notes, ...(templates && { templates }) });
      opened.push(cloud);
      return cloud.channel;
    },
  });
  const [cloud] = opened;
  if (cloud === undefined) throw new Error("the bot has no channel");
  onTestFinished(async () => {
    await tested.stop();
    await cloud.close();
  });
  const person = cloud.api.person("FR.1");
  for (const words of ["hello", "english", "facebook", wish]) await person.says(words);
  await tested.bot.settle();
  const before = person.seen().length;
  return {
    ...tested,
    api: cloud.api,
    person,
    passes: async (hours: number) => {
      tested.clock.advance(hours * hour);
      await tested.bot.remind();
    },
    /** The templates that the person has got, each with what stands in it. */
    got: () =>
      person
        .seen()
        .slice(before)
        .flatMap(({ message }) => {
          if (message.type !== "template") return [];
          const { name, components } = message.template;
          const values = components.flatMap((component) =>
            component.type === "body" ? component.parameters.map(({ text }) => text) : [],
          );
          return [[name, ...values]];
        }),
  };
}

describe("a reminder to someone who has not written for a day", () => {
  test("says the last day", async () => {
    const { passes, got } = await remindAt("friday at 6pm");
    await passes(3 * 24 + 9);
    expect(got()).toEqual([["objecteur_deadline_v1", "Meta", "Monday 26 May 2025"]]);
  });

  test("says on the last day that it is the last", async () => {
    const { passes, got } = await remindAt("monday at 6pm");
    await passes(6 * 24 + 9);
    expect(got()).toEqual([["objecteur_last_day_v1", "Meta", "Monday 26 May 2025"]]);
  });

  test("comes in the older template, and the operator is told what to do, while Meta has only that one", async () => {
    const older = ["fr", "en"].map((language) =>
      renderTemplate("date", language, templateText(content.wording, "date", language)),
    );
    const { passes, got, trouble } = await remindAt("friday at 6pm", older);
    await passes(3 * 24 + 9);
    expect(got()).toEqual([["objecteur_date_v1", "Meta"]]);
    expect(trouble.join()).toContain("npm run whatsapp-templates");
  });

  test.each([
    ["at once", (code: number) => ({ type: "refuse", httpStatus: 400, code }) as const],
    ["afterwards", (code: number) => ({ type: "fail", code }) as const],
  ])("that Meta refuses %s comes when Meta takes it, once, and is not lost", async (_, fault) => {
    const { api, bot, passes, got, store } = await remindAt("friday at 9am");
    // Its next try is counted from what the clock shows once the bot has heard of the refusal.
    const refusalIsHeard = async () => {
      await api.settle();
      await bot.settle();
    };
    api.fault(fault(131_049), fault(131_049));
    await passes(3 * 24);
    await refusalIsHeard();
    expect([got(), (await store.outboxState()).count]).toEqual([[], 1]);
    await passes(0.6);
    await expect.poll(async () => api.countLeftFaults()).toBe(0);
    await refusalIsHeard();
    expect(got()).toEqual([]);
    await passes(1.1);
    await expect.poll(got, { timeout: 5_000 }).toHaveLength(1);
    await bot.settle();
    expect((await store.outboxState()).count).toBe(0);
  });
});
