import ICAL from "ical.js";
import { expect, it, onTestFinished } from "vitest";
import type { OutgoingMessage } from "../../src/ports.ts";
import { createPersonUnderTest, testChannel } from "../support/person-under-test.ts";

const minute = 60_000;
const invitation = "https://chat.example.org/?start={campaign}-{language}";

async function begin() {
  const person = await createPersonUnderTest(["meta", "linkedin"], "2025-05-15T10:00", (parts) => ({
    ...parts,
    world: { ...parts.world, channelOf: () => ({ ...testChannel, invitation: () => invitation }) },
  }));
  onTestFinished(() => person.store.close());
  async function says(text: string) {
    person.clock.advance(minute);
    return readEntry((await person.gives({ text, languageHint: "en" })).sent);
  }
  for (const text of ["/start meta-en", "facebook"]) await says(text);
  return says;
}

/** What a calendar reads in the file that came with these messages. */
function readEntry(messages: readonly OutgoingMessage[]) {
  const file = messages.flatMap((message) => message.file ?? []).at(0);
  if (file === undefined) return undefined;
  const calendar = new ICAL.Component(ICAL.parse(file.content));
  const event = calendar.getFirstSubcomponent("vevent");
  const value = (name: string) => String(event?.getFirstPropertyValue(name) ?? "");
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: value("uid"),
    sequence: Number(value("sequence")),
    status: value("status"),
    start: value("dtstart"),
    url: value("url"),
    description: value("description"),
    online: file.online?.url,
  };
}

it("leads from a calendar to the chat and to the forms that are left to do", async () => {
  const says = await begin();
  const entry = await says("friday at 6pm");
  const page = "https://chat.example.org/?start=meta-en";
  const form = "https://www.facebook.com/help/contact/712876720715583";
  expect(entry).toMatchObject({ method: "PUBLISH", status: "CONFIRMED", url: page });
  expect(entry?.description).toContain(page);
  expect(entry?.description).toContain(form);
  expect(new URL(entry?.online ?? "").searchParams.get("details")).toBe(entry?.description);
});

it("replaces the calendar’s entry if the date is changed, and takes it out if the reminder is cancelled", async () => {
  const says = await begin();
  const first = await says("friday at 6pm");
  await says("change the date");
  const changed = await says("saturday at 3pm");
  expect(changed?.uid).toBe(first?.uid);
  expect(changed?.sequence).toBeGreaterThan(first?.sequence ?? 0);
  expect(changed?.start).toBe("2025-05-17T13:00:00Z");
  const moved = [await says("another time zone"), await says("London")].at(-1);
  expect(moved).toMatchObject({ uid: first?.uid, start: "2025-05-17T14:00:00Z" });
  const cancelled = await says("cancel this reminder");
  expect(cancelled).toMatchObject({ uid: first?.uid, method: "CANCEL", status: "CANCELLED" });
  expect(cancelled?.sequence).toBeGreaterThan(moved?.sequence ?? 0);
});

it("has an entry of its own for each reminder, and the same one if a day is asked for twice", async () => {
  const says = await begin();
  const friday = await says("friday at 6pm");
  await says("keep this reminder");
  const saturday = await says("saturday at 6pm");
  expect(saturday?.uid).not.toBe(friday?.uid);
  await says("keep this reminder");
  expect((await says("friday at 6pm"))?.uid).toBe(friday?.uid);
});
