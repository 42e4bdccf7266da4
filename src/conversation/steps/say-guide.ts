import { type Context, currentCampaign, currentFollowing, ofCampaign, stepsToDoNow } from "../context.ts";
import { mainLinks } from "../form-links.ts";
import { namesOf, type RequiredStep } from "../required-steps.ts";
import type { Saying } from "../vocabulary.ts";
import { pathPhrase } from "./say-steps.ts";

/** Returns the current page of the step-by-step guide, with its number and the count of pages. */
export function guideSaying(context: Context): Saying {
  const pages = pagesOf(context);
  const page = pageOf(context, pages);
  const { text = [], ...others } = pages[page] ?? {};
  const number = { key: "guide.number", params: { page: page + 1, pages: pages.length } } as const;
  return { text: [number, ...text], ...others };
}

/** True if the guide has a page after the current one. */
export function hasMoreOfGuide(context: Context): boolean {
  const pages = pagesOf(context);
  return pageOf(context, pages) + 1 < pages.length;
}

/** The current page; the last one if there are fewer pages by now. */
function pageOf({ dialogue: { guidePage = 0 } }: Context, pages: readonly Saying[]): number {
  return Math.min(guidePage, pages.length - 1);
}

/** A page to open each form or setting, then one on what to do there, and last one on what to keep. */
function pagesOf(context: Context): readonly Saying[] {
  const isWithoutAccount = currentFollowing(context).accounts.length === 0;
  const ending = isWithoutAccount ? "-without-account" : "";
  return [
    ...stepsToDoNow(context).map((step) => openingOf(step, context)),
    { text: [{ key: "guide.there" }, ofCampaign(`steps.conditions${ending}`, context)] },
    { text: [ofCampaign(`details.steps${ending}`, context), { key: "guide.end" }] },
  ];
}

function openingOf(step: RequiredStep, context: Context): Saying {
  const links = mainLinks(context, [step]);
  if (links.length === 0) return { text: [{ key: "guide.find" }, pathPhrase(context, step)] };
  const params = { form: namesOf(currentCampaign(context).id, [step]) };
  return { text: [{ key: "guide.open", params }], links };
}
