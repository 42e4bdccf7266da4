import type {
  CallbackQuery,
  Chat,
  ChatMemberUpdated,
  Message,
  MessageEntity,
  PhotoSize,
  Update,
  User,
} from "grammy/types";

// Updates in the form that Telegram documents and sends: https://core.telegram.org/bots/api#update

export const ourBot: User = { id: 42, is_bot: true, first_name: "Objecteur", username: "objecteur_test_bot" };
export const ada: User = {
  id: 7,
  is_bot: false,
  first_name: "Ada",
  last_name: "Lovelace",
  username: "ada_lovelace",
  language_code: "fr-CA",
};
export const privateChat: Chat.PrivateChat = {
  id: 7,
  first_name: "Ada",
  last_name: "Lovelace",
  username: "ada_lovelace",
  type: "private",
};
export const group: Chat.SupergroupChat = { id: -1005, title: "Neighbours", type: "supergroup" };
const date = 1_748_188_800;

/** A message of Ada's in private; the fields of `content` are added or replaced. */
export function privateMessage(content: Partial<Message & Update.NonChannel>): Update {
  return { update_id: 12, message: { message_id: 3, from: ada, chat: privateChat, date, ...content } };
}

/** A message of Ada's in a group; the fields of `content` are added or replaced. */
export function groupMessage(content: Partial<Message & Update.NonChannel>): Update {
  return { update_id: 12, message: { message_id: 3, from: ada, chat: group, date, ...content } };
}

/** Ada changes what she wrote. */
export function editedMessage(content: Partial<Message & Update.NonChannel>): Update {
  const edit_date = date + 9;
  return {
    update_id: 12,
    edited_message: { message_id: 3, from: ada, chat: privateChat, date, edit_date, ...content },
  };
}

/** Ada presses a button below a message of the bot. */
export function press(content: Partial<CallbackQuery>): Update {
  return { update_id: 12, callback_query: { id: "q1", from: ada, chat_instance: "-8274", ...content } };
}

/** Where a button is pressed. */
export const question: Message = {
  message_id: 5,
  from: ourBot,
  chat: privateChat,
  date,
  text: "Which accounts?",
  reply_markup: {
    inline_keyboard: [
      [{ text: "Form", url: "https://a.test/" }],
      [{ text: "Both", callback_data: "accounts:both" }],
    ],
  },
};

/** The bot's membership of Ada's chat, or of a group, changes. */
export function membership(status: "member" | "kicked", chat: Chat = privateChat): Update {
  const kicked = { user: ourBot, status: "kicked", until_date: 0 } as const;
  const member = { user: ourBot, status: "member" } as const;
  const change: ChatMemberUpdated = {
    chat,
    from: ada,
    date,
    old_chat_member: status === "member" ? kicked : member,
    new_chat_member: status === "member" ? member : kicked,
  };
  return { update_id: 12, my_chat_member: change };
}

/** The entity that marks `written` in a text. */
export function entity(type: "mention" | "bot_command", text: string, written: string): MessageEntity {
  return { offset: text.indexOf(written), length: written.length, type };
}

/** A message in the group, written by this user, that another one replies to. */
export function repliesTo(from: User): Partial<Message & Update.NonChannel> {
  const message: Message = { message_id: 2, from, chat: group, date, text: "In private, please" };
  return { reply_to_message: message as NonNullable<Message["reply_to_message"]> };
}

const file = { file_id: "AwACAgQAAxkBAAMD", file_unique_id: "AgADxxsAAp" };
export const photo: PhotoSize[] = [{ ...file, file_size: 1_253, width: 90, height: 67 }];

/** Messages that a person sends on purpose and that hold no text. */
export const unreadableContent: Readonly<Record<string, Partial<Message & Update.NonChannel>>> = {
  sticker: {
    sticker: { ...file, width: 512, height: 512, type: "regular", is_animated: false, is_video: false },
  },
  voice: { voice: { ...file, duration: 2, mime_type: "audio/ogg", file_size: 5_120 } },
  location: { location: { latitude: 48.85, longitude: 2.35 } },
  contact: { contact: { phone_number: "+33100000000", first_name: "Grace" } },
  "video note": { video_note: { ...file, length: 240, duration: 3 } },
  dice: { dice: { emoji: "🎲", value: 4 } },
  "picture with a caption": { photo, caption: "facebook" },
  poll: {
    poll: {
      id: "5267",
      question: "Which?",
      options: [{ persistent_id: "0", text: "One", voter_count: 0 }],
      total_voter_count: 0,
      is_closed: false,
      is_anonymous: true,
      type: "regular",
      allows_multiple_answers: false,
      allows_revoting: false,
      members_only: false,
    },
  },
};
