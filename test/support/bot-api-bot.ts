import type { ChatMember, User, UserFromGetMe } from "grammy/types";

/** The bot as it stands in messages. */
export const botUser = {
  id: 42,
  is_bot: true,
  first_name: "Objecteur",
  username: "objecteur_test_bot",
} as const satisfies User;

/** The bot as it learns of itself. */
export const botInfo: UserFromGetMe = {
  ...botUser,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
};

/** What the bot is in a chat, and what it may do there. */
export interface Membership {
  readonly status: ChatMember["status"];
  readonly can_post_messages?: boolean;
  readonly can_send_messages?: boolean;
}

/** The bot as a member of a chat. */
export function botMember({ status, can_post_messages, can_send_messages = false }: Membership): ChatMember {
  const user = botUser;
  switch (status) {
    case "creator":
      return { user, status, is_anonymous: false };
    case "administrator":
      return {
        user,
        status,
        ...administratorRights,
        ...(can_post_messages !== undefined && { can_post_messages }),
      };
    case "restricted":
      return { user, status, is_member: true, until_date: 0, can_send_messages, ...restrictions };
    case "member":
    case "left":
      return { user, status };
    case "kicked":
      return { user, status, until_date: 0 };
  }
}

const administratorRights = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: false,
  can_restrict_members: false,
  can_promote_members: false,
  can_change_info: false,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_send_welcome_messages: false,
};

const restrictions = {
  can_send_audios: false,
  can_send_documents: false,
  can_send_photos: false,
  can_send_videos: false,
  can_send_video_notes: false,
  can_send_voice_notes: false,
  can_send_polls: false,
  can_send_other_messages: false,
  can_add_web_page_previews: false,
  can_react_to_messages: false,
  can_change_info: false,
  can_invite_users: false,
  can_edit_tag: false,
  can_pin_messages: false,
  can_manage_topics: false,
};
