import type { CampaignId } from "../../campaigns/schema.ts";
import { type Context, dayOf, nameCampaign, zoneOf } from "../context.ts";
import { onlyIf } from "../question-view.ts";
import { nameStep } from "../required-steps.ts";
import type { TextKey } from "../text-key.ts";
import { otherSource, outcomeKinds, type Phrase, type Saying, type StepId } from "../vocabulary.ts";

/** Says everything that is stored about this person, in plain words. */
export function myDataSaying(context: Context): Saying {
  const { person, facts } = context;
  const zone = zoneOf(context);
  return {
    text: [
      { key: "my-data.text" },
      { key: "my-data.language", params: { language: { key: "language.name" } } },
      { key: person.zone ? "my-data.zone" : "my-data.no-zone", params: { zone: { timeIn: zone } } },
      ...(person.country
        ? [{ key: "my-data.country", params: { country: { country: person.country } } } as const]
        : []),
      ...Object.keys(person.following).flatMap((campaign) => followingPhrases(context, campaign)),
      ...facts.reminders.map(
        ({ campaign, dueAt }): Phrase => ({
          key: "my-data.reminder",
          params: { campaign: nameCampaign(campaign), when: { instant: dueAt, zone } },
        }),
      ),
      ...(person.alertsSince
        ? [{ key: "my-data.alerts", params: { day: dayOf(person.alertsSince, context) } } as const]
        : []),
      ...sourcePhrases(context),
      ...(person.push ? [{ key: "my-data.push" } as const] : []),
      ...onlyIf<Phrase>(person.stopped, { key: "my-data.stopped" }),
      { key: "my-data.kept", params: { count: facts.retentionDays } },
    ],
  };
}

function sourcePhrases(context: Context): readonly Phrase[] {
  const { source } = context.person;
  if (source === undefined || source.until <= context.facts.now) return [];
  const key = source.name === otherSource ? "my-data.source-other" : "my-data.source";
  return [{ key, params: { source: source.name, day: dayOf(source.until, context) } }];
}

function followingPhrases({ person, facts }: Context, campaign: CampaignId): readonly Phrase[] {
  const following = person.following[campaign];
  if (following === undefined || !facts.campaigns.has(campaign)) return [];
  const accounts = following.accounts.map((id): Phrase => ({ key: `accounts.choices.${id}`, campaign }));
  const line = (key: TextKey, steps: readonly StepId[]): readonly Phrase[] => {
    const forms = { list: steps.map((step) => nameStep(campaign, step)) };
    return steps.length === 0 ? [] : [{ key, params: { forms } }];
  };
  const followed = facts.campaigns.get(campaign)?.accounts.length === 1 ? "service" : "accounts";
  const kind = accounts.length === 0 ? "no-accounts" : followed;
  return [
    { key: `my-data.${kind}`, params: { campaign: nameCampaign(campaign), accounts: { list: accounts } } },
    ...Object.values(following.linked).map((linked): Phrase => ({ key: `my-data.linked.${linked}` })),
    ...line("my-data.sent", Object.keys(following.sent)),
    ...outcomeKinds.flatMap((kind) => {
      const ofKind = Object.entries(following.outcomes).filter(([, outcome]) => outcome.kind === kind);
      return line(
        `my-data.${kind}`,
        ofKind.map(([step]) => step),
      );
    }),
  ];
}
