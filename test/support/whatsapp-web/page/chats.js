import { Collection, Model, MsgKey, Wid } from "./models.js";

/** Every message of each chat, oldest first, loaded or not. */
const history = new Map();
const forgotten = new Set();
const deleted = new Set();

class Messages extends Collection {
  modelClass = Model;

  get(key) {
    return forgotten.has(String(key)) ? undefined : super.get(key);
  }

  async getMessagesById(keys) {
    const all = [...history.values()].flat();
    const known = (key) => !forgotten.has(key) && all.find(({ id }) => id._serialized === key);
    return { messages: keys.map(known).filter(Boolean) };
  }
}

export const Msg = new Messages();
export const Chat = new Collection();

/** Puts what has become of a message into its model. */
export function change(key, { type, body, latestEditSenderTimestampMs }) {
  const message = [...history.values()].flat().find(({ id }) => id._serialized === key);
  message?.set({ type, body, latestEditSenderTimestampMs });
}

/** Takes all messages out of the chat. */
export function clearChat(chat) {
  for (const { id } of history.get(chat.id._serialized)) Msg.remove(id);
  history.set(chat.id._serialized, []);
}

/** Takes the chat away; whoever was in it can still be found. */
export function deleteChat(chat) {
  clearChat(chat);
  Chat.remove(chat.id);
  deleted.add(chat.id._serialized);
}

/** Finds a chat of somebody whom the account has met. */
export function findOrCreate(id) {
  return Chat.get(id) ?? (deleted.has(String(id)) ? newChat(id) : undefined);
}

/** From now on nobody finds this message. */
export function forget(key) {
  forgotten.add(key);
}

class ChatModel extends Model {
  serialize() {
    return {
      ...super.serialize(),
      msgs: this.msgs.getModelsArray().map(({ id }) => id),
      groupMetadata: undefined,
    };
  }
}

function newChat(id) {
  const msgs = { getModelsArray: () => history.get(id._serialized).filter((message) => Msg.get(message.id)) };
  const chat = new ChatModel({ id, msgs, t: 0, unreadCount: 0, archive: false, mute: { expiration: 0 } });
  chat.formattedTitle = id.user;
  if (id.isGroup()) chat.groupMetadata = new Model({ id, participants: [] });
  Chat.add(chat);
  history.set(id._serialized, []);
  return chat;
}

/** A message from the server's world as the page's model. */
export function letterModel({ id, chat, fromMe, author, ...letter }, me) {
  const remote = Wid.from(chat);
  return new Model({
    ...letter,
    id: new MsgKey({ fromMe, remote, id, participant: author }),
    from: fromMe ? me : remote,
    to: fromMe ? remote : me,
    author: author && Wid.from(author),
    isNotification: letter.type === "e2e_notification" || letter.type === "notification_template",
    isStatusV3: remote.isStatus(),
    mediaData: letter.directPath && { mediaStage: "INIT" },
  });
}

/** Keeps a message as known to the account; it is not loaded, and nobody hears of it. */
export function remember(message) {
  const remote = message.id.remote;
  if (remote.isStatus()) return;
  const chat = Chat.get(remote) ?? newChat(remote);
  history.get(remote._serialized).push(message);
  const { fromMe } = message.id;
  chat.set({ t: message.t, ...(fromMe ? {} : { lastReceivedKey: message.id }) });
  if (!fromMe && !message.isNotification) chat.set({ unreadCount: chat.unreadCount + 1 });
}

/** WhatsApp opens with the newest message of each chat. */
export function loadNewest() {
  for (const messages of history.values()) {
    const newest = messages.at(-1);
    if (newest) Msg.add(newest);
  }
}

/** The next twenty older ones. */
export function loadEarlier(chat) {
  const messages = history.get(chat.id._serialized);
  const first = messages.findIndex((one) => Msg.get(one.id) !== undefined);
  const earlier = messages.slice(Math.max(0, first - 20), Math.max(0, first));
  for (const message of earlier) Msg.add(message);
  return earlier;
}
