import type { AccountId } from "../../campaigns/schema.ts";
import { type Context, currentCampaign, currentFollowing, ofCampaign } from "../context.ts";
import { navigate, type Offer, onlyIf, type Questions, type QuestionView } from "../question-view.ts";
import { groupsToAsk, type LinkGroup, membersOf } from "../required-steps.ts";
import type { Phrase, Saying } from "../vocabulary.ts";

/** The questions about which accounts the person has, and whether they are linked. */
export const accountsQuestions = {
  accounts: (context) => ({
    text: [ofCampaign("accounts.text", context)],
    ...(currentCampaign(context).accounts.length > 2 ? manyAccounts(context) : fewAccounts(context)),
    navigation: [navigate.language, navigate.help],
  }),

  "accounts-doubt": (context) => {
    const { doubted: accounts = [] } = context.dialogue;
    const isAll = accounts.length === currentCampaign(context).accounts.length;
    const someOrAll = isAll ? "all" : "some";
    const kind = accounts.length === 0 ? "none" : someOrAll;
    const list = accounts.map((account) => accountLabel(context, account));
    return {
      text: [{ key: `accounts-doubt.${kind}`, params: { accounts: { list } } }],
      choices: [{ id: "yes", event: { type: "accounts", accounts } }, { event: { type: "no" } }],
    };
  },

  "ask-linked": (context) => aboutLink(context, "ask-linked"),

  "ask-look-up": (context) => ({
    ...aboutLink(context, "ask-look-up"),
    links: [{ label: ofCampaign("ask-look-up.open", context), url: groupInQuestion(context).lookAt }],
  }),
} satisfies Questions;

/** Says which accounts were noted without an answer to the question, and that others may be told. */
export function inferredSaying(context: Context): Saying {
  const { accounts } = currentFollowing(context);
  const list = (ids: readonly AccountId[]) => ({ list: ids.map((id) => accountLabel(context, id)) });
  const others = currentCampaign(context)
    .accounts.map(({ id }) => id)
    .filter((id) => !accounts.includes(id));
  if (accounts.length === 0) return { text: [{ key: "accounts.assumed-none" }] };
  const key = others.length === 0 ? "accounts.assumed" : "accounts.inferred";
  return { text: [{ key, params: { accounts: list(accounts), others: list(others) } }] };
}

/** The first link group about which the person has not yet said whether theirs are linked. */
export function unansweredGroup(context: Context): LinkGroup | undefined {
  const following = currentFollowing(context);
  return groupsToAsk(currentCampaign(context), following).find(
    ({ id }) => following.linked[id] === undefined,
  );
}

function groupInQuestion(context: Context): LinkGroup {
  const group = unansweredGroup(context);
  if (group === undefined) throw new Error("there is no link group to ask about");
  return group;
}

/** Up to two accounts: every combination is one choice. */
function fewAccounts(context: Context): Pick<QuestionView, "choices"> {
  const accounts = currentCampaign(context).accounts.map((account) => account.id);
  return {
    choices: [
      ...accounts.map((id): Offer => {
        return { id, label: accountLabel(context, id), event: { type: "accounts", accounts: [id] } };
      }),
      { id: "both", event: { type: "accounts", accounts } },
      { id: "neither", event: { type: "accounts", accounts: [] } },
    ],
  };
}

/** Three accounts or more: tick as many as apply, then continue. */
function manyAccounts(context: Context): Pick<QuestionView, "choices"> {
  const { ticked } = context.dialogue;
  const accounts = currentCampaign(context).accounts.map((account) => account.id);
  return {
    choices: [
      ...accounts.map((account): Offer => {
        const label = accountLabel(context, account);
        return {
          id: account,
          label: ticked.includes(account) ? { key: "accounts.ticked", params: { account: label } } : label,
          event: { type: "tick", account },
        };
      }),
      { id: "all", event: { type: "accounts", accounts } },
      ...onlyIf(ticked.length > 0, { id: "continue", event: { type: "ticked" } }),
      { id: "none", event: { type: "accounts", accounts: [] } },
    ],
  };
}

function accountLabel(context: Context, account: AccountId): Phrase {
  return ofCampaign(`accounts.choices.${account}`, context);
}

function aboutLink(context: Context, question: "ask-linked" | "ask-look-up"): QuestionView {
  const group = groupInQuestion(context);
  const members = membersOf(currentCampaign(context), group, currentFollowing(context));
  const accounts = { list: members.map((id) => accountLabel(context, id)) };
  return {
    text: [{ ...ofCampaign(`${question}.text`, context), params: { accounts } }],
    brief: { key: "ask-linked.brief", params: { accounts } },
    choices: (["yes", "no", "unknown"] as const).map((linked) => ({
      // The id names the group, so that an old button about one group does not answer for the next.
      id: `${group.id}.${linked}`,
      label: { key: `${question}.choices.${linked}` },
      event: { type: "linked", linked },
    })),
  };
}
