import { type Fact, orderSources, type Source, type SourceKind } from "../../campaigns/facts.ts";
import { type Context, nameCampaign } from "../context.ts";
import { navigate, onlyIf, type Questions } from "../question-view.ts";
import type { Link, Param, Phrase, Saying } from "../vocabulary.ts";
import { factsBehind, type Known } from "./facts-behind.ts";

/** How many sources, the best ones, are shown first. */
const mostAtFirst = 3;
/** As many sources, with their dates, fit one message. */
const mostOnPage = 11;
/** The length of a month such as "2025-05". */
const monthLength = 7;

/** A source with the day on which what it says was last checked. */
type CheckedSource = Source & { readonly checked: string };

/**
 * The best sources of what was just said, or else of the current campaign; then all others, page by
 * page.
 */
export const sourcesQuestions = {
  sources(context) {
    const { sourcesPage: page = 0, campaign } = context.dialogue;
    const pages = pagesOf(context);
    const sources = pages[page] ?? [];
    const further = pages.length - 1;
    const title: Phrase =
      campaign === undefined || factsSaid(context).length > 0
        ? { key: "sources.text-said" }
        : { key: "sources.text", params: { campaign: nameCampaign(campaign) } };
    const information: Saying = {
      text: [
        page > 0 ? { key: "sources.text-pages", params: { page, pages: further } } : title,
        ...sources.flatMap((source, index) => linesOf(source, sources[index - 1])),
      ],
      links: sources.flatMap(linkTo),
    };
    return {
      ...information,
      information: information,
      choices: onlyIf(page < further, { id: page > 0 ? "more" : "all", event: { type: "more" } }),
      navigation: page > 0 ? [navigate.back, navigate.goOn, navigate.menu] : [navigate.goOn, navigate.menu],
    };
  },
} satisfies Questions;

/** True if there is a source to name. */
export function hasSources(context: Context): boolean {
  return factsSaid(context).length + factsOfCampaign(context).length > 0;
}

/** True if there is a page of sources after this one. */
export function hasMoreSources(context: Context): boolean {
  return (context.dialogue.sourcesPage ?? 0) + 1 < pagesOf(context).length;
}

/** The facts stated by what was just said. */
function factsSaid(context: Context): readonly Known[] {
  return (context.dialogue.said ?? []).flatMap((text) => factsBehind(text, context));
}

function factsOfCampaign({ dialogue, facts }: Context): readonly Fact[] {
  return Object.values(facts.campaigns.get(dialogue.campaign ?? "")?.facts ?? {});
}

/** The line of a source; before the first of those checked on the same day, a line with that day. */
function linesOf(source: CheckedSource, before: CheckedSource | undefined): readonly Phrase[] {
  const { date, checked } = source;
  const name = nameOf(source);
  const day = date?.length === monthLength ? { month: date } : { day: date ?? "" };
  return [
    ...onlyIf<Phrase>(before?.checked !== checked, {
      key: "sources.checked",
      params: { day: { day: checked } },
    }),
    date === undefined
      ? { key: "sources.undated", params: { name } }
      : { key: "sources.dated", params: { name, day } },
  ];
}

function nameOf(source: Source): Param {
  return "name" in source ? source.name : { key: `sources.unnamed.${source.unnamed}` };
}

function linkTo(source: Source): readonly Link[] {
  const { url } = source;
  return url === undefined ? [] : [{ label: { key: "sources.read", params: { name: nameOf(source) } }, url }];
}

/** The best sources; then the others, on as many pages as they take. */
function pagesOf(context: Context): readonly (readonly CheckedSource[])[] {
  const [said, ofCampaign] = [factsSaid(context), factsOfCampaign(context)];
  const best = bestOf([...sourcesIn(said.length > 0 ? said : ofCampaign).values()]);
  const others = sourcesIn([...said, ...ofCampaign]);
  for (const source of best) others.delete(keyOf(source));
  const rest = [...others.values()].sort(latestFirst);
  const pages = Array.from({ length: Math.ceil(rest.length / mostOnPage) }, (_, page) =>
    rest.slice(page * mostOnPage, (page + 1) * mostOnPage),
  );
  return [best, ...pages];
}

/**
 * The best source of each kind, so that they are independent of each other; then the next best. Those
 * that only retell (kind "other") count only if there are no others.
 */
function bestOf(sources: readonly CheckedSource[]): readonly CheckedSource[] {
  const ordered = orderSources(sources);
  const saying = ordered.filter((source) => kindOf(source) !== "other");
  const ofEachKind = new Map([...saying].reverse().map((source) => [kindOf(source), source]));
  const best = saying.filter((source) => ofEachKind.get(kindOf(source)) === source);
  return (saying.length > 0 ? [...new Set([...best, ...saying])] : ordered)
    .slice(0, mostAtFirst)
    .sort(latestFirst);
}

/** Sorted so, each day of a last check is named once. */
const latestFirst = (one: CheckedSource, other: CheckedSource) => other.checked.localeCompare(one.checked);

function kindOf(source: Source): SourceKind {
  return "kind" in source ? source.kind : "other";
}

/** Each source once, with the last day on which something that it says was checked. */
function sourcesIn(facts: readonly Known[]): Map<string, CheckedSource> {
  const found = new Map<string, CheckedSource>();
  for (const { sources, checked } of facts) {
    for (const source of sources) {
      const known = found.get(keyOf(source));
      const latest = known === undefined || known.checked < checked ? checked : known.checked;
      // Maybe only one of the facts gives the source's address.
      found.set(keyOf(source), { ...known, ...source, checked: latest });
    }
  }
  return found;
}

function keyOf(source: Source): string {
  return JSON.stringify([nameOf(source), source.date]);
}
