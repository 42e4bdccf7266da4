import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCampaigns } from "../campaigns/read-files.ts";
import type { Campaign } from "../campaigns/schema.ts";
import { campaignTexts, hasConfirmation } from "../content/required-texts.ts";
import { namespaceOf } from "../content/texts.ts";
import { UsageError } from "../support/command-line.ts";
import { placeholder } from "../support/data-files.ts";
import { type Folders, languagesIn } from "../support/folders.ts";

/** A campaign to be started. */
export interface NewCampaign {
  readonly id: string;
  /** The campaign that it is modelled on; by default the one with the fewest texts. */
  readonly like?: string | undefined;
  readonly today: string;
}

/**
 * Writes the file of a new campaign and its texts in every language, with placeholders; returns their
 * paths. Throws if one exists.
 */
export function startCampaign(wanted: NewCampaign, folders: Folders): readonly string[] {
  const { id, today } = wanted;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(id))
    throw new UsageError(`${id}: expected a name of 1 to 20 of a-z, 0-9 and -, beginning with a letter`);
  const campaigns = readCampaigns(folders.campaigns);
  const model = modelOf([...campaigns.values()], wanted.like);
  const files = [
    { path: join(folders.campaigns, `${id}.json`), content: campaignOfPlaceholders(id, model, today) },
    ...languagesIn(folders.locales).map((language) => {
      const pathOf = (campaign: string) => join(folders.locales, language, `${namespaceOf(campaign)}.json`);
      const texts = JSON.parse(readFileSync(pathOf(model.id), "utf8"));
      return { path: pathOf(id), content: textsOfPlaceholders(texts, model.id, id) };
    }),
  ];
  const paths = files.map(({ path }) => path);
  const taken = campaigns.has(id) ? id : paths.find(existsSync);
  if (taken !== undefined) throw new UsageError(`${taken}: is there already; nothing was written`);
  for (const { path, content } of files) writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
  return paths;
}

function modelOf(campaigns: readonly Campaign[], like: string | undefined): Campaign {
  const size = (campaign: Campaign) => campaignTexts(campaign).length - campaign.help.length * 2;
  const bySize = campaigns.filter(({ accounts }) => accounts.length > 0).sort((a, b) => size(a) - size(b));
  const model = like === undefined ? bySize[0] : campaigns.find(({ id }) => id === like);
  if (model !== undefined) return model;
  throw new UsageError(`--like: expected one of ${campaigns.map(({ id }) => id).join(", ")}`);
}

const day = placeholder("a day such as 2030-05-26");
const address = placeholder("https://…");
const topic = "first-question";
/** The name of the fact that an e-mail confirms the form. */
const confirmation = "confirmation";
/**
 * The values in a new campaign's file that replace the model's, by the name of the field; undefined
 * removes the field.
 */
const inPlace: Readonly<Record<string, unknown>> = {
  instants: undefined,
  helpLinks: undefined,
  contact: undefined,
  facts: undefined,
  recovery: undefined,
  memorial: undefined,
  announced: day,
  lastDay: day,
  starts: day,
  remindDaysBefore: [7, 3, 1],
  links: [address],
  lookAt: address,
  confirmation,
  help: [topic],
  address: placeholder("an e-mail address of the service"),
  subject: placeholder("the subject that the service wants"),
  domains: [placeholder("the service's own domain, such as example.org")],
};

/** Returns a campaign with accounts, steps and dates of the model's kinds, and nothing else of it. */
function campaignOfPlaceholders(id: string, model: Campaign, today: string): object {
  const renamed = (field: string, value: unknown) => (field === "id" && value === model.id ? id : value);
  const copy = JSON.stringify(model, (field, value: unknown) => {
    const isUnused = optionalLists.has(field) && String(value) === "";
    return field in inPlace || isUnused ? inPlace[field] : renamed(field, value);
  });
  const statedIn = placeholder("the key of each text that states it, such as steps.limits");
  const facts = {
    setting: factOfPlaceholders(today, statedIn),
    ...(hasConfirmation(model) && { [confirmation]: factOfPlaceholders(today, "confirmation.look") }),
  };
  return { $schema: "./campaign.schema.json", ...JSON.parse(copy), facts };
}

/** The lists that are left out if they are empty. */
const optionalLists: ReadonlySet<string> = new Set(["further", "linkGroups"]);

function factOfPlaceholders(today: string, statedIn: string) {
  return {
    sources: [
      {
        name: placeholder("who says it"),
        kind: placeholder("primary, authority, press, association or other"),
        date: day,
      },
    ],
    checked: today,
    statedIn: [statedIn],
  };
}

/** The places of a campaign's texts whose keys are the ids of accounts. */
const namedAfterAccounts = new Set(["accounts.choices", "steps", "words.accounts"]);
/**
 * The first help topic, a placeholder after the model's first one. It has sentences of its own, as no
 * other campaign answers it.
 */
const example = {
  label: "a question, as a button",
  text: "its answer",
  sentences: ["what people type for it, such as: [is] (it|this) enough"],
};

type ModelTexts = Readonly<Record<string, unknown>> & { readonly help?: object };

/**
 * Replaces every text of the model by a placeholder with that text as its hint. An account with the
 * model's id gets the new id.
 */
function textsOfPlaceholders(texts: ModelTexts, from: string, to: string) {
  const { help = {} } = texts;
  const written = Object.entries({ ...texts, help }).map(([part, value]) => {
    if (part !== "help") return [part, placeholdersOf(value, part, from, to)];
    const [first] = Object.values(help);
    return [part, { [topic]: placeholdersOf({ ...example, ...first }, topic, from, to) }];
  });
  return Object.fromEntries(written);
}

function placeholdersOf(content: unknown, place: string, from: string, to: string): unknown {
  if (typeof content === "string") return placeholder(content);
  if (Array.isArray(content)) return [placeholder(content.join(", "))];
  if (typeof content !== "object" || content === null) return content;
  const isRenamed = (part: string) => part === from && namedAfterAccounts.has(place);
  return Object.fromEntries(
    Object.entries(content).map(([part, value]) => [
      isRenamed(part) ? to : part,
      placeholdersOf(value, `${place}.${part}`, from, to),
    ]),
  );
}
