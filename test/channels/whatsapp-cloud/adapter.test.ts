import { describe, expect, onTestFinished, test } from "vitest";
import { moreTap } from "../../../src/channels/whatsapp-cloud/render.ts";
import type { Charge, Inbox, IncomingMessage } from "../../../src/ports.ts";
import { until } from "../../support/until.ts";
import type { Fault } from "../../support/whatsapp-cloud/cloud-api.ts";
import { envelope } from "../../support/whatsapp-cloud/people.ts";
import { cloudSettings } from "../../support/whatsapp-cloud/settings.ts";
import { openCloud } from "../../support/whatsapp-cloud-driver.ts";

const day = 86_400_000;
const userId = "FR.1";
const id = `whatsapp-cloud:${userId}` as const;
const text = (words: string) => [{ type: "text", text: words }] as const;
const reminder = {
  text: text("It is time.\n\nIs it done?"),
  choices: [],
  navigation: [{ id: "1|reminder|meta|done", label: "Done" }],
  language: "fr",
  reminder: {
    kind: "date",
    service: "Meta",
    taps: ["1|reminder|meta|show", "1|reminder|meta|done", "1|reminder|meta|no-more"],
  },
} as const;

/** A started channel, a person at the other end, and what its inbox got. */
async function start({
  receive = async () => {},
  kept = new Map(),
}: {
  readonly receive?: (message: IncomingMessage) => Promise<void>;
  readonly kept?: Map<string, object>;
} = {}) {
  let now = Date.now();
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(`${JSON.stringify(fields)} ${message}`);
  const log = { debug: () => {}, info: () => {}, warn: write, error: write };
  const seen = { at: now };
  const charges: Charge[] = [];
  const notes = {
    read: async (of: string) => kept.get(of),
    update: async (of: string, change: (note: unknown) => object) => void kept.set(of, change(kept.get(of))),
    readOwn: async () => undefined,
    writeOwn: async () => {},
    lastSeen: async () => seen.at,
    countCharge: async (charge: Charge) => void charges.push(charge),
  };
  const cloud = await openCloud({ clock: { now: () => now }, log, notes });
  const received: IncomingMessage[] = [];
  const moves: string[] = [];
  const resent: object[] = [];
  const gone: string[] = [];
  const withoutAlerts: string[] = [];
  const inbox: Inbox = {
    async receive(message) {
      await receive(message);
      received.push(message);
      return "answered";
    },
    gone: async (of) => void gone.push(of),
    noAlerts: async (of) => void withoutAlerts.push(of),
    erase: async () => {},
    moved: async (from, to) => void moves.push(`${from} → ${to}`),
    here: () => {},
    resend: async (key, of, message) => void resent.push({ key, of, message }),
    subscribe: async () => false,
  };
  await cloud.channel.start(inbox);
  onTestFinished(async () => {
    await cloud.channel.stop();
    await cloud.channel.close?.();
    await cloud.close();
  });
  const person = cloud.api.person(userId, { hasUsername: true });
  const passes = (ms: number) => {
    now += ms;
  };
  return {
    ...cloud,
    person,
    received,
    moves,
    resent,
    gone,
    withoutAlerts,
    logged,
    seen,
    charges,
    passes,
    url: `${cloud.url()}/whatsapp-cloud`,
  };
}

describe("the webhook", () => {
  test("answers Meta's handshake with the challenge, and only with our token", async () => {
    const { url } = await start();
    const ask = (token: string) =>
      fetch(`${url}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${token}`);
    expect(await (await ask(cloudSettings.verifyToken)).text()).toBe("1158201444");
    expect((await ask("another")).status).toBe(403);
  });

  test("takes nothing without the app's signature over the very bytes", async () => {
    const { url, received } = await start();
    for (const signature of [undefined, "sha256=00", `sha256=${"0".repeat(64)}`]) {
      const headers = signature === undefined ? {} : { "x-hub-signature-256": signature };
      expect((await fetch(url, { method: "POST", body: "{}", headers })).status).toBe(401);
    }
    expect(received).toEqual([]);
  });

  test("hands over escaped letters as they were written, from somebody who hides their number, and answers after the commit", async () => {
    const { person, received, api } = await start();
    expect(await person.says("Réseaux « à » 👋")).toBe(200);
    expect(received).toMatchObject([{ conversationId: id, text: "Réseaux « à » 👋" }]);
    await expect
      .poll(() => api.calls)
      .toContainEqual(
        expect.objectContaining({
          body: expect.objectContaining({ status: "read", typing_indicator: { type: "text" } }),
        }),
      );
  });

  test("asks for what could not be committed to be brought again", async () => {
    let failures = 2;
    const { person, received } = await start({
      async receive() {
        if (failures-- > 0) throw new Error("the disk is full");
      },
    });
    expect(await person.says("hello")).toBe(200);
    expect(received).toHaveLength(1);
  });

  test("takes a batch in the order of its times, and leaves what is a day old unanswered", async () => {
    const { api, received } = await start();
    const at = Math.floor(Date.now() / 1_000);
    const one = (of: string, timestamp: number) => ({
      messages: [
        {
          from_user_id: userId,
          id: `wamid.${of}`,
          timestamp: `${timestamp}`,
          type: "text",
          text: { body: of },
        },
      ],
    });
    expect(
      await api.post(envelope(one("second", at), one("first", at - 1), one("old", at - 3 * 86_400))),
    ).toBe(200);
    expect(received.map(({ text: words, isLate }) => [words, isLate])).toEqual([
      ["old", true],
      ["first", undefined],
      ["second", undefined],
    ]);
  });

  test("keeps what a person does in its order, though the first thing needs what was noted of their chat", async () => {
    const { api, received } = await start();
    const sent = { from_user_id: userId, timestamp: `${Math.floor(Date.now() / 1_000)}` };
    const press = { type: "interactive", interactive: { list_reply: { id: moreTap, title: "More" } } };
    const words = { type: "text", text: { body: "facebook" } };
    const messages = [press, words].map((message, index) => ({ ...sent, id: `wamid.${index}`, ...message }));
    expect(await api.post(envelope({ messages }))).toBe(200);
    expect(received.map(({ tapped, text: said }) => tapped ?? said)).toEqual([moreTap, "facebook"]);
  });

  test("ends the alerts of whoever stops marketing in WhatsApp, and takes no other preference for that", async () => {
    const { api, withoutAlerts } = await start();
    const tell = (preference: object, phoneNumberId = cloudSettings.phoneNumberId) =>
      api.post({
        object: "whatsapp_business_account",
        entry: [
          {
            id: cloudSettings.wabaId,
            changes: [
              {
                field: "user_preferences",
                value: {
                  metadata: { phone_number_id: phoneNumberId },
                  contacts: [{ profile: { name: "Zoé" }, wa_id: "33611111111", user_id: userId }],
                  user_preferences: [
                    { wa_id: "33611111111", category: "marketing_messages", timestamp: 1, ...preference },
                  ],
                },
              },
            ],
          },
        ],
      });
    await tell({ value: "resume" });
    await tell({ value: "stop", category: "another" });
    await tell({ value: "stop" }, "another number");
    expect(withoutAlerts).toEqual([]);
    await tell({ value: "stop", detail: "User requested to stop marketing messages" });
    expect(withoutAlerts).toEqual([id]);
  });

  test("moves a conversation whose person has another id", async () => {
    const { api, moves } = await start();
    const system = { type: "user_changed_user_id", user_id: "FR.2", previous_user_id: userId };
    await api.post(
      envelope({
        messages: [{ from_user_id: "FR.2", id: "wamid.S", timestamp: "1", type: "system", system }],
      }),
    );
    expect(moves).toEqual([`${id} → whatsapp-cloud:FR.2`]);
  });

  test("serves a file under an address that cannot be guessed, after a restart too, for a day", async () => {
    const kept = new Map<string, object>();
    const { person, channel, url, passes } = await start({ kept });
    await person.says("hello");
    await channel.send(id, {
      text: text("Noted."),
      file: { name: "rappel.ics", mimeType: "text/calendar", content: "BEGIN:é" },
    });
    const [, path = ""] = /https:\/\/[^/]+(\S+)/.exec(JSON.stringify(person.seen())) ?? [];
    const token = path
      .replace(/[^\w/-].*$/, "")
      .split("/")
      .at(-1);
    const served = await fetch(`${url}/files/${token}`);
    expect(await served.text()).toBe("BEGIN:é");
    expect(served.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const restarted = await start({ kept });
    const again = `${restarted.url}/files/${token}`;
    expect(await (await fetch(again)).text()).toBe("BEGIN:é");
    const forged = [`${token?.startsWith("A") ? "B" : "A"}${token?.slice(1)}`, "another", ""];
    for (const other of forged) expect((await fetch(`${url}/files/${other}`)).status).toBe(404);
    expect(Buffer.from(token ?? "", "base64url").toString()).not.toContain(userId);
    passes(day);
    expect((await fetch(`${url}/files/${token}`)).status).toBe(404);
    kept.clear();
    expect((await fetch(again)).status).toBe(404);
  });
});

describe("sending", () => {
  const cases: readonly (readonly [fault: Fault, problem: object])[] = [
    [{ type: "refuse", httpStatus: 401, code: 190 }, { reason: "unavailable" }],
    [{ type: "refuse", httpStatus: 400, code: 131_042 }, { reason: "unavailable" }],
    [{ type: "refuse", httpStatus: 429, code: 130_429 }, { reason: "unavailable" }],
    [
      { type: "refuse", httpStatus: 400, code: 131_056 },
      { reason: "rate-limited", retryAfterMs: 1_000, concerns: "chat" },
    ],
    [{ type: "refuse", httpStatus: 503, code: 131_016 }, { reason: "unavailable" }],
    [{ type: "refuse", httpStatus: 400, code: 131_048 }, { reason: "unavailable" }],
    [{ type: "refuse", httpStatus: 400, code: 131_026 }, { reason: "held" }],
    [{ type: "refuse", httpStatus: 400, code: 131_050 }, { reason: "held" }],
    [{ type: "refuse", httpStatus: 400, code: 100 }, { reason: "rejected" }],
    [{ type: "lose" }, { reason: "unavailable" }],
  ];
  test.each(cases)("%j means %j", async (fault, problem) => {
    const { person, channel, api } = await start();
    await person.says("hello");
    api.fault(fault);
    await expect(channel.send(id, { text: text("Hello") })).rejects.toMatchObject({ problem });
  });

  test("the pair limit makes one person wait 1, 4, 16 s, and a success ends that", async () => {
    const { person, channel, api } = await start();
    await person.says("hello");
    const refusal: Fault = { type: "refuse", httpStatus: 400, code: 131_056 };
    api.fault(refusal, refusal, refusal);
    for (const retryAfterMs of [1_000, 4_000, 16_000])
      await expect(channel.send(id, { text: text("Hello") })).rejects.toMatchObject({
        problem: { retryAfterMs },
      });
    await channel.send(id, { text: text("Hello") });
    expect(person.seen()).toHaveLength(1);
  });

  test("a token that has expired is told to the operator once, and nothing is tried for a minute", async () => {
    const { person, channel, api, logged, passes } = await start();
    await person.says("hello");
    api.fault({ type: "refuse", httpStatus: 401, code: 190 });
    for (let attempt = 0; attempt < 3; attempt += 1)
      await expect(channel.send(id, { text: text("Hello") })).rejects.toThrow("whatsapp-cloud");
    expect(channel.state?.()).toMatchObject({ ready: false });
    expect(channel.limits?.isReady?.()).toBe(false);
    expect(logged.filter((line) => line.includes("payment method"))).toHaveLength(1);
    passes(61_000);
    await channel.send(id, { text: text("Hello") });
    expect(channel.state?.()).toMatchObject({ ready: true });
  });

  test("what has been accepted of a message is not sent again when the rest is", async () => {
    const { person, channel, api } = await start();
    await person.says("hello");
    const long = { text: text("word ".repeat(1_000)) };
    api.fault({ type: "fail", code: 130_472 }, { type: "refuse", httpStatus: 503, code: 2 });
    await expect(channel.send(id, long, "answer", "1")).rejects.toThrow(/^whatsapp-cloud: HTTP 503/);
    await channel.send(id, long, "answer", "1");
    expect(person.seen()).toHaveLength(1);
  });
});

test("what Meta charges is told for what was delivered, not for what was only sent or failed", async () => {
  const { person, charges, api } = await start();
  const pricing = { billable: true, category: "utility" };
  const tell = (status: string, more: object = {}) =>
    api.post(
      envelope({
        statuses: [
          { id: `wamid.${status}`, status, timestamp: "1795708516", recipient_user_id: userId, ...more },
        ],
      }),
    );
  await person.says("hello");
  await tell("sent", { pricing });
  await tell("delivered", { pricing });
  await tell("read", { pricing: { ...pricing, billable: false } });
  await tell("failed", { errors: [{ code: 131_026 }] });
  const at = 1_795_708_516_000;
  expect(charges).toEqual([
    { messageId: "wamid.delivered", category: "utility", isBillable: true, at },
    { messageId: "wamid.read", category: "utility", isBillable: false, at },
  ]);
});

describe("a reminder", () => {
  const namesOf = (seen: readonly { readonly message: { readonly type: string } }[]) =>
    seen.map(({ message }) => message.type);

  test("is sent as it is while the person's window is open, and as its template after 24 hours", async () => {
    const { person, channel, passes } = await start();
    await person.says("hello");
    await channel.send(id, reminder, "reminder");
    passes(day);
    await channel.send(id, reminder, "reminder");
    expect(namesOf(person.seen())).toEqual(["interactive", "template"]);
    expect(person.seen()[1]?.message).toMatchObject({
      recipient: userId,
      template: { name: "objecteur_date_v1", language: { code: "fr" } },
    });
  });

  test("becomes its template at once if the platform says that the window is closed", async () => {
    const { person, channel, api } = await start();
    await person.says("hello");
    api.fault({ type: "refuse", httpStatus: 400, code: 131_047 });
    await channel.send(id, reminder, "reminder");
    expect(namesOf(person.seen())).toEqual(["template"]);
  });

  describe("that names a last day", () => {
    async function startDaysBefore(left: number) {
      const parts = await start();
      await parts.person.says("hello");
      parts.passes(2 * day);
      const lastDay = { name: "lundi 26 mai", endsAt: Date.now() + 2 * day + left };
      return { ...parts, reminder: { ...reminder, reminder: { ...reminder.reminder, lastDay } } };
    }
    const hour = day / 24;

    test.each([
      [12.1, "objecteur_deadline_v1"],
      [11.9, "objecteur_last_day_v1"],
      [2.1, "objecteur_last_day_v1"],
    ])("arrives before it ends: %d hours before, as %s", async (hours, name) => {
      const { person, channel, reminder } = await startDaysBefore(hours * hour);
      await channel.send(id, reminder, "reminder");
      expect(person.seen().map(({ message }) => message)).toMatchObject([
        {
          template: {
            name,
            components: expect.arrayContaining([
              {
                type: "body",
                parameters: [
                  { type: "text", parameter_name: "service", text: "Meta" },
                  { type: "text", parameter_name: "last_day", text: "lundi 26 mai" },
                ],
              },
            ]),
          },
        },
      ]);
    });

    test("is given up where its template might arrive after it", async () => {
      const { person, channel, reminder } = await startDaysBefore(1.9 * hour);
      const problem = { reason: "rejected" };
      await expect(channel.send(id, reminder, "reminder")).rejects.toMatchObject({ problem });
      expect(person.seen()).toEqual([]);
    });

    test("is sent as it is, to the end, to somebody who has just written", async () => {
      const { person, channel, reminder, seen } = await startDaysBefore(hour);
      seen.at += 2 * day;
      await person.says("hello");
      await channel.send(id, reminder, "reminder");
      expect(namesOf(person.seen())).toEqual(["interactive"]);
    });
  });

  test("goes back to the outbox as its template, by the same key each time, if the platform says so afterwards", async () => {
    const { person, channel, api, resent } = await start();
    await person.says("hello");
    api.fault({ type: "fail", code: 131_047 });
    await channel.send(id, reminder, "reminder");
    await api.settle();
    const { language } = reminder;
    const message = { text: [], language, reminder: reminder.reminder };
    await expect.poll(() => resent).toEqual([{ key: expect.stringContaining("wamid."), of: id, message }]);
    await channel.send(id, message, "reminder");
    expect(namesOf(person.seen())).toEqual(["template"]);
  });

  test("is held back while its template is paused or not there, unless the window is open", async () => {
    const { person, channel, api, passes } = await start();
    await person.says("hello");
    const now = Date.now();
    const isHeld = () => [now - 60_000, now - day].map((seen) => channel.limits?.isHeld?.(reminder, seen));
    const states = () => channel.state?.().templates?.map(({ status, isUsable }) => [status, isUsable]);
    expect(isHeld()).toEqual([false, false]);
    expect(states()).toEqual(Array.from({ length: 10 }, () => ["APPROVED", true]));
    for (const status of ["PAUSED", "DISABLED", "PENDING"]) {
      passes(60_000);
      await api.judgeTemplates({ status });
      expect(isHeld()).toEqual([false, true]);
      expect(states()?.[0]).toEqual([status, false]);
    }
    passes(60_000);
    await api.judgeTemplates({ status: "APPROVED", category: "MARKETING" });
    expect(isHeld()).toEqual([false, false]);
    expect(channel.state?.().templates?.[0]).toMatchObject({ category: "MARKETING", isUsable: true });
  });

  test("that meets a paused template is tried again, and the state is asked for, although no webhook told", async () => {
    const { person, channel, api, passes } = await start();
    await person.says("hello");
    passes(2 * day);
    api.deliverTo("http://127.0.0.1:9/");
    void api.judgeTemplates({ status: "PAUSED" });
    const problem = { reason: "held" };
    await expect(channel.send(id, reminder, "reminder")).rejects.toMatchObject({ problem });
    await expect.poll(() => channel.state?.().templates?.[0]?.status).toBe("PAUSED");
    expect(channel.state?.()).toMatchObject({ ready: true });
  });

  const refusals = [132_000, 132_012, 131_049, 130_472, 131_026, 131_050];

  test.each(refusals)("whose template is refused with %i is held, longer each time", async (code) => {
    const { person, channel, api, passes } = await start();
    await person.says("hello");
    passes(2 * day);
    const heldMinutes = () => (channel.limits?.heldMs?.(id) ?? 0) / 60_000;
    const problem = { reason: "held" };
    for (const minutes of [30, 60, 120]) {
      expect(heldMinutes()).toBe(0);
      api.fault({ type: "refuse", httpStatus: 400, code });
      await expect(channel.send(id, reminder, "reminder")).rejects.toMatchObject({
        problem,
        platformCode: code,
      });
      expect(heldMinutes()).toBe(minutes);
      passes(minutes * 60_000);
    }
    await channel.send(id, reminder, "reminder");
    expect(namesOf(person.seen())).toEqual(["template"]);
  });

  test("whose template is at fault is told to the operator with Meta's code, and what to do", async () => {
    const { person, channel, api, passes, logged } = await start();
    await person.says("hello");
    passes(2 * day);
    api.fault({ type: "refuse", httpStatus: 400, code: 132_012 });
    await channel.send(id, reminder, "reminder").catch(() => {});
    expect(logged.join()).toMatch(/132012.*npm run whatsapp-templates/);
  });

  test.each(refusals)("that fails afterwards with %i goes back to the outbox, and is held", async (code) => {
    const { person, channel, api, passes, resent, logged } = await start();
    await person.says("hello");
    passes(2 * day);
    const until = { ...reminder, reminder: { ...reminder.reminder, goodUntil: 12_345 } };
    api.fault({ type: "fail", code });
    await channel.send(id, until, "reminder");
    await expect.poll(() => resent).toMatchObject([{ of: id, message: { reminder: { goodUntil: 12_345 } } }]);
    expect(channel.limits?.heldMs?.(id)).toBe(30 * 60_000);
    expect(logged.join()).toContain(`${code}`);
  });

  test("that is held goes out as soon as its person writes", async () => {
    const { person, channel, api, passes } = await start();
    await person.says("hello");
    passes(2 * day);
    api.fault({ type: "refuse", httpStatus: 400, code: 131_049 });
    await channel.send(id, reminder, "reminder").catch(() => {});
    await person.says("hello again");
    expect(channel.limits?.heldMs?.(id)).toBe(0);
  });

  test("holds back the others of a template that Meta has just refused, for as long", async () => {
    const { person, channel, api, passes } = await start();
    await person.says("hello");
    passes(2 * day);
    api.fault({ type: "refuse", httpStatus: 400, code: 132_000 });
    await channel.send(id, reminder, "reminder").catch(() => {});
    expect(channel.limits?.isHeld?.(reminder, 0)).toBe(true);
    const refused = { name: "objecteur_date_v1", language: "fr", status: "REFUSED", isUsable: false };
    expect(channel.state?.().templates).toContainEqual(expect.objectContaining(refused));
    passes(30 * 60_000);
    expect(channel.limits?.isHeld?.(reminder, 0)).toBe(false);
  });
});

describe("what failed after it was accepted", () => {
  async function fail(code: number, times = 1) {
    const parts = await start();
    await parts.person.says("hello");
    parts.api.fault(...Array.from({ length: times }, () => ({ type: "fail", code }) as const));
    for (let count = 0; count < times; count += 1) {
      await parts.channel.send(id, { text: text(`Hello ${count}`) });
      await parts.api.settle();
    }
    return parts;
  }

  test("an answer that came too late is given up", async () => {
    expect((await fail(131_047)).person.seen()).toEqual([]);
  });

  /** Somebody could not be reached; then so much time passes, something happens, and they cannot be reached again. */
  async function failAgain(ms: number, meanwhile: (parts: Awaited<ReturnType<typeof fail>>) => unknown) {
    const parts = await fail(131_026);
    parts.passes(ms);
    await meanwhile(parts);
    parts.api.fault({ type: "fail", code: 131_026 });
    await parts.channel.send(id, reminder, "reminder");
    await parts.api.settle();
    return parts.gone;
  }

  test("nobody who cannot be reached twice, a day apart, is written to any more", async () => {
    expect(await failAgain(60_000, () => {})).toEqual([]);
    expect(await failAgain(day, () => {})).toEqual([id]);
  });

  test("whoever was reached in between is still written to", async () => {
    const gone = await failAgain(day, async ({ person, api }) => {
      for (const statuses of person.statusesOf("wamid.delivered")) await api.post(envelope({ statuses }));
    });
    expect(gone).toEqual([]);
  });

  test("whoever has written in between is still written to, whichever process took it", async () => {
    const gone = await failAgain(day, ({ seen }) => {
      seen.at += day;
    });
    expect(gone).toEqual([]);
  });

  test("whoever has told WhatsApp to stop marketing gets no more alerts, and keeps their reminders", async () => {
    const { gone, withoutAlerts } = await fail(131_050);
    await until(() => withoutAlerts.length > 0);
    expect([withoutAlerts, gone]).toEqual([[id], []]);
  });

  test("an alert that is refused for that ends the alerts, and holds no reminder", async () => {
    const { person, channel, api, withoutAlerts } = await start();
    await person.says("hello");
    api.fault({ type: "refuse", httpStatus: 400, code: 131_050 });
    const alert = { ...reminder, reminder: { ...reminder.reminder, kind: "alert" } } as const;
    await channel.send(id, alert, "alert").catch(() => {});
    expect([withoutAlerts, channel.limits?.heldMs?.(id)]).toEqual([[id], 0]);
  });

  test("a limit for spam holds what is proactive", async () => {
    const { channel, passes } = await fail(131_048);
    await until(() => channel.limits?.isReady?.() === false);
    passes(5 * 3_600_000);
    expect(channel.limits?.isReady?.()).toBe(true);
  });
});
