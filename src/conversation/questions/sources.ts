import type { Campaign } from "../../campaigns/schema.ts";
import { type Context, currentCampaign } from "../context.ts";
import type { Phrase } from "../vocabulary.ts";
import { choice, type Questions, ways } from "./asked.ts";

/** What a page holds at most, in characters of names: dates and the words around them come on top. */
const longestPage = 760;
/** A date with its weekday and the point before it. */
const beside = 32;

/** Who says it: a source with the day on which what it says was last checked. */
interface Source {
  readonly name: string;
  readonly date?: string | undefined;
  readonly checked: string;
}

/** How we know: the sources of the current campaign, page by page. */
export const sourcesQuestions: Questions<"sources"> = {
  sources(context) {
    const { sourcesPage: page = 0 } = context.situation;
    const campaign = currentCampaign(context);
    const pages = pagesOf(campaign);
    const sources = pages[page] ?? [];
    const name = { key: "short", campaign: campaign.id };
    const count = pages.length;
    return {
      text: [
        count > 1
          ? { key: "sources.text-pages", params: { campaign: name, page: page + 1, pages: count } }
          : { key: "sources.text", params: { campaign: name } },
        ...sources.flatMap((source, index) => linesOf(source, sources[index - 1])),
      ],
      choices: page + 1 < count ? [choice("sources", "more", { type: "more" })] : [],
      ways: page > 0 ? [ways.back, ways.goOn, ways.menu] : [ways.goOn, ways.menu],
      ofCampaign: true,
    };
  },
};

/** True where there is a page of sources after this one. */
export function hasMoreSources(context: Context): boolean {
  return (context.situation.sourcesPage ?? 0) + 1 < pagesOf(currentCampaign(context)).length;
}

/** The day on which it was checked stands before the first of those that share it. */
function linesOf({ name, date, checked }: Source, before: Source | undefined): readonly Phrase[] {
  return [
    ...(before?.checked === checked ? [] : [{ key: "sources.checked", params: { day: { day: checked } } }]),
    date === undefined
      ? { key: "sources.undated", params: { name } }
      : { key: "sources.dated", params: { name, day: { day: date } } },
  ];
}

function pagesOf(campaign: Campaign): readonly (readonly Source[])[] {
  const pages: Source[][] = [];
  let length = 0;
  for (const source of sourcesOf(campaign)) {
    const own = source.name.length + beside;
    const page = pages.at(-1);
    if (page === undefined || length + own > longestPage) {
      pages.push([source]);
      length = own;
    } else {
      page.push(source);
      length += own;
    }
  }
  return pages;
}

/** Each source once, with the last day on which something that it says was checked; the latest day first. */
function sourcesOf({ facts }: Campaign): readonly Source[] {
  const found = new Map<string, Source>();
  for (const { sources, checked } of Object.values(facts)) {
    for (const { name, date } of sources) {
      const key = `${name} ${date ?? ""}`;
      const known = found.get(key);
      if (known === undefined || known.checked < checked) found.set(key, { name, date, checked });
    }
  }
  return [...found.values()].sort(
    (one, other) => (one.checked < other.checked ? 1 : -1) * Number(one.checked !== other.checked),
  );
}
