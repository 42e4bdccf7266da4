import {
  type ConversationEvent,
  courtesies,
  type Facts,
  groundIds,
  news,
  offeredCommands,
  ownedVerdicts,
  replyKinds,
} from "../../src/conversation/vocabulary.ts";

const day = 24 * 3_600_000;

/** Lists events that can be typed, or come from outside, whatever is asked. */
export function eventsWithoutButton(facts: Facts): readonly ConversationEvent[] {
  const lists: readonly ((facts: Facts) => readonly ConversationEvent[])[] = Object.values(unasked);
  return lists.flatMap((events) => events(facts));
}

type Of<Type> = ConversationEvent & { readonly type: Type };

/** Events that need no button, by type, so that none is forgotten: those without an entry are answers to one question only. */
const unasked: { readonly [Type in ConversationEvent["type"]]: (facts: Facts) => readonly Of<Type>[] } = {
  start: ({ campaigns }) => [
    { type: "start" },
    ...[...campaigns.keys()].map((campaign) => ({ type: "start", campaign }) as const),
  ],
  menu: () => [{ type: "menu" }],
  back: () => [{ type: "back" }],
  "change-language": () => [{ type: "change-language" }],
  "my-reminders": () => [{ type: "my-reminders" }],
  "my-data": () => [{ type: "my-data" }],
  "forget-me": () => [{ type: "forget-me" }],
  stop: () => [{ type: "stop" }],
  help: () => [{ type: "help" }],
  "start-again": () => [{ type: "start-again" }],
  "go-on": () => [{ type: "go-on" }],
  shorter: () => [{ type: "shorter" }],
  repeat: () => [{ type: "repeat" }],
  "step-by-step": () => [{ type: "step-by-step" }],
  plain: () => [{ type: "plain" }],
  // Those of the open campaign, and the general ones, are choices of the help menu.
  topic: ({ campaigns }) => [
    { type: "topic", topic: "gone" },
    { type: "topic", topic: "deadline" },
    { type: "topic", topic: "how-many" },
    { type: "topic", topic: "too-late" },
    { type: "topic", topic: "phished" },
    ...[...campaigns.values()].flatMap(({ help }) =>
      help.slice(-1).map((topic) => ({ type: "topic", topic }) as const),
    ),
  ],
  done: () => [{ type: "done" }],
  "not-done": () => [{ type: "not-done" }, { type: "not-done", isNoted: true }],
  "letter-sent": () => [{ type: "letter-sent" }],
  "complaint-sent": () => [{ type: "complaint-sent" }],
  "leave-out": ({ campaigns }) =>
    [...campaigns.keys()].slice(-2).map((campaign) => ({ type: "leave-out", campaign }) as const),
  later: ({ now }) => [{ type: "later" }, { type: "later", date: { kind: "at", at: now + day } }],
  "no-more": () => [{ type: "no-more" }],
  "reminder-due": ({ campaigns, now }) =>
    [...campaigns.keys()].flatMap((campaign) => [
      ...[now, now - 300 * day].map(
        (dueAt) => ({ type: "reminder-due", reminder: { campaign, slot: "day:2025-05-20", dueAt } }) as const,
      ),
      { type: "reminder-due", reminder: { campaign, slot: "confirmation-1", dueAt: now } } as const,
    ]),
  "alert-due": ({ campaigns }) =>
    [...campaigns.keys()].flatMap((campaign) =>
      news.map((each) => ({ type: "alert-due", alert: { campaign, news: each } }) as const),
    ),
  confirmed: () => [{ type: "confirmed" }],
  "not-confirmed": () => [{ type: "not-confirmed" }],
  refused: () => [{ type: "refused" }],
  complain: () => [{ type: "complain" }],
  reply: () => replyKinds.map((kind) => ({ type: "reply", kind })),
  courtesy: () => courtesies.map((courtesy) => ({ type: "courtesy", courtesy })),
  write: () => [{ type: "write" }, { type: "write", grounds: ["art"] }],
  grounds: () => [{ type: "grounds" }, { type: "grounds", grounds: groundIds }],
  alerts: () => [{ type: "alerts" }],
  "no-more-alerts": () => [{ type: "no-more-alerts" }],
  access: ({ campaigns }) => [
    { type: "access" },
    ...[...campaigns.keys()].slice(-1).map((campaign) => ({ type: "access", campaign }) as const),
  ],
  proof: () => [{ type: "proof" }],
  human: () => [{ type: "human" }],
  suggest: ({ generalTopics }) => [
    { type: "suggest", offers: [...generalTopics.slice(0, 3), ...offeredCommands] },
  ],
  "something-else": () => [{ type: "something-else" }],
  doubt: ({ campaigns }) =>
    [...campaigns.values()].flatMap(({ accounts }) =>
      [0, 1, accounts.length].map(
        (count) => ({ type: "doubt", accounts: accounts.slice(0, count).map(({ id }) => id) }) as const,
      ),
    ),
  country: () => [
    { type: "country", country: "SE" },
    { type: "country", country: "US" },
  ],
  "another-country": () => [{ type: "another-country" }],
  "not-understood": () => [{ type: "not-understood" }],
  undo: () => [{ type: "undo" }],
  "past-button": () => [{ type: "past-button" }],
  "only-text": () => [{ type: "only-text" }],
  language: () => [{ type: "language", language: "en" }],
  service: ({ campaigns }) => [...campaigns.keys()].map((campaign) => ({ type: "service", campaign })),
  // Told anew once the steps were given.
  accounts: ({ campaigns }) =>
    [...campaigns.values()].flatMap(({ accounts }) =>
      [1, accounts.length].flatMap((count) => {
        const told = { type: "accounts", accounts: accounts.slice(0, count).map(({ id }) => id) } as const;
        return [told, { ...told, isInferred: true } as const];
      }),
    ),
  tick: () => [],
  ticked: () => [],
  linked: () => [{ type: "linked", linked: "no" }],
  sent: () => [],
  steps: () => [{ type: "steps" }],
  remind: ({ now }) => [
    { type: "remind" },
    ...[-1, 1 / 72, 0.5, 1].map(
      (days) => ({ type: "remind", date: { kind: "at", at: now + days * day } }) as const,
    ),
  ],
  "ready-text": () => [{ type: "ready-text" }],
  "what-is-used": () => [{ type: "what-is-used" }],
  "link-broken": () => [{ type: "link-broken" }],
  "another-service": () => [{ type: "another-service" }],
  community: () => [{ type: "community" }],
  slot: () => [],
  date: ({ now }) => [
    { type: "date", date: { kind: "unclear" } },
    { type: "date", date: { kind: "unclear", either: ["2025-05-21", "2025-05-28"] } },
    { type: "date", date: { kind: "unclear", eitherAt: [now + day, now + 1.5 * day] } },
    { type: "date", date: { kind: "unclear-zone" } },
    ...[-1, 1 / 24, 0.5, 1, 1.5, 30, 400].map(
      (days) => ({ type: "date", date: { kind: "at", at: now + days * day } }) as const,
    ),
  ],
  zone: () => [{ type: "zone", zone: "Africa/Tunis" }],
  "another-zone": () => [{ type: "another-zone" }],
  change: () => [{ type: "change" }],
  move: ({ now }) => [{ type: "move", date: { kind: "at", at: now + 3 * day } }],
  yes: () => [],
  no: () => [],
  "cancel-reminder": () => [],
  services: ({ campaigns }) => [
    { type: "services", campaigns: [...campaigns.keys()].slice(0, 2) },
    { type: "services", campaigns: [...campaigns.keys()].slice(-1) },
  ],
  "unknown-service": () => [{ type: "unknown-service" }],
  where: () => [{ type: "where" }],
  "for-a-friend": () => [{ type: "for-a-friend" }],
  sources: () => [{ type: "sources" }],
  more: () => [{ type: "more" }],
  details: () => [{ type: "details" }],
  link: ({ campaigns, authorities }) => [
    { type: "link", judged: { verdict: "unknown", shown: "form.example" } },
    ...[
      ...[...campaigns.keys()].map((campaign) => ({ campaign })),
      ...[...authorities.keys()].slice(0, 1).map((country) => ({ country })),
    ].flatMap((owner) =>
      ownedVerdicts.map(
        (verdict) => ({ type: "link", judged: { verdict, owner, shown: "www.service.example" } }) as const,
      ),
    ),
  ],
};
