import type { ChatFullInfo } from "grammy/types";
import { botMember, type Membership } from "./bot-api-bot.ts";
import type { Chats } from "./bot-api-chats.ts";
import { BotApiError, badRequest } from "./bot-api-fault.ts";
import type { Methods, Params } from "./bot-api-methods.ts";

/** A group or channel, and what the bot is in it. */
export interface Community {
  readonly type: "channel" | "supergroup" | "group";
  /** Without the "@". */
  readonly username?: string;
  readonly permissions?: { readonly can_send_messages: boolean };
  readonly member: Membership;
}

const sendings = new Set(["sendMessage", "sendDocument"]);

/** The groups and channels on a Bot API server: what they tell of themselves, and whom they let write. */
export function createCommunities(chats: Chats) {
  const communities = new Map<number, Community>();

  function find({ chat_id }: Params): Community {
    const community = communities.get(Number(chat_id));
    if (community === undefined) throw badRequest("chat not found");
    return community;
  }

  return {
    add(id: number, community: Community): void {
      communities.set(id, community);
      chats.chat(id).begun = true;
    },
    /** Returns the parameters with the chat's id in the place of its @name. */
    withId(params: Params): Params {
      const name = typeof params["chat_id"] === "string" ? params["chat_id"] : "";
      const found = [...communities].find(([, { username }]) => `@${username}` === name);
      return found === undefined ? params : { ...params, chat_id: found[0] };
    },
    /** Throws, as Telegram would, if the bot may not write. */
    guard(method: string, params: Params): void {
      const community = communities.get(Number(params["chat_id"]));
      if (community === undefined || !sendings.has(method)) return;
      refuseOutsider(community);
    },
    methods: {
      getChat: (params) => toChat(Number(params["chat_id"]), find(params)),
      getChatMember: (params) => botMember(find(params).member),
    } satisfies Methods,
  };
}

function toChat(id: number, { type, username, permissions }: Community): ChatFullInfo {
  const common = {
    id,
    title: "Community",
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
  const name = username === undefined ? {} : { username };
  switch (type) {
    case "channel":
      return { ...common, ...name, type };
    case "supergroup":
      return { ...common, ...name, type, ...(permissions && { permissions }) };
    case "group":
      return { ...common, type, ...(permissions && { permissions }) };
  }
}

function refuseOutsider({ type, member }: Community): void {
  if (member.status === "left" || member.status === "kicked")
    throw new BotApiError(403, `Forbidden: bot is not a member of the ${type} chat`);
  if (type === "channel" && member.status !== "creator" && member.can_post_messages !== true)
    throw badRequest("need administrator rights in the channel chat");
}
