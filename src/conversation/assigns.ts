import type { CampaignId } from "../campaigns/schema.ts";
import { type Context, followedCampaigns, nothingBegun } from "./context.ts";
import { change, inDialogue, inPerson, inTurn } from "./statechart.ts";
import type { ConversationEvent, EventOf, Person } from "./vocabulary.ts";
import { onlyCampaign } from "./what-is-meant.ts";

/**
 * Turns to the service that is meant, if it is on offer; else the current one, else the first that the
 * person follows, else the only one.
 */
export function turnTo<Event extends ConversationEvent>(
  meant: (context: Context, event: Event) => CampaignId | undefined,
) {
  return inDialogue<Event>((context, event) => ({
    ...nothingBegun,
    campaign:
      context.facts.campaigns.get(meant(context, event) ?? "")?.id ??
      context.dialogue.campaign ??
      followedCampaigns(context)[0] ??
      onlyCampaign(context),
  }));
}

export const noteLanguage = inPerson<EventOf<"language">>(
  ({ person }, { language }): Person => ({ ...person, language, languageSource: "chosen" }),
);

export const noteCountry = inPerson<EventOf<"country">>(({ person }, { country }) => ({
  ...person,
  country,
}));

/** Whoever wants to be reminded allows the bot to write first: an earlier "stop" ends. */
export const allowReminders = inPerson(({ person }) => ({ ...person, stopped: false }));

/**
 * Notes the wish for a reminder that the event tells, or keeps the one told before. A zone that is
 * named with the moment is the person's from now on.
 */
export const noteWish = change(({ dialogue, turn, person, facts }, event) => {
  const told = "date" in event ? event.date : undefined;
  const wish = told ?? dialogue.wish;
  return {
    dialogue: { ...dialogue, wish, ...(told && { wishedAt: facts.now }) },
    turn: { ...turn, wish },
    ...(wish !== undefined && "zone" in wish && { person: { ...person, zone: wish.zone } }),
  };
});

/** Ends the question about a reminder; the reminder itself stays. */
export const endReminderQuestion = inDialogue(() => nothingBegun);

/** A letter is offered beside the question that follows. */
export const offerLetter = inTurn(() => ({ offers: ["write"] }));

export const countMisunderstood = inDialogue(({ dialogue }) => ({
  misunderstood: dialogue.misunderstood + 1,
}));
