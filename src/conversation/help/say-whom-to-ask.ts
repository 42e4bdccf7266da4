import type { Context } from "../context.ts";
import { ofOperator } from "../say-about.ts";
import type { Link, Saying } from "../vocabulary.ts";

/** Says how to reach the community, the person's own messenger first. */
export function communitySaying({ facts }: Context): Saying {
  return {
    text: [{ key: "community.text" }],
    links: facts.community.map(({ id, url }): Link => ({ label: { key: `community.join.${id}` }, url })),
  };
}

/** Says how to reach a human being. */
export function humanSaying({ facts: { operator } }: Context): Saying {
  return { text: [operator ? ofOperator("human.text", operator) : { key: "human.none" }] };
}
