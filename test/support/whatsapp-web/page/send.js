import { findOrCreate, Msg, remember } from "./chats.js";
import { Model } from "./models.js";
import { ask } from "./server.js";

const failure = { how: undefined, times: 0 };

/** The next sends go wrong. */
export function failSends({ how, times }) {
  Object.assign(failure, { how, times });
}

let slowness = 0;

/** Each send takes so long. */
export function slowSends({ ms }) {
  slowness = ms;
}

function takeFailure() {
  if (failure.times === 0) return undefined;
  failure.times--;
  return failure.how;
}

const onlyHere = ["id", "to", "from", "ack", "local", "self", "isNewMsg", "messageSecret"];
const ofPreparation = ["mediaBlob", "set", "toJSON"];

function without(names, model) {
  return Object.fromEntries(Object.entries(model).filter(([name]) => !names.includes(name)));
}

function asLetter(message) {
  return { ...without(onlyHere, message), id: message.id.id, chat: String(message.to), fromMe: true };
}

/** Signs of typing that WhatsApp has not been told of; they go with the next message, as on a socket that is open. */
let signs = [];
const alone = 500;

function takeSigns() {
  const taken = signs;
  signs = [];
  return taken;
}

/** Shows the typing sign in a chat. */
export function showTyping(chat) {
  signs.push({ chat: String(chat), at: Date.now() });
  if (signs.length > 1) return;
  setTimeout(() => {
    if (signs.length > 0) void ask("/typing", JSON.stringify(takeSigns()));
  }, alone);
}

/** Our message arrives: first at WhatsApp (1), then on the person's phone (2). */
async function send(message, how) {
  if (how === "hang") return new Promise(() => {});
  await new Promise((resolve) => setTimeout(resolve, slowness));
  if (how === "error") {
    message.set({ ack: -1 });
    return { messageSendResult: "ERROR_UNKNOWN", t: message.t };
  }
  await ask("/send", JSON.stringify({ letter: asLetter(message), signs: takeSigns() }));
  message.set({ ack: 1 });
  setTimeout(() => message.set({ ack: 2 }));
  return { messageSendResult: "OK", t: message.t };
}

/** Puts a message into its chat at once, and sends it; two promises, as WhatsApp has it. */
export function addAndSendMsgToChat(_chat, properties) {
  const how = takeFailure();
  if (how === "throw") throw new Error("Data passed to getter must include an id property");
  const message = new Model(without(ofPreparation, properties));
  remember(message);
  Msg.add(message);
  return [Promise.resolve(message), send(message, how)];
}

/** Finds a chat. WhatsApp refuses the id of somebody whom it does not know, such as a lid's digits as a number. */
export async function findOrCreateLatestChat(id) {
  const chat = findOrCreate(id);
  if (!chat) throw new Error("No LID for user");
  return { chat };
}
