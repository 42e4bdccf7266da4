import type { Person } from "./whatsapp-web.ts";
import type { Letter, World } from "./world.ts";

const attachments = {
  voice: { type: "ptt", mimetype: "audio/ogg; codecs=opus" },
  image: { type: "image", mimetype: "image/jpeg" },
  sticker: { type: "sticker", mimetype: "image/webp" },
} as const;

/** Somebody who writes to the account from this id. */
export function createPerson(world: World, id: string, deliver: (letter: Letter) => Promise<void>): Person {
  const write = async (content: Pick<Letter, "type"> & Partial<Letter>, at = Date.now()) => {
    const letter = { id: world.nextId(), chat: id, fromMe: false, t: Math.floor(at / 1_000), ...content };
    await deliver(letter);
    return world.keyOf(letter);
  };

  const findPoll = (pollId: string | undefined): Letter => {
    const polls = world.letters.filter(({ chat, type }) => chat === id && type === "poll_creation");
    const poll = pollId === undefined ? polls.at(-1) : polls.find((one) => world.keyOf(one) === pollId);
    if (!poll) throw new Error(`${id} has no poll ${pollId ?? ""}`);
    return poll;
  };

  const findLetter = (messageId: string): Letter => {
    const letter = world.letters.find((one) => world.keyOf(one) === messageId);
    if (!letter) throw new Error(`${id} has no message ${messageId}`);
    return letter;
  };

  const select = (
    { pollName, pollOptions = [], pollSelectableOptionsCount }: Letter,
    names: readonly string[],
  ) => {
    if (pollSelectableOptionsCount === 1 && names.length > 1)
      throw new Error(`"${pollName}" takes one answer`);
    return names.map((name) => {
      const option = pollOptions.find((one) => one.name === name);
      if (option) return option.localId;
      throw new Error(
        `"${pollName}" offers ${pollOptions.map((one) => `"${one.name}"`).join(", ")}, not "${name}"`,
      );
    });
  };

  return {
    id,
    says: (body, at) => write({ type: "chat", body }, at),
    quotes: (messageId, body) =>
      write({ type: "chat", body, quotedStanzaID: messageId.slice(messageId.lastIndexOf("_") + 1) }),
    sends: (kind) => write({ ...attachments[kind], directPath: `/v/${kind}` }),
    arrivesUndecrypted: (at) => write({ type: "ciphertext" }, at),
    decrypts: (messageId, body) => world.change(findLetter(messageId), { type: "chat", body }),
    edits: (messageId, body) =>
      world.change(findLetter(messageId), { body, latestEditSenderTimestampMs: Date.now() }),
    async notice(type) {
      await write({ type });
    },
    async votes(names, pollId) {
      const poll = findPoll(pollId);
      const vote = { pollKey: world.keyOf(poll), voter: id, selected: select(poll, names), at: Date.now() };
      world.keepVote(vote);
      await world.tellLinked({ type: "vote", vote });
    },
    calls: () => world.tellLinked({ type: "call", peer: id, id: world.nextId() }),
    next: (timeoutMs) => world.waitFor(() => world.arrivals(id).shift(), `a message to ${id}`, timeoutMs),
    unread: () => [...world.arrivals(id)],
  };
}
