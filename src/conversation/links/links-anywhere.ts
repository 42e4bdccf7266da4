import { hasCampaign } from "../guards.ts";
import { answer, askBriefly, say, statechart, when } from "../statechart.ts";
import { accountsFirst, nothingToDo } from "../transitions.ts";
import type { EventOf } from "../vocabulary.ts";
import { friendSaying, linkSaying } from "./say-links.ts";

/** Says whether an address is genuine. */
export const judgeLink = say<EventOf<"link">>((context, { judged }) => linkSaying(judged, context));

/** The transitions for an address that is pasted, and for links to pass on. */
export const linksAnywhere = statechart.createStateConfig({
  on: {
    link: { target: "#question", actions: [askBriefly, judgeLink] },
    "for-a-friend": [nothingToDo, { guard: when(hasCampaign), ...answer(friendSaying) }, accountsFirst],
  },
});
