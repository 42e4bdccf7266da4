import { type CountryCode, entryFor, isInEuropeanArea } from "../../campaigns/authorities/authorities.ts";
import { type HelperKind, helperKinds } from "../../campaigns/help-lines/help-lines.ts";
import type { Campaign, CampaignId } from "../../campaigns/schema.ts";
import { type Context, type DialogueContext, inCampaign } from "../context.ts";
import { heirLetter } from "../letters/say-letters.ts";
import { knownCountry } from "../places.ts";
import { onlyIf } from "../question-view.ts";
import type { TextKey } from "../text-key.ts";
import {
  type EventOf,
  type Facts,
  type Link,
  type Phrase,
  type Saying,
  type TroubleTopic,
  troubleIn,
} from "../vocabulary.ts";

/** Who helps in each trouble, besides the number for emergencies. */
const linesFor: Readonly<Record<TroubleTopic, readonly HelperKind[]>> = {
  danger: ["distress", "child", "young"],
  intimate: ["young"],
  hacked: ["cyber"],
  phished: ["cyber"],
  "password-told": [],
  deceased: [],
};
/** Who helps if no country is known. */
const linesAnywhere: Readonly<Partial<Record<TroubleTopic, TextKey>>> = {
  danger: "trouble.anywhere.danger",
  intimate: "trouble.anywhere.intimate",
  hacked: "trouble.anywhere.cyber",
  phished: "trouble.anywhere.cyber",
};
/** The number for emergencies where the law of the European Union holds. */
const europeanNumber = "112";

/** Says what to do first in a trouble, then who helps: in the country that is named, or known. */
export function troubleSaying(
  topic: TroubleTopic,
  { campaign, country }: Partial<EventOf<"topic">>,
  context: Context,
): Saying {
  const { facts, dialogue } = context;
  const where = country ?? knownCountry(context);
  const about = facts.campaigns.get(campaign ?? dialogue.campaign ?? "");
  const links = about === undefined ? [] : pagesFor(topic, about);
  const answer: Phrase = { key: `help.${topic}.text` };
  const helpers = whoHelps(topic, where, facts);
  return {
    text: [...onlyIf(topic === "danger", callPhrase(where, facts)), answer, ...helpers],
    ...(links.length > 0 && { links }),
  };
}

/** The answer to someone whose relative has died. */
const ofDeath = "help.deceased.text";

/** What is spoken of once the answer to a trouble is said: an heir's letter is for the account of the dead. */
export function saidIn(topic: EventOf<"topic">): Pick<DialogueContext, "said"> {
  return troubleIn(topic) === "deceased" ? { said: [{ key: ofDeath }] } : {};
}

/** True if a death is spoken of, and the service is known to which a relative may write. */
export function mayWriteAsHeir(context: Context): boolean {
  const { said = [] } = context.dialogue;
  const isOfDeath = said.some(({ key }) => key === ofDeath || key.startsWith("letter.heir."));
  return isOfDeath && serviceOfDead(context) !== undefined;
}

/** Returns a relative's letter to the service that is spoken of, or that waits until they go on. */
export function heirSaying(context: Context): Saying {
  return heirLetter(inCampaign(context, serviceOfDead(context) ?? ""));
}

function serviceOfDead({ dialogue: { campaign, agenda }, facts }: Context): CampaignId | undefined {
  const waiting = agenda?.events.flatMap((event) => (event.type === "service" ? event.campaign : []));
  return [campaign ?? "", ...(waiting ?? [])].find((id) => facts.campaigns.has(id));
}

/** Names everyone in a country who helps people in trouble of any kind. */
export function helpersSaying(country: CountryCode, { facts }: Context): Saying {
  return { text: [callPhrase(country, facts), ...linesOf(country, helperKinds, facts)] };
}

function whoHelps(topic: TroubleTopic, country: CountryCode | undefined, facts: Facts): readonly Phrase[] {
  if (country !== undefined) return linesOf(country, linesFor[topic], facts);
  const anywhere = linesAnywhere[topic];
  return anywhere === undefined ? [] : [{ key: anywhere }];
}

/** What to do in danger, first of all. */
function callPhrase(country: CountryCode | undefined, facts: Facts): Phrase {
  if (country === undefined) return { key: "trouble.call-anywhere" };
  const emergency = (entryFor(country, facts.helpLines) ?? []).find(({ kind }) => kind === "emergency");
  const isEuropean = isInEuropeanArea(country, facts.authorities);
  const contact = emergency?.contact ?? (isEuropean ? europeanNumber : undefined);
  const params = { contact: contact ?? "", country: { country } };
  return contact === undefined ? { key: "trouble.call-local" } : { key: "trouble.call", params };
}

/** Those of a country who help in these kinds of trouble, in one sentence. */
function linesOf(country: CountryCode, kinds: readonly HelperKind[], facts: Facts): readonly Phrase[] {
  const known = entryFor(country, facts.helpLines) ?? [];
  const lines = kinds.flatMap((kind) => {
    const contact = known.find((line) => line.kind === kind)?.contact;
    return contact === undefined ? [] : [{ key: `trouble.lines.${kind}`, params: { contact } } as const];
  });
  if (lines.length === 0) return [];
  return [{ key: "trouble.helpers", params: { country: { country }, lines: { list: lines } } }];
}

/** The service's own pages for it, one for each account. */
function pagesFor(topic: TroubleTopic, { id, recovery, memorial }: Campaign): readonly Link[] {
  switch (topic) {
    case "hacked":
    case "phished":
      return linksTo(recovery, "trouble.recover", id);
    case "deceased":
      return linksTo(memorial, "trouble.memorial", id);
    default:
      return [];
  }
}

function linksTo(pages: Campaign["recovery"], key: TextKey, campaign: string): readonly Link[] {
  return Object.entries(pages).map(([account, url]) => {
    const params = { account: { key: `accounts.choices.${account}`, campaign } } as const;
    return { label: { key, params }, url };
  });
}
