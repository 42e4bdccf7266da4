import type { Campaign } from "../../src/campaigns/schema.ts";
import { isSameReminder, newDialogue } from "../../src/conversation/context.ts";
import { stepsToDo } from "../../src/conversation/required-steps.ts";
import { type ConversationState, type StepResult, step } from "../../src/conversation/step.ts";
import { type ConversationEvent, type Facts, reports } from "../../src/conversation/vocabulary.ts";
import type { Walk } from "./machine-walk.ts";

type EventType = ConversationEvent["type"];

/** What went wrong: where, and which event. */
export interface AlwaysOpenWalked {
  readonly count: number;
  /** Called not understood, or without a word about it. */
  readonly unheard: readonly string[];
  /** What was said has left no trace that a mere "thanks" would not have left. */
  readonly lost: readonly string[];
  /** The question that was open is neither asked nor waits, and nothing has ended it. */
  readonly dropped: readonly string[];
}

const day = 86_400_000;

/** What leaves a question behind for good, by the question. Another service ends each but that of the language. */
const ends: Readonly<Record<string, readonly EventType[]>> = {
  service: [...reports, "remind", "move", "steps"],
  accounts: [...reports, "remind", "move", "steps"],
  linked: [],
  "which-done": ["done", "confirmed", "refused"],
  "which-answered": reports,
  "complaint-country": ["confirmed"],
  remind: [...reports, "remind", "move", "steps", "no-more"],
  zone: [...reports, "steps", "cancel-reminder"],
  language: [],
};

/** The same question in another form. */
const forms: Readonly<Record<string, string>> = {
  "accounts-doubt": "accounts",
  "ask-look-up": "ask-linked",
  "remind-then": "remind",
  "remind-quiet": "remind",
};

/** Says everything that is always open in each state that a walk has met. */
export function walkAlwaysOpen({ stands }: Pick<Walk, "stands">): AlwaysOpenWalked {
  const said = [...stands].flatMap(([name, { stand, facts }]) => {
    const thanked = traceOf(step(stand, [{ type: "courtesy", courtesy: "thanks" }], facts));
    return alwaysOpen(stand, facts).map((event): Said => {
      const after = step(stand, [event], facts);
      return {
        where: `${name}: ${JSON.stringify(event)} -> ${traceOf(after)}`,
        isHeard: isHeard(event, after),
        isLost: traceOf(after) === thanked && !asksForNoMore(stand, event),
        isDropped: !isStillOpen(stand, event, after, facts),
      };
    });
  });
  const namesOf = (chosen: readonly Said[]) => chosen.map(({ where }) => where);
  return {
    count: said.length,
    unheard: namesOf(said.filter(({ isHeard: heard }) => !heard)),
    lost: namesOf(said.filter(({ isLost }) => isLost)),
    dropped: namesOf(said.filter(({ isDropped }) => isDropped)),
  };
}

/** What came of an event in a state. */
interface Said {
  readonly where: string;
  readonly isHeard: boolean;
  readonly isLost: boolean;
  readonly isDropped: boolean;
}

/** Everything that can be said in every state: of the service that is spoken of, with an account and a day, and without. */
function alwaysOpen({ saved }: ConversationState, facts: Facts): readonly ConversationEvent[] {
  const [first] = facts.campaigns.values();
  const { accounts = [] } = facts.campaigns.get(saved?.dialogue.campaign ?? "") ?? first ?? {};
  const named = { accounts: accounts.slice(0, 1).map(({ id }) => id) };
  const date = { kind: "at", at: facts.now - (facts.now % day) + day + day / 2 } as const;
  const [reminder] = facts.reminders;
  const plain = ["stop", "alerts", "forget-me", "my-data", "sources", "steps"] as const;
  return [
    ...reports.flatMap((type) => [{ type }, { type, ...named }] as const),
    { type: "done", when: { day: "2025-05-12" } },
    { type: "remind" },
    { type: "remind", date },
    { type: "move", date },
    reminder === undefined ? { type: "no-more" } : { type: "cancel-reminder", reminder },
    ...[...plain, "another-service" as const, "human" as const].map((type) => ({ type })),
    { type: "courtesy", courtesy: "thanks" },
    { type: "courtesy", courtesy: "goodbye" },
  ];
}

function isHeard({ type }: ConversationEvent, { taken, saved, effects }: StepResult): boolean {
  const kept = [...taken, ...(saved.dialogue.agenda?.events ?? [])].map((event) => event.type);
  const says = effects.some((effect) => effect.type === "say" || effect.type === "ask");
  return kept.includes(type) && !kept.includes("not-understood") && says;
}

/** Kind words; and for the steps, the first words do not ask: the welcome leads there. */
function asksForNoMore({ saved }: ConversationState, { type }: ConversationEvent): boolean {
  return type === "courtesy" || (type === "steps" && (saved?.state ?? "talk.fresh") === "talk.fresh");
}

/** What is said and done, and where it leads. */
function traceOf({ effects, saved }: StepResult): string {
  const said = effects.flatMap((effect) =>
    "saying" in effect ? effect.saying.text.map(({ key }) => key) : [effect.type],
  );
  const waiting = saved.dialogue.agenda?.events.map(({ type }) => type) ?? [];
  const wished = saved.dialogue.wish?.kind ?? "";
  return [saved.state, ...said, "waiting", ...waiting, wished].join(" ");
}

/** The question that is open, also below a side trip; undefined if it only offers what one may do now. */
function questionOf({ saved }: Pick<ConversationState, "saved">): string | undefined {
  const leaf = (saved?.returnTo ?? saved?.state ?? "").replace("talk.", "");
  const question = forms[leaf] ?? leaf;
  return question in ends ? question : undefined;
}

function isStillOpen(
  before: ConversationState,
  event: ConversationEvent,
  after: StepResult,
  facts: Facts,
): boolean {
  const question = questionOf(before);
  if (question === undefined || questionOf(after) === question || isEnded(question, before, event, after))
    return true;
  return isWaiting(question, after) || (question === "ask-linked" && isAllDone(before, after, facts));
}

function isEnded(
  question: string,
  { saved }: ConversationState,
  event: ConversationEvent,
  after: StepResult,
): boolean {
  const { type } = event;
  // Nothing is to be moved once the reminder that was spoken of is cancelled.
  const spokenOf = saved?.dialogue.reminder;
  if (question === "remind" && type === "cancel-reminder" && spokenOf !== undefined)
    return isSameReminder(spokenOf, event.reminder);
  if (type === "another-service" && question !== "language") return true;
  // With no time left for a reminder, its zone does not matter.
  if (question === "zone" && traceOf(after).includes("remind.now")) return true;
  return ends[question]?.includes(type) === true;
}

/** What brings a question back. */
const back: Readonly<Record<string, readonly EventType[]>> = {
  linked: ["service"],
  "which-done": ["done"],
  "which-answered": ["confirmed", "refused"],
  "complaint-country": ["complain"],
  zone: ["another-zone"],
};

function isWaiting(question: string, { saved }: StepResult): boolean {
  return saved.dialogue.agenda?.events.some(({ type }) => back[question]?.includes(type)) === true;
}

/** Whether the accounts are linked does not matter any more. */
function isAllDone({ saved }: ConversationState, { person }: StepResult, { campaigns }: Facts): boolean {
  const campaign: Campaign | undefined = campaigns.get((saved?.dialogue ?? newDialogue).campaign ?? "");
  const following = person.following[campaign?.id ?? ""];
  return campaign !== undefined && following !== undefined && stepsToDo(campaign, following).length === 0;
}
