import { type Context, currentCampaign, nameCampaign, requiredStepsNow, stepsToDoNow } from "../context.ts";
import { mainLinks } from "../form-links.ts";
import { awaitingConfirmation, failedObjections, isRefusedBeside } from "../objections.ts";
import { navigate, type Offer, onlyIf, type Questions, stepChoices } from "../question-view.ts";
import { hasNothingToDo } from "../required-steps.ts";
import type { Choice } from "../vocabulary.ts";
import { guideSaying, hasMoreOfGuide } from "./say-guide.ts";
import { stepsSaying } from "./say-steps.ts";

/** How many choices are shown with the steps. */
const mostBesideSteps = 4;

/** The questions about what to do, step by step if wished, and which steps are done. */
export const stepsQuestions = {
  next: (context) => {
    const { givesSteps } = context.turn;
    const offers = offersNext(context);
    const isToDo = stepsToDoNow(context).length > 0;
    // With the steps, few choices are shown; the others show after the next answer.
    const choices = givesSteps && isToDo ? fewestOf(offers, nextService(context)) : offers;
    const steps = givesSteps ? stepsSaying(context) : { text: [] };
    return {
      ...steps,
      ...(givesSteps && { information: steps }),
      text: [...steps.text, { key: isToDo || !hasRequired(context) ? "next.text" : "next.text-done" }],
      choices,
      hiddenChoices: offers.filter((offer) => !choices.includes(offer)),
    };
  },

  guide: (context) => {
    const information = guideSaying(context);
    const isLast = !hasMoreOfGuide(context);
    return {
      ...information,
      information: information,
      brief: { key: "guide.text" },
      choices: [
        isLast ? { event: { type: "done" } } : { id: "next", event: { type: "go-on" } },
        { event: { type: "link-broken" } },
      ],
      navigation: [navigate.back, ...onlyIf(isLast, navigate.goOn), navigate.menu],
    };
  },

  "which-done": (context) => ({ choices: stepChoices(context, stepsToDoNow(context)) }),
} satisfies Questions;

/** All that is offered once the steps are known. */
function offersNext(context: Context): readonly Offer[] {
  const { campaigns, community, noAlerts } = context.facts;
  const isToDo = stepsToDoNow(context).length > 0;
  const isDone = !isToDo && hasRequired(context);
  const upNext = nextService(context);
  const offered = [
    ...onlyIf(isToDo, "done", "remind", "details"),
    ...onlyIf(isToDo && mainLinks(context, requiredStepsNow(context)).length > 0, "link-broken"),
    ...onlyIf(isToDo, "ready-text"),
    ...onlyIf(isDone && awaitingConfirmation(context).length > 0, "confirmed", "not-confirmed"),
    ...onlyIf(!isToDo && isRefused(context), "complain"),
    ...onlyIf(isDone && !noAlerts && context.person.alertsSince === undefined, "alerts"),
    ...onlyIf(isDone, "steps"),
    "what-is-used",
    ...onlyIf(isDone, "for-a-friend"),
    ...onlyIf(hasNothingToDo(currentCampaign(context)), "sources"),
    ...onlyIf(campaigns.size > 1, "another-service"),
    ...onlyIf(community.length > 0, "community"),
  ] as const;
  return offered.map((type) => (type === "another-service" && upNext) || { event: { type } });
}

function isRefused(context: Context): boolean {
  return failedObjections(context).length > 0 || isRefusedBeside(context);
}

function hasRequired(context: Context): boolean {
  return requiredStepsNow(context).length > 0;
}

/** The first choices; the service that is wanted next replaces the last of them. */
function fewestOf(offers: readonly Offer[], upNext: Choice | undefined): readonly Offer[] {
  if (upNext === undefined) return offers.slice(0, mostBesideSteps);
  const isNext = ({ id }: Offer) => id === upNext.id;
  return [...offers.slice(0, mostBesideSteps - 1), ...offers.filter(isNext)];
}

/** The service that is wanted after the current one takes the place of "another service". */
function nextService({ dialogue, facts }: Context): Choice | undefined {
  const campaign = dialogue.upNext?.find((id) => facts.campaigns.has(id));
  if (campaign === undefined) return undefined;
  const label = { key: "next.choices.up-next", params: { campaign: nameCampaign(campaign) } } as const;
  return { id: "up-next", label, event: { type: "service", campaign } };
}
