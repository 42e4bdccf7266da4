import { asking, statechart, tell } from "../statechart.ts";
import { giveSteps } from "./steps.ts";

/** The accounts are told; those of which one is not sure are asked back. */
const told = statechart.createStateConfig({
  on: {
    accounts: {
      target: "links",
      actions: [{ type: "followAccounts", params: ({ event }) => event.accounts }, "endAccounts"],
    },
    doubt: {
      target: "accounts-doubt",
      reenter: true,
      actions: { type: "noteDoubted", params: ({ event }) => event.accounts },
    },
  },
});

/** Which accounts, and whether they are linked. */
export const accountsStates = {
  accounts: statechart.createStateConfig({
    ...asking("accounts"),
    on: {
      ...told.on,
      tick: {
        target: "accounts",
        reenter: true,
        actions: { type: "tick", params: ({ event }) => event.account },
      },
      ticked: { guard: "hasTicked", target: "links", actions: ["followTicked", "endAccounts"] },
      back: [
        { guard: "hasSeveralCampaigns", target: "service" },
        { target: "accounts", reenter: true, actions: tell("back.first") },
      ],
    },
  }),

  "accounts-doubt": statechart.createStateConfig({
    ...asking("accounts-doubt"),
    on: { ...told.on, no: { target: "accounts" }, back: { target: "accounts" } },
  }),

  /** Asks about one link group after the other, then gives the steps. */
  links: statechart.createStateConfig({
    always: [
      { guard: "hasUnansweredGroup", target: "linked" },
      { target: "next", actions: giveSteps },
    ],
  }),

  linked: statechart.createStateConfig({
    ...asking("linked"),
    on: {
      linked: [
        { guard: { type: "isUnknown", params: ({ event }) => event.linked }, target: "linked-look" },
        { target: "links", actions: { type: "noteLinked", params: ({ event }) => event.linked } },
      ],
      back: { target: "accounts" },
    },
  }),

  "linked-look": statechart.createStateConfig({
    ...asking("linked-look"),
    on: {
      linked: { target: "links", actions: { type: "noteLinked", params: ({ event }) => event.linked } },
      back: { target: "linked" },
    },
  }),
};
