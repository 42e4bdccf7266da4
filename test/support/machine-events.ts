import type { Campaign } from "../../src/campaigns/schema.ts";
import { type ConversationState, openQuestion } from "../../src/conversation/step.ts";
import {
  type ConversationEvent,
  commands,
  type Facts,
  type Instant,
  replyKinds,
} from "../../src/conversation/vocabulary.ts";

const day = 86_400_000;

/** What is offered at this place. */
export function offeredAt(stand: ConversationState, facts: Facts): readonly ConversationEvent[] {
  const open = openQuestion(stand, facts)?.question;
  return [...(open?.choices ?? []), ...(open?.navigation ?? [])].map(({ event }) => event);
}

/** What can happen at any place besides what is offered there, with dates of every kind. */
export function typedAnywhere(facts: Facts): readonly ConversationEvent[] {
  return [...ofNoCampaign, ...ofCampaigns(facts), ...dates(facts.now)];
}

const plainEvents: readonly ConversationEvent["type"][] = [
  ...commands,
  ...(["not-understood", "past-button", "only-text", "undo"] as const),
  ...(["ticked", "another-country", "something-else", "unknown-service"] as const),
];

const ofNoCampaign: readonly ConversationEvent[] = [
  ...plainEvents.map((type): ConversationEvent => ({ type }) as ConversationEvent),
  { type: "start", language: "en" },
  { type: "courtesy", courtesy: "thanks" },
  { type: "courtesy", courtesy: "unsure" },
  { type: "courtesy", courtesy: "theirs" },
  { type: "done", campaign: "gone" },
  { type: "done", when: "some-time-ago" },
  { type: "done", when: "long-ago" },
  { type: "done", when: { day: "2025-01-20" } },
  { type: "confirmed", campaign: "gone" },
  { type: "not-confirmed", campaign: "gone" },
  { type: "refused", campaign: "gone" },
  { type: "country", country: "FR" },
  { type: "country", country: "US" },
  { type: "later", campaign: "gone" },
  { type: "leave-out", campaign: "gone" },
  { type: "not-done", isNoted: true },
  { type: "letter-sent" },
  { type: "complaint-sent" },
  { type: "language", language: "en" },
  { type: "zone", zone: "Asia/Tokyo" },
  { type: "zone", zone: "America/Toronto" },
  { type: "service", campaign: "gone" },
  { type: "link", judged: { verdict: "unknown", shown: "form.example" } },
  { type: "topic", topic: "gone" },
  { type: "topic", topic: "deceased" },
  { type: "topic", topic: "danger", country: "BE" },
  { type: "linked", linked: "yes" },
  { type: "access", campaign: "gone" },
  { type: "write", campaign: "gone" },
  { type: "grounds", campaign: "gone" },
  ...replyKinds.map((kind) => ({ type: "reply", kind }) as const),
];

/** Of the first campaigns and of the last: more of one kind lead nowhere else. */
function ofCampaigns({ campaigns, now }: Facts): readonly ConversationEvent[] {
  const all = [...campaigns.values()];
  return [...new Set([...all.slice(0, 2), ...all.slice(-1)])].flatMap(
    ({ id, help, accounts }: Campaign): readonly ConversationEvent[] => [
      { type: "start", campaign: id },
      { type: "service", campaign: id },
      { type: "services", campaigns: [id] },
      {
        type: "link",
        judged: { verdict: "other-page", owner: { campaign: id }, shown: "www.service.example" },
      },
      { type: "done", campaign: id },
      { type: "later", campaign: id },
      { type: "later", campaign: id, date: { kind: "at", at: now + day } },
      { type: "leave-out", campaign: id },
      { type: "access", campaign: id },
      { type: "reminder-due", reminder: { campaign: id, slot: "day:2025-05-20", dueAt: now } },
      { type: "reminder-due", reminder: { campaign: id, slot: "confirmation-1", dueAt: now } },
      { type: "alert-due", alert: { campaign: id, news: "new" } },
      ...accounts
        .slice(0, 1)
        .flatMap(({ id: account }) =>
          (["done", "confirmed", "not-done"] as const).map(
            (type) => ({ type, accounts: [account] }) as const,
          ),
        ),
      ...accounts
        .slice(0, 1)
        .flatMap(({ id: account }) =>
          [{ isApart: true } as const, { isAnswered: true } as const].flatMap((mark) =>
            (["done", "confirmed"] as const).map((type) => ({ type, accounts: [account], ...mark }) as const),
          ),
        ),
      ...help.slice(0, 1).map((topic) => ({ type: "topic", campaign: id, topic }) as const),
      { type: "suggest", offers: help.slice(0, 2) },
      ...[1, accounts.length].map(
        (count) =>
          ({
            type: "accounts",
            accounts: accounts.slice(0, count).map(({ id: account }) => account),
          }) as const,
      ),
      ...(accounts.length > 1
        ? [
            {
              type: "accounts",
              accounts: accounts.map(({ id: account }) => account),
              date: { kind: "at", at: now + day },
            } as const,
          ]
        : []),
      { type: "doubt", accounts: accounts.slice(0, 1).map(({ id: account }) => account) },
    ],
  );
}

function dates(now: Instant): readonly ConversationEvent[] {
  const morning = now - (now % day) + 9.5 * 3_600_000;
  return [
    { type: "date", date: { kind: "unclear" } },
    { type: "date", date: { kind: "unclear", either: ["2025-05-21", "2025-05-28"] } },
    { type: "date", date: { kind: "unclear", eitherAt: [morning + day, morning + 1.5 * day] } },
    { type: "date", date: { kind: "at", at: now - day } },
    { type: "date", date: { kind: "at", at: now + 20 * 60_000 } },
    { type: "date", date: { kind: "at", at: morning + day } },
    { type: "date", date: { kind: "at", at: morning + day + 13 * 3_600_000 } },
    { type: "date", date: { kind: "at", at: morning + 100 * day } },
    { type: "date", date: { kind: "at", at: morning + 500 * day } },
    { type: "slot", slot: "day:2025-05-01", at: now - day },
    ...[-day, 20 * 60_000, 13 * 3_600_000].map(
      (ms) =>
        ({ type: "remind", date: { kind: "at", at: (ms > day / 2 ? morning + day : now) + ms } }) as const,
    ),
  ];
}
