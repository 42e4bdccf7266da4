import { and, not } from "xstate";
import { introOf } from "../say-welcome.ts";
import { asking, say, statechart } from "../statechart.ts";

/** Which service, and on to it. */
export const servicesStates = {
  service: statechart.createStateConfig({
    ...asking("service"),
    on: {
      more: {
        guard: "hasMoreServices",
        target: "service",
        reenter: true,
        actions: { type: "turnPage", params: { of: "page", by: 1 } },
      },
      back: {
        guard: { type: "isBeyondFirst", params: "page" },
        target: "service",
        reenter: true,
        actions: { type: "turnPage", params: { of: "page", by: -1 } },
      },
    },
  }),

  /** A service was chosen: the person goes on with it, or begins it. */
  chosen: statechart.createStateConfig({
    always: [
      { guard: and(["isFollowing", not("beginsAnew")]), target: "links" },
      { guard: "hasNothingToDo", target: "route" },
      { target: "route", actions: say(({ context }) => ({ text: [introOf(context)] })) },
    ],
  }),
};

/** Side trips about services and sources. */
export const servicesAsides = {
  /** Several services were named, or one while something else is open. */
  "which-service": statechart.createStateConfig({ ...asking("which-service") }),

  /** How far one is with each service. */
  where: statechart.createStateConfig({ ...asking("where") }),

  sources: statechart.createStateConfig({
    ...asking("sources"),
    on: {
      more: {
        guard: "hasMoreSources",
        target: "sources",
        reenter: true,
        actions: { type: "turnPage", params: { of: "sourcesPage", by: 1 } },
      },
      back: [
        {
          guard: { type: "isBeyondFirst", params: "sourcesPage" },
          target: "sources",
          reenter: true,
          actions: { type: "turnPage", params: { of: "sourcesPage", by: -1 } },
        },
        { target: "#question" },
      ],
    },
  }),
};
