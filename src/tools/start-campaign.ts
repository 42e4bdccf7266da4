import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { blank } from "../blanks.ts";
import { readCampaigns } from "../campaigns/read-campaigns.ts";
import type { Campaign, Step } from "../campaigns/schema.ts";
import { campaignTexts, hasConfirmation } from "../content/campaign-texts.ts";
import { namespaceOf } from "../content/texts.ts";
import type { Folders } from "./folders.ts";
import { languagesIn } from "./languages-in.ts";
import { UsageError } from "./usage-error.ts";

/** What a new campaign is to be called, and after which one it is modelled. */
export interface NewCampaign {
  readonly id: string;
  /** The simplest one where none is named. */
  readonly like?: string | undefined;
  readonly today: string;
}

/** Writes the file of a new campaign and its texts in every language, with a blank for all that is to be filled in. Gives their paths. */
export function startCampaign(wanted: NewCampaign, folders: Folders): readonly string[] {
  const { id, today } = wanted;
  if (!/^[a-z][a-z0-9-]{0,19}$/.test(id))
    throw new UsageError(`${id}: expected a name of 1 to 20 of a-z, 0-9 and -, beginning with a letter`);
  const campaigns = readCampaigns(folders.campaigns);
  const model = modelOf([...campaigns.values()], wanted.like);
  const files = [
    { path: join(folders.campaigns[0], `${id}.json`), content: blankCampaign(id, model, today) },
    ...languagesIn(folders.locales).map((language) => {
      const pathOf = (campaign: string) => join(folders.locales, language, `${namespaceOf(campaign)}.json`);
      const texts: unknown = JSON.parse(readFileSync(pathOf(model.id), "utf8"));
      return { path: pathOf(id), content: blankTexts(texts, { from: model.id, to: id }) };
    }),
  ];
  const known = [campaigns.has(id) ? id : undefined, ...files.map(({ path }) => path).filter(existsSync)];
  const taken = known.find((each) => each !== undefined);
  if (taken !== undefined) throw new UsageError(`${taken}: is there already; nothing was written`);
  for (const { path, content } of files) writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
  return files.map(({ path }) => path);
}

function modelOf(campaigns: readonly Campaign[], like: string | undefined): Campaign {
  const size = (campaign: Campaign) => campaignTexts(campaign).length - campaign.help.length * 2;
  const bySize = campaigns.filter(({ accounts }) => accounts.length > 0).sort((a, b) => size(a) - size(b));
  const model = like === undefined ? bySize[0] : campaigns.find(({ id }) => id === like);
  if (model !== undefined) return model;
  throw new UsageError(`--like: expected one of ${campaigns.map(({ id }) => id).join(", ")}`);
}

const address = blank("https://…");
const day = blank("a day such as 2030-05-26");
const topic = "first-question";
/** The name of the fact that an e-mail confirms the form. */
const confirmation = "confirmation";

/** The model's shape: accounts, steps and dates of the same kinds, with nothing of the model in it. */
function blankCampaign(id: string, model: Campaign, today: string) {
  const { accounts, withoutAccount, dates } = model;
  const renamed = (name: string) => (name === model.id ? id : name);
  return {
    $schema: "./campaign.schema.json",
    id,
    position: model.position,
    accounts: accounts.map((account) => ({
      id: renamed(account.id),
      step: blankStep(account.step),
      ...(account.further.length > 0 && {
        further: account.further.map((step) => ({ ...blankStep(step), id: step.id, role: step.role })),
      }),
    })),
    ...(model.linkGroups.length > 0 && {
      linkGroups: model.linkGroups.map((group) => ({ ...group, lookAt: address })),
    }),
    ...(withoutAccount && { withoutAccount: blankStep(withoutAccount) }),
    ...(dates && {
      dates: { announced: day, lastDay: day, starts: day, zone: dates.zone, remindDaysBefore: [7, 3, 1] },
    }),
    domains: [blank("the service's own domain, such as example.org")],
    help: [topic],
    facts: { setting: blankFact(today), ...(hasConfirmation(model) && { [confirmation]: blankFact(today) }) },
  };
}

function blankStep(step: Step): Step {
  return { kind: step.kind, links: [address], ...(step.confirmation && { confirmation }) };
}

function blankFact(today: string) {
  return {
    grade: blank("A for two independent sources, B for one good source"),
    sources: [{ name: blank("who says it"), date: day }],
    checked: today,
  };
}

interface Renaming {
  readonly from: string;
  readonly to: string;
}

/** The only places of a campaign's texts that are called by the names of accounts. */
const namedAfterAccounts = new Set(["accounts.choices", "steps", "words.accounts"]);

/** Every text of the model as a blank that shows what stands there for the model. An account that is called as the model is called anew. */
function blankTexts(content: unknown, renaming: Renaming): unknown {
  const texts = blanksOf(content, "", renaming);
  return typeof texts === "object" && texts !== null
    ? { ...texts, help: { [topic]: blankTopic(content) } }
    : texts;
}

function blanksOf(content: unknown, place: string, renaming: Renaming): unknown {
  if (typeof content === "string") return blank(content);
  if (Array.isArray(content)) return [blank(content.join(", "))];
  if (typeof content !== "object" || content === null) return content;
  const isRenamed = (part: string) => part === renaming.from && namedAfterAccounts.has(place);
  return Object.fromEntries(
    Object.entries(content).map(([part, value]) => [
      isRenamed(part) ? renaming.to : part,
      blanksOf(value, place === "" ? part : `${place}.${part}`, renaming),
    ]),
  );
}

/** One question is enough to begin with; the model's first one shows how. Nobody else asks it, so it has sentences of its own. */
function blankTopic(content: unknown): unknown {
  const { data } = z
    .object({ help: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .safeParse(content);
  const [first] = Object.values(data?.help ?? {});
  const example = {
    label: "a question, as a button",
    text: "its answer",
    sentences: ["what people type for it, such as: [is] (it|this) enough"],
  };
  return blanksOf({ ...example, ...first }, "", { from: "", to: "" });
}
