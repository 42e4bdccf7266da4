import { fileURLToPath } from "node:url";
import type { Campaign } from "../../src/campaigns/schema.ts";
import { isSameReminder, newDialogue } from "../../src/conversation/context.ts";
import type { Memory } from "../../src/conversation/memory.ts";
import type { SavedState } from "../../src/conversation/saved.ts";
import { openQuestion, step } from "../../src/conversation/step.ts";
import {
  type ConversationEvent,
  type Effect,
  type Facts,
  type Instant,
  otherSource,
  type Person,
  type Reminder,
  type Source,
  troubleTopics,
} from "../../src/conversation/vocabulary.ts";
import { allAuthorities, allCampaigns, allHelpLines, general } from "./bot-under-test.ts";
import { eventsWithoutButton } from "./events-without-button.ts";

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The folders of texts that tests read. */
export const localesFolder = pathOf("../../locales");

/** Whether all that can be done is tried. */
export const isWholeWalk = process.env["WALK"] === "whole";

/** What one step said, and when. */
export interface Spoken {
  /** The event without a button that said it, if one did, and where. */
  readonly place: string | undefined;
  readonly effects: readonly Effect[];
  readonly now: Instant;
}

interface Stand {
  readonly person: Person;
  readonly saved?: SavedState;
  readonly memory?: Memory | undefined;
  readonly reminders: readonly Reminder[];
}

const day = 24 * 3_600_000;
const mostReminders = 20;
/** Where people may join the community, in the walk. */
export const communityAddresses = [
  { id: "telegram", url: "https://t.me/example" },
  { id: "whatsapp", url: "https://chat.whatsapp.com/example" },
];
/** Who answers for the data, in the walk. */
export const operator = {
  name: "A newsroom",
  contact: "privacy@example.org",
  privacyUrl: "https://example.org/privacy",
};

/** Kept for the other rules that ask: it takes seconds. */
let walked: readonly Spoken[] | undefined;

/** Says all that the conversation can say: every event in every place that can be reached, in every phase of every campaign. */
export function walkConversation(): readonly Spoken[] {
  walked ??= walkEverywhere();
  return walked;
}

function walkEverywhere(): readonly Spoken[] {
  const offered = [...allCampaigns.values()];
  const shapes = oneOfEachShape(offered);
  const told = isWholeWalk ? undefined : new SpokenPlaces();
  const usual = isWholeWalk ? thorough : brief;
  const alone = offered.flatMap((campaign, index) =>
    momentsTried(campaign, index).map((now) => walk(worldOf([campaign], now), usual, told)),
  );
  const someDay = Date.parse("2026-11-25T12:00Z");
  const invitation = "https://t.me/bot?start={campaign}-{language}";
  // The first two have most accounts, and so most that can be done.
  const several = isWholeWalk ? shapes : shapes.slice(2, 6);
  const together = walk({ ...worldOf(several, someDay), invitation }, { ...usual, tries: 1 }, told);
  const listed = listServices(worldOf(offered, someDay));
  const unnamed = {
    ...worldOf(several.slice(0, 1), someDay),
    community: [],
    operator: undefined,
    noAlerts: true,
    invitation: undefined,
    withoutExamples: ["fr", "en"],
  };
  const placesAndDays = offered.map((campaign) =>
    tellPlaceAndDay(worldOf([campaign], momentsOf(campaign)[0] ?? someDay), campaign),
  );
  return [...alone, together, listed, ...placesAndDays, walk(unnamed, brief, told)].flat();
}

/**
 * The first three moments lie in the three phases: the short tests try one a campaign, in turn; all of them where the
 * links change with them.
 */
function momentsTried(campaign: Campaign, index: number): readonly Instant[] {
  const moments = momentsOf(campaign);
  if (isWholeWalk) return moments;
  const phases = moments.slice(0, 3);
  const hasLinksOfPhases = /"(before|after)":/.test(JSON.stringify(campaign.accounts));
  return hasLinksOfPhases ? phases : phases.slice(index % phases.length).slice(0, 1);
}

/** Every page of the list of services, as long as there are more. */
function listServices(facts: Facts): readonly Spoken[] {
  const pages = [...facts.campaigns.keys()].map(() => ({ type: "more" }) as const);
  return play([{ type: "language", language: "en" }, { type: "another-service" }, ...pages], facts);
}

/** Where one lives, in which trouble one is, and on which day it was done: with each of them in every place, the walk would be many times as long. */
function tellPlaceAndDay(facts: Facts, { id: campaign, accounts }: Campaign): readonly Spoken[] {
  return play(
    [
      { type: "start", campaign, language: "en" },
      { type: "topic", topic: "elsewhere", country: "BE" },
      { type: "topic", topic: "elsewhere", country: "DE" },
      { type: "link", judged: { verdict: "other-page", owner: { country: "DE" }, shown: "a.example" } },
      { type: "topic", topic: "uk" },
      { type: "topic", topic: "deadline" },
      {
        type: "accounts",
        accounts: accounts.map(({ id }) => id),
        date: { kind: "at", at: facts.now + day },
      },
      { type: "linked", linked: "no" },
      ...troubleTopics.map((topic) => ({ type: "topic", topic }) as const),
      ...["FR", "BE", "JP"].map((country) => ({ type: "topic", topic: "danger", country }) as const),
      { type: "topic", topic: "hacked", country: "BE" },
      { type: "no" },
      { type: "topic", topic: "quebec" },
      { type: "write" },
      { type: "go-on" },
      { type: "done", when: "long-ago" },
      { type: "done", when: { day: dayBefore(facts.now, 2) } },
      ...["FR", "DE", "ES", "GB", "CH", "CA", "US", "SN"].flatMap(
        (country) =>
          [
            { type: "complain" },
            { type: "another-country" },
            { type: "country", country },
            { type: "write" },
            { type: "access" },
          ] as const,
      ),
      { type: "refused", accounts: accounts.slice(0, 1).map(({ id }) => id) },
      { type: "complain" },
      { type: "not-done" },
      { type: "done", when: { day: dayBefore(facts.now, 40) } },
      { type: "not-confirmed" },
      { type: "another-country" },
      { type: "country", country: "CA" },
      { type: "another-country" },
      { type: "country", country: "SN" },
      { type: "topic", topic: "deceased" },
      { type: "write" },
      { type: "country", country: "FR" },
    ],
    facts,
  );
}

function dayBefore(now: Instant, days: number): string {
  return new Date(now - days * day).toISOString().slice(0, 10);
}

/** What these events lead to, one after the other, from the first word on. */
function play(events: readonly ConversationEvent[], facts: Facts): readonly Spoken[] {
  let stand: Stand = { person: { stopped: false, following: {} }, reminders: [] };
  return events.map((event) => {
    const { effects, person, saved, memory } = step(stand, [event], facts);
    stand = { person, saved, memory, reminders: [] };
    return { place: undefined, effects, now: facts.now };
  });
}

/** The first campaign of each shape: those of one shape lead to the same steps. What each one says shows where it is alone. */
function oneOfEachShape(campaigns: readonly Campaign[]): readonly Campaign[] {
  const shapes = new Map<string, Campaign>();
  for (const campaign of [...campaigns].reverse()) shapes.set(shapeOf(campaign), campaign);
  return campaigns.filter((campaign) => shapes.get(shapeOf(campaign)) === campaign);
}

/** How many accounts, each with which kinds of steps; and what else makes a campaign ask more or less. */
function shapeOf({ accounts, instants, linkGroups, withoutAccount }: Campaign): string {
  const kinds = accounts.map(({ step: first, further }) => [first, ...further].map(({ kind }) => kind));
  return JSON.stringify([kinds, instants !== undefined, linkGroups, withoutAccount !== undefined]);
}

/** One moment in each phase of a campaign; and for Meta's, where everything is tried, the eve of its last day and that day's end. */
export function momentsOf({ id, instants }: Campaign): readonly Instant[] {
  if (instants === undefined) return [Date.parse("2026-11-25T12:00Z")];
  const { lastDayBegins, starts } = instants;
  const hour = day / 24;
  const inEachPhase = [lastDayBegins - 20 * day, lastDayBegins + 12 * hour, starts + 12 * hour];
  return id === "meta" ? [...inEachPhase, lastDayBegins - hour, starts - 2 * hour] : inEachPhase;
}

export function worldOf(campaigns: readonly Campaign[], now: Instant): Facts {
  return {
    now,
    languages: ["fr", "en"],
    defaultLanguage: "fr",
    defaultZone: "Europe/Paris",
    campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])),
    reminders: [],
    generalTopics: general.topics,
    generalFacts: general.facts,
    authorities: allAuthorities,
    helpLines: allHelpLines,
    community: communityAddresses,
    operator,
    retentionDays: 90,
    randomFraction: 0.5,
    invitation: "https://chat.example.org/?start={campaign}-{language}",
  };
}

/**
 * How much of what can be done is tried. All of it takes minutes: the short tests leave out what
 * changes only how texts go together.
 */
interface Thoroughness {
  /** How often an event that needs no button is tried in one place: after four times it says nothing new. */
  readonly tries: number;
  /** A stand is worth walking on from where one of these is new. All of them together would be far too many. */
  readonly aspectsOf: (stand: Stand) => readonly (readonly unknown[])[];
}

const thorough: Thoroughness = { tries: 4, aspectsOf };
const brief: Thoroughness = { tries: 1, aspectsOf: (stand) => [toldIn(stand)] };

const push = { endpoint: "https://push.example.org/1", keys: { p256dh: "key", auth: "secret" } };

/** Events without a button, each in its place, as earlier walks have met them. */
class SpokenPlaces {
  readonly #tried = new Set<string>();
  readonly #spoken = new Set<string>();

  /** False where it has said nothing of its campaign so far: nor will it of another one. */
  isWorthTrying(place: string): boolean {
    return this.#spoken.has(place) || !this.#tried.has(place);
  }

  add(tried: Iterable<string>, spoken: Iterable<Spoken>): void {
    for (const place of tried) this.#tried.add(place);
    for (const one of spoken) if (one.place !== undefined && isOfCampaign(one)) this.#spoken.add(one.place);
  }
}

/** Whether a text or a link of a campaign is among what is said. */
function isOfCampaign({ effects }: Spoken): boolean {
  return effects.some((effect) => {
    if (!("saying" in effect)) return false;
    const { text, links = [], copy } = effect.saying;
    return links.length > 0 || copy !== undefined || text.some(({ campaign }) => campaign !== undefined);
  });
}

/** Walks from a newcomer through all that can be done; through all that is worth telling, if it is known what was told before. */
function walk(
  facts: Facts,
  { tries, aspectsOf: aspects }: Thoroughness,
  told?: SpokenPlaces,
): readonly Spoken[] {
  const spoken = new Map<string, Spoken>();
  const isNew = firstTimes(1);
  const triedHere = new Set<string>();
  const isAmongFirst = firstTimes(tries);
  const isWorthTrying = (place: string): boolean => {
    triedHere.add(place);
    return (told?.isWorthTrying(place) ?? true) && isAmongFirst(place);
  };
  const unasked = nameEach(eventsWithoutButton(facts));
  const newcomer: Stand = { person: { stopped: false, following: {} }, reminders: [] };
  const open: Stand[] = [
    newcomer,
    {
      person: { ...newcomer.person, push, alertsSince: facts.now, source: cameBy("article-1", facts) },
      reminders: manyReminders(facts),
    },
    ...waitingLong(facts).map((person) => ({ ...newcomer, person })),
  ];
  for (let stand = open.shift(); stand !== undefined; stand = open.shift()) {
    for (const { effects, after, place } of stepsFrom(stand, facts, unasked, isWorthTrying)) {
      const said = JSON.stringify(effects);
      spoken.set(said, spoken.get(said) ?? { place, effects, now: facts.now });
      const seen = aspects(after).map((aspect) => JSON.stringify(aspect));
      if (seen.filter(isNew).length > 0) open.push(after);
    }
  }
  told?.add(triedHere, spoken.values());
  return [...spoken.values()];
}

/** The page that has just led somebody here. */
function cameBy(name: string, { now }: Facts): Source {
  return { name, stage: "begun", until: now + 7 * day };
}

/** Names events by their types and their numbers among those: in any campaign of one shape they are called the same. */
function nameEach(events: readonly ConversationEvent[]) {
  const counts = new Map<string, number>();
  return events.map((event) => {
    const number = counts.get(event.type) ?? 0;
    counts.set(event.type, number + 1);
    return { event, name: `${event.type} ${number}` };
  });
}

/** People whose objections were sent more than a month ago, one of them refused since, with reminders by push: in a walk, no time passes. */
function waitingLong(facts: Facts): readonly Person[] {
  const { campaigns, now } = facts;
  return [true, false].map((isOneRefused) => {
    const following = [...campaigns.values()].slice(0, 1).map(({ id, accounts }) => {
      const ids = accounts.map((account) => account.id);
      const refused = { kind: "refused", at: now } as const;
      return [
        id,
        {
          accounts: ids,
          linked: {},
          sent: Object.fromEntries(ids.map((account) => [account, now - 40 * day])),
          outcomes: Object.fromEntries(
            isOneRefused ? ids.slice(0, 1).map((account) => [account, refused]) : [],
          ),
        },
      ];
    });
    const way = isOneRefused ? { push } : { source: cameBy(otherSource, facts) };
    return { stopped: false, following: Object.fromEntries(following), ...way };
  });
}

/** True for each name as many times as this. */
function firstTimes(times: number): (name: string) => boolean {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= times;
  };
}

/** Takes every answer that this stand offers, and every other event that is worth trying. */
function stepsFrom(
  stand: Stand,
  world: Facts,
  unasked: readonly { readonly event: ConversationEvent; readonly name: string }[],
  isWorthTrying: (name: string) => boolean,
): readonly {
  readonly effects: readonly Effect[];
  readonly after: Stand;
  readonly place: string | undefined;
}[] {
  const facts = { ...world, reminders: stand.reminders };
  const open = openQuestion(stand, facts)?.question;
  const offered = [...(open?.choices ?? []), ...(open?.hiddenChoices ?? []), ...(open?.navigation ?? [])].map(
    ({ event }) => ({ event, place: undefined }),
  );
  const others = unasked
    .map(({ event, name }) => ({ event, place: `${stand.saved?.state} ${isFull(stand)} ${name}` }))
    .filter(({ place }) => isWorthTrying(place));
  return [...offered, ...others].map(({ event, place }) => {
    const { effects, person, saved, memory } = step(stand, [event], facts);
    const after = { person, saved, memory, reminders: remindersAfter(stand.reminders, effects) };
    return { effects, after, place };
  });
}

function isFull({ reminders }: Stand): boolean {
  return reminders.length >= mostReminders;
}

/** Where what a person has told changes what is said. */
const talks = new Set(
  [
    "accounts",
    "ask-linked",
    "ask-look-up",
    "next",
    "which-done",
    "which-answered",
    "complain",
    "complaint-country",
  ].map((state) => `talk.${state}`),
);

/** Where someone is, and what they have told there. */
function toldIn({ person, saved }: Stand): readonly unknown[] {
  const { campaign = "" } = saved?.dialogue ?? newDialogue;
  const following = person.following[campaign];
  const outcomes = Object.values(following?.outcomes ?? {}).map(({ kind }) => kind);
  const told = [following?.accounts, following?.linked, Object.keys(following?.sent ?? {}).length, outcomes];
  // What is asked in help waits for the language if that is not known.
  const waits = saved?.state === "aside.help" && person.language === undefined;
  return [saved?.state, campaign, talks.has(saved?.state ?? "") ? told : [], waits];
}

function aspectsOf(stand: Stand): readonly (readonly unknown[])[] {
  const { person, saved, reminders } = stand;
  const { ticked, misunderstood, reminder, page, sourcesPage, among, upNext } =
    saved?.dialogue ?? newDialogue;
  return [
    ["told", ...toldIn(stand)],
    ["words", Math.min(misunderstood, 2), ticked, among?.length, upNext?.length],
    ["page", saved?.state, page, sourcesPage],
    [
      "waiting",
      isFull(stand) ? saved?.state : Math.min(reminders.length, 1),
      reminder !== undefined,
      person.stopped,
    ],
    ["known", person.language === undefined, person.zone === undefined],
    ["followed", Math.min(Object.keys(person.following).length, 2)],
  ];
}

/** As many as one person may have. */
function manyReminders({ campaigns, now }: Facts): readonly Reminder[] {
  return Array.from({ length: mostReminders }, (_, index) => ({
    campaign: [...campaigns.keys()][0] ?? "",
    slot: `at:2027-01-01T12:${10 + index}`,
    dueAt: now + (index + 1) * day,
  }));
}

function remindersAfter(before: readonly Reminder[], effects: readonly Effect[]): readonly Reminder[] {
  let reminders = before;
  for (const effect of effects) reminders = remindersWith(reminders, effect);
  return reminders;
}

function remindersWith(reminders: readonly Reminder[], effect: Effect): readonly Reminder[] {
  switch (effect.type) {
    case "erase-person":
      return [];
    case "set-reminder": {
      const others = reminders.filter((other) => !isSameReminder(other, effect.reminder));
      return [...others, effect.reminder].slice(0, mostReminders);
    }
    case "cancel-reminders":
      return reminders.filter(
        ({ campaign, slot }) => campaign !== (effect.campaign ?? campaign) || slot !== (effect.slot ?? slot),
      );
    case "say":
    case "ask":
    case "unsubscribe":
    case "offer-push":
    case "drop-alerts":
      return reminders;
  }
}
