import { asking, inDialogue, statechart, turning, when } from "../statechart.ts";
import { accountsFirst } from "../transitions.ts";
import { hasMoreSources, hasSources } from "./sources-questions.ts";

/** The side trip to the sources of what was said. */
export const sourcesAsides = {
  sources: statechart.createStateConfig({
    ...asking("sources"),
    on: turning("sources", "sourcesPage", hasMoreSources),
  }),
};

export const sourcesAnywhere = statechart.createStateConfig({
  on: {
    sources: [
      {
        guard: when(hasSources),
        target: ".aside.sources",
        actions: inDialogue(() => ({ sourcesPage: undefined })),
      },
      accountsFirst,
    ],
  },
});
