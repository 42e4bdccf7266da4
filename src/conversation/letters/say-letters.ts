import {
  type Context,
  currentCampaign,
  currentFollowing,
  dayOf,
  followedCampaigns,
  inCampaign,
  nameCampaign,
  ofCampaign,
} from "../context.ts";
import { knownCountry, withAnswerTime } from "../places.ts";
import { onlyIf } from "../question-view.ts";
import { hasNothingToDo, nameStep } from "../required-steps.ts";
import type { Grounds, Phrase, Saying } from "../vocabulary.ts";
import { takesGrounds, withGrounds } from "./grounds.ts";

/** The subject of each letter, in every language: the article of the GDPR on which it rests. */
const subjects = { objection: "GDPR / RGPD, art. 21", access: "GDPR / RGPD, art. 15" } as const;

/**
 * Returns a letter of objection to send by e-mail or post, for when the form fails or there is none;
 * with the grounds that were chosen for it.
 */
export function objectionLetter(context: Context, chosen: Grounds = {}): Saying {
  const objection = ofCampaign("ready-text.copy", context);
  if (takesGrounds(context)) {
    const demands: Phrase = { key: "letter.demands" };
    return letter("objection", withGrounds([objection, demands], chosen, context), context);
  }
  if (!hasNothingToDo(currentCampaign(context))) return letter("objection", objection, context);
  const params = { company: ofCampaign("company", context) };
  return letter("objection", { key: "letter.objection.copy", params }, context, "access");
}

/** Returns a letter that asks for access: which data does the service have about the person? */
export function accessLetter(context: Context): Saying {
  const params = { company: ofCampaign("company", context) };
  return letter("access", { key: "letter.access.copy", params }, context);
}

/** Returns a letter for the account of somebody who has died; with the French law if they live there. */
export function heirLetter(context: Context): Saying {
  const { form } = currentCampaign(context).contact ?? {};
  const params = { company: ofCampaign("company", context) };
  const isInFrance = knownCountry(context) === "FR";
  return {
    text: [
      { key: "letter.heir.text", params },
      ...waysToWrite(context),
      { key: "letter.heir.counts", params },
    ],
    copy: { key: isInFrance ? "letter.heir.copy-fr" : "letter.heir.copy", params },
    ...(form && { links: [{ label: { key: "letter.open-form", params }, url: form }] }),
  };
}

function letter(kind: keyof typeof subjects, body: Phrase, context: Context, counts = kind): Saying {
  const { form, email } = currentCampaign(context).contact ?? {};
  const params = { company: ofCampaign("company", context) };
  const account = ofCampaign("letter.account", context);
  return {
    text: [
      { key: `letter.${kind}.text`, params: { ...params, account } },
      ...waysToWrite(context),
      { key: `letter.${counts}.counts`, params: { ...params, ...withAnswerTime(context) } },
    ],
    copy: body,
    ...(form && { links: [{ label: { key: "letter.open-form", params }, url: form }] }),
    ...(email && { mail: { address: email, subject: subjects[kind], body } }),
  };
}

/** The ways in which the current service takes letters, or that none is known. */
function waysToWrite(context: Context): readonly Phrase[] {
  const { form, email, postal, postalUk } = currentCampaign(context).contact ?? {};
  const params = { company: ofCampaign("company", context) };
  const ways: readonly Phrase[] = [
    ...(form ? [{ key: "letter.form", params } as const] : []),
    ...(email ? [{ key: "letter.email", params: { email } } as const] : []),
    ...(postal ? [{ key: "letter.postal", params: { postal } } as const] : []),
    ...(postalUk ? [{ key: "letter.postal-uk", params: { postal: postalUk } } as const] : []),
  ];
  return ways.length > 0 ? ways : [{ key: "letter.no-address", params }];
}

/** True if the address to which the current service takes letters is known. */
export function hasAddress({ dialogue, facts }: Context): boolean {
  return facts.campaigns.get(dialogue.campaign ?? "")?.contact !== undefined;
}

/** True if the person has told of something that they sent or changed. */
export function hasSomethingSent({ person }: Context): boolean {
  return Object.values(person.following).some(({ sent }) => Object.keys(sent).length > 0);
}

/** Returns a file of what was sent and changed: when, what became of it, and in which words. */
export function proofSaying(context: Context): Saying {
  return {
    text: [{ key: "proof.text" }, ...onlyIf<Phrase>(hasBlank(context), { key: "proof.which-day" })],
    document: {
      name: { key: "proof.file" },
      text: [
        { key: "proof.title", params: { today: dayOf(context.facts.now, context) } },
        ...followedCampaigns(context).flatMap((id) => linesOf(inCampaign(context, id))),
        { key: "proof.end" },
      ],
    },
  };
}

function hasBlank({ person }: Context): boolean {
  return Object.values(person.following).some(({ sent }) => Object.values(sent).includes(null));
}

function linesOf(context: Context): readonly Phrase[] {
  const { id: campaign } = currentCampaign(context);
  const { sent, outcomes } = currentFollowing(context);
  const lines = Object.entries(sent).map(([step, at]): Phrase => {
    const outcome = outcomes[step];
    const params = { form: nameStep(campaign, step), sent: dayOf(at, context) };
    if (outcome === undefined) return { key: "proof.sent", params };
    return { key: `proof.${outcome.kind}`, params: { ...params, day: dayOf(outcome.at, context) } };
  });
  if (lines.length === 0) return [];
  const words = ofCampaign("ready-text.copy", context);
  return [
    { key: "proof.service", params: { campaign: nameCampaign(campaign) } },
    ...lines,
    { key: "proof.words", params: { words } },
  ];
}
