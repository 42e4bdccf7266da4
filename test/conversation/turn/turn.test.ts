import { describe, expect, it } from "vitest";
import { nothingFollowed, stranger } from "../../../src/conversation/context.ts";
import { remindersAfter } from "../../../src/conversation/reminders/reminders.ts";
import { type ConversationState, type LanguageSignals, step } from "../../../src/conversation/step.ts";
import type { ConversationEvent, Effect, Events, Instant } from "../../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../../support/bot-under-test.ts";

const day = 86_400_000;
const service = {
  type: "service",
  campaign: "meta",
  accounts: ["facebook", "instagram"],
  linked: "no",
} as const;
const accounts = { type: "accounts", accounts: ["facebook", "instagram"] } as const;
const notLinked = { type: "linked", linked: "no" } as const;
const doneBoth = { type: "done", accounts: ["facebook", "instagram"] } as const;
const deadline = { type: "topic", topic: "deadline", campaign: "meta" } as const;
const unanswerable = { type: "topic", topic: "gone" } as const;
const thanks = { type: "courtesy", courtesy: "thanks" } as const;
const friday = { type: "remind", date: { kind: "at", at: at("2025-05-23T10:00") } } as const;
const saturday = { type: "remind", date: { kind: "at", at: at("2025-05-24T10:00") } } as const;

/** What a person's messages led to. */
interface Talk {
  readonly state: string | undefined;
  readonly waiting: readonly string[];
  /** Of the last message: keys of texts, with "+links" and "+calendar", "?" before what is asked; names of other effects. */
  readonly said: readonly string[];
  readonly taken: readonly string[];
  readonly after: ConversationState;
  readonly reminders: ReturnType<typeof remindersAfter>;
}

interface Circumstances {
  readonly person?: ConversationState["person"];
  readonly campaigns?: readonly string[];
  /** How much time passes before the last message. */
  readonly pause?: number;
  readonly heard?: LanguageSignals;
}

/** Sends messages, each of one event or several, to someone who speaks English. */
function talk(messages: readonly Events[], circumstances: Circumstances = {}): Talk {
  const { person = { ...stranger, language: "en" }, campaigns = ["meta"], pause = 0, heard } = circumstances;
  const { world } = createBrain(campaigns);
  const begun: Talk = {
    ...{ state: undefined, waiting: [], said: [], taken: [], reminders: [] },
    after: { person },
  };
  return messages.reduce<Talk>(({ after: before, reminders }, events, index) => {
    const now: Instant = at("2025-05-20T10:00") + (index === messages.length - 1 ? pause : 0);
    const after = step(before, events, { ...world, now, randomFraction: 0.5, reminders }, heard);
    return {
      state: after.saved.state,
      waiting: typesOf(after.saved.dialogue.agenda?.events ?? []),
      said: after.effects.flatMap(namesOf),
      taken: typesOf(after.taken),
      after,
      reminders: remindersAfter(reminders, after.effects),
    };
  }, begun);
}

function typesOf(events: readonly ConversationEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

function namesOf(effect: Effect): readonly string[] {
  if (!("saying" in effect)) return [effect.type];
  const { text, links, calendar } = effect.saying;
  return [
    ...text.map(({ key }) => (effect.type === "ask" ? `?${key}` : key)),
    ...(links ? ["+links"] : []),
    ...(calendar ? ["+calendar"] : []),
  ];
}

describe("a message that does several things", () => {
  it("notes what it tells and reports, answers, and asks one question, last", () => {
    const { said, after } = talk([
      [{ type: "start" }],
      [deadline, { type: "done", accounts: ["facebook"] }, notLinked, accounts],
    ]);
    expect(said).toEqual([
      ...["done.remaining", "+links", "date.before", "details.date.before", "?next.text"],
    ]);
    expect(Object.keys((after.person.following["meta"] ?? nothingFollowed).sent)).toEqual(["facebook"]);
  });

  it("gives the steps with their links in the question, also if it asks something else besides", () => {
    for (const events of [[service, deadline] as const, [accounts, notLinked, deadline] as const]) {
      const { said } = talk([events]);
      expect(said.slice(-8)).toEqual([
        ...["date.before", "details.date.before"],
        ...[
          "?steps.intro.several",
          "?steps.conditions",
          "?steps.limit",
          "?steps.region",
          "?next.text",
          "+links",
        ],
      ]);
    }
  });

  it("asks for the language first if it is unknown, and then takes all that was said", () => {
    const words = talk([[accounts, notLinked, deadline]], { person: stranger });
    const first = ["steps-first.text", "steps-first.text", "?language.text", "?language.text"];
    expect([words.said, words.state]).toEqual([first, "talk.language"]);
    const { said, waiting } = talk(
      [[accounts, notLinked, deadline], [{ type: "language", language: "en" }]],
      { person: stranger },
    );
    expect(said).toContain("details.date.before");
    expect(said.at(-1)).toBe("+links");
    expect(waiting).toEqual([]);
  });

  it("lets a reminder wait until it is known which form is done", () => {
    const asked = talk([[service], [{ type: "done" }, friday]]);
    expect([asked.said, asked.waiting]).toEqual([["?which-done.text"], ["remind"]]);
    const answered = talk([[service], [{ type: "done" }, friday], [{ type: "sent", steps: ["facebook"] }]]);
    expect(answered.said).toEqual([
      ...["done.remaining", "+links", "set-reminder", "?remind-set.text", "+calendar"],
    ]);
    expect(answered.waiting).toEqual([]);
  });

  it("goes on waiting during a side trip", () => {
    const { state, waiting } = talk([[service], [{ type: "done" }, friday], [{ type: "menu" }]]);
    expect([state, waiting]).toEqual(["aside.menu", ["remind"]]);
  });

  it("keeps a report until the accounts are known, and drops it where it would end a reminder that is promised", () => {
    const begun: readonly Events[] = [[{ type: "start", campaign: "meta" }], [{ type: "done" }]];
    expect(talk(begun).waiting).toEqual(["done"]);
    const facebook = { type: "accounts", accounts: ["facebook"] } as const;
    const noted = talk([...begun, [facebook]]);
    expect(noted.after.person.following["meta"]?.sent).toHaveProperty("facebook");
    const reminded = talk([...begun, [{ ...facebook, date: friday.date }]]);
    expect(reminded.reminders).toHaveLength(1);
    expect(reminded.after.person.following["meta"]?.sent).toEqual({});
    expect(reminded.waiting).toEqual([]);
  });

  it("gives what there is for all accounts once two messages have left open which ones there are, and once only", () => {
    const unread = { type: "not-understood" } as const;
    const begun: readonly Events[] = [[{ type: "start", campaign: "meta" }], [unread], [unread]];
    expect(talk(begun).said).toContain("accounts.meanwhile");
    const due = { type: "reminder-due", reminder: { campaign: "meta", slot: "week", dueAt: 0 } } as const;
    for (const event of [{ type: "my-data" }, unread, due] as const)
      expect(talk([...begun, [event]]).said).not.toContain("accounts.meanwhile");
  });

  it("promises no reminder that a report which waits along with it ends at once", () => {
    const tomorrow = { type: "move", date: friday.date } as const;
    const begun: readonly Events[] = [
      [tomorrow],
      [{ type: "done" }],
      [{ type: "start", campaign: "pinterest" }],
    ];
    const { said, reminders } = talk(begun, { campaigns: ["meta", "pinterest"] });
    expect(said.includes("+calendar")).toBe(reminders.length > 0);
  });

  it("forgets after a day what waits, and on “stop” the reminders among it", () => {
    const sent = { type: "sent", steps: ["facebook"] } as const;
    const late = talk([[service], [{ type: "done" }, friday], [sent]], { pause: day });
    expect(late.taken).toEqual(["sent"]);
    const stopped = talk([[service], [{ type: "done" }, friday, { type: "menu" }], [{ type: "stop" }]]);
    expect(stopped.waiting).toEqual(["menu"]);
  });

  it("lets three things wait at most", () => {
    const many: Events = [{ type: "done" }, friday, saturday, { type: "menu" }, { type: "where" }];
    expect(talk([[service], many]).waiting).toEqual(["remind", "remind", "menu"]);
  });

  it("says of each reminder that it is set, once, with a file of its own", () => {
    const { said, reminders } = talk([[service], [friday, saturday, deadline]]);
    expect(said).toEqual([
      ...["set-reminder", "remind-set.text", "+calendar", "set-reminder"],
      ...["date.before", "details.date.before", "?remind-set.text", "+calendar"],
    ]);
    expect(new Set(reminders.map(({ uid }) => uid)).size).toBe(2);
  });

  it("sets a reminder for the service that is named with it", () => {
    const { said, reminders } = talk([[service], [friday, { type: "service", campaign: "evergreen" }]], {
      campaigns: ["meta", "evergreen"],
    });
    expect(reminders.map(({ campaign }) => campaign)).toEqual(["evergreen"]);
    expect(said.filter((name) => name === "steps.intro.one")).toHaveLength(1);
    expect(said.slice(-2)).toEqual(["?remind-set.text", "+calendar"]);
  });

  it("takes accounts before what is said of their links, in whatever order", () => {
    const { state, taken } = talk([[{ type: "start" }], [notLinked, accounts]]);
    expect([state, taken]).toEqual(["talk.next", ["accounts", "linked"]]);
  });

  it("finds the service that has the accounts, and lets them wait if it can be several", () => {
    const campaigns = ["meta", "evergreen"];
    const { after } = talk([[{ type: "accounts", accounts: ["facebook"] }, deadline]], { campaigns });
    expect(after.saved?.dialogue.campaign).toBe("meta");
    const none = [{ type: "accounts", accounts: [] }, { type: "human" }] as const;
    expect(talk([none], { campaigns })).toMatchObject({ state: "talk.service", waiting: ["accounts"] });
    const chosen = talk([none, [{ type: "service", campaign: "meta" }]], { campaigns });
    expect(chosen).toMatchObject({ state: "talk.next", taken: ["service", "accounts"] });
  });

  it("leaves the question open that it has led to, whether or not there is an answer to the others", () => {
    const { said, state } = talk([[service], [doneBoth, unanswerable, thanks]]);
    expect([said.slice(-2), state]).toEqual([["help.none-beside", "?ask-later.text"], "talk.ask-later"]);
    const forget = talk([[service], [deadline, { type: "forget-me" }]]);
    expect([forget.said.at(-1), forget.state]).toEqual(["?forget.text", "aside.forget"]);
  });

  it("asks the open question in one line after several answers", () => {
    const { said } = talk([[service], [deadline, { type: "human" }]]);
    expect(said).toEqual(["date.before", "details.date.before", "human.text", "?next.text"]);
  });

  it("stops, and sets no reminder beside it", () => {
    const { said, after } = talk([[service], [{ type: "stop" }, friday, deadline]]);
    expect(after.person.stopped).toBe(true);
    expect(said.slice(0, 4)).toEqual(["cancel-reminders", "drop-alerts", "unsubscribe", "stop.text"]);
    expect(said).not.toContain("set-reminder");
  });

  it("erases, and takes nothing after it", () => {
    const { said } = talk([[service], [{ type: "forget-me" }], [deadline, { type: "yes" }]]);
    expect(said).toEqual(["erase-person", "forget.done"]);
  });

  it("takes what answers the open question before what leads away from it", () => {
    const { taken } = talk([[service], [{ type: "done" }], [service, { type: "sent", steps: ["facebook"] }]]);
    expect(taken).toEqual(["sent", "service"]);
  });

  it("greets first, and lets what was done wait until it is known for which accounts", () => {
    const { said, waiting } = talk([[{ type: "done" }, { type: "human" }]]);
    expect([said[0], said.slice(-2)]).toEqual(["welcome.text", ["human.text", "?accounts.text"]]);
    expect(waiting).toEqual(["done"]);
    expect(talk([[{ type: "done" }, { type: "human" }], [service]]).state).toBe("talk.which-done");
  });

  it("tells what a side trip shows if it leads to another one", () => {
    const { said } = talk([
      [service],
      [friday],
      [{ type: "my-reminders" }, { type: "where" }, { type: "menu" }],
    ]);
    expect(said).toEqual(["remind-set.brief", "where.text", "where.to-do", "?menu.text"]);
  });

  it("uses a country and a zone that are told along with other things", () => {
    const refused = { type: "refused", accounts: ["facebook"] } as const;
    const { state, after } = talk([
      [service],
      [doneBoth],
      [{ type: "complain" }, { type: "country", country: "FR" }, refused],
    ]);
    expect([state, after.person.country]).toEqual(["talk.complaint", "FR"]);
    const zoned = talk([[service], [{ type: "zone", zone: "America/Toronto" }, friday]]);
    expect(zoned.after.person.zone).toBe("America/Toronto");
  });

  it("offers what may be meant after an answer, but not below another question", () => {
    const suggest = { type: "suggest", offers: ["deadline"] } as const;
    expect(talk([[service], [suggest, deadline]]).said.at(-1)).toBe("?suggestions.text");
    expect(talk([[service], [suggest, { type: "menu" }]]).said).toEqual(["?menu.text"]);
  });

  it("asks for a service below another offer only once", () => {
    const { said } = talk([
      [service],
      [
        { type: "suggest", offers: ["deadline"] },
        { type: "services", campaigns: ["meta"] },
      ],
    ]);
    expect(said).toEqual(["?which-service.text-one"]);
  });

  it("answers three questions at most", () => {
    const questions: Events = [{ type: "human" }, { type: "my-data" }, deadline, { type: "proof" }];
    expect(talk([[service], questions]).taken).toEqual(["human", "my-data", "topic"]);
  });

  it("drops kind words beside anything else; a goodbye stands for others", () => {
    expect(talk([[service], [thanks, deadline]]).taken).toEqual(["topic"]);
    const goodbye = { type: "courtesy", courtesy: "goodbye" } as const;
    expect(talk([[service], [thanks, goodbye]]).said).toEqual(["courtesy.goodbye"]);
    expect(talk([[service], [{ type: "not-understood" }, thanks]]).said).toEqual(["courtesy.thanks"]);
  });

  it("says that nothing was understood only if nothing was", () => {
    expect(talk([[service], [{ type: "not-understood" }, { type: "ticked" }]]).taken).toEqual([
      "not-understood",
    ]);
    expect(talk([[service], [{ type: "not-understood" }, deadline]]).taken).toEqual(["topic"]);
  });
});

describe("a part of which nothing was made", () => {
  /** What is repeated of these parts. */
  function repeated(parts: readonly string[], event: ConversationEvent = deadline): readonly unknown[] {
    const { after } = talk([[service], [event]], { heard: { unread: parts } });
    const { effects } = after as ReturnType<typeof step>;
    return effects.flatMap((effect) =>
      "saying" in effect
        ? effect.saying.text.flatMap(({ key, params }) => (key === "unread.text" ? [params?.["part"]] : []))
        : [],
    );
  }

  it("is repeated before the question, word for word, of several the first two", () => {
    expect(repeated(["the moon is blue", "", "so it is", "isn’t it"])).toEqual([
      "the moon is blue",
      "so it is",
    ]);
    const { said } = talk([[service], [deadline]], { heard: { unread: ["the moon"] } });
    expect(said.slice(-2)).toEqual(["unread.text", "?next.text"]);
  });

  it("is repeated, too, if answers to it are offered no more, since another question has come up", () => {
    const suggest = { type: "suggest", offers: ["deadline"] } as const;
    const heard = { offered: ["the moon"] };
    expect(talk([[service], [suggest, { type: "menu" }]], { heard }).said).toContain("unread.text");
    expect(talk([[service], [suggest, deadline]], { heard }).said).not.toContain("unread.text");
  });

  it("is not repeated if nothing else was understood", () => {
    expect(repeated(["the moon"], { type: "not-understood" })).toEqual([]);
  });

  it("is cut between two words, or within one that is too long", () => {
    const [cut] = repeated(["one two three four five six seven eight nine ten eleven twelve thirteen"]);
    expect(cut).toBe("one two three four five six seven eight nine ten eleven…");
    expect(repeated(["😀".repeat(80)])).toEqual([`${"😀".repeat(60)}…`]);
  });

  it("becomes no link, no command and no markup", () => {
    expect(repeated(["see https://evil.example now", "**bold** _it_ <b> /stop @all evil.example."])).toEqual([
      ...["see … now", "bold it b stop all evil·example."],
    ]);
    expect(repeated(["me@evil.example", "\u202Etxt\uE000"])).toEqual(["…", "txt"]);
  });
});
