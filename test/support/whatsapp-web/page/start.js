import { change, forget, letterModel, loadNewest, Msg, remember } from "./chats.js";
import { MsgKey, spoil, Wid } from "./models.js";
import { account, Cmd, Conn, calls, keepVote, pollVotes, rename, Socket } from "./modules.js";
import { failSends, slowSends } from "./send.js";
import { ask, forgetDevice, keepDevice, readDevice } from "./server.js";

let device = await readDevice();
let alreadySynced = false;
const model = (letter, more) => letterModel({ ...letter, ...more }, account.me);

function asVote({ pollKey, voter, selected, at }) {
  return {
    id: new MsgKey({ fromMe: false, remote: voter, id: MsgKey.newId() }),
    from: Wid.from(voter),
    pollUpdateParentKey: MsgKey.fromString(pollKey),
    selectedOptionLocalIds: selected,
    senderTimestampMs: at,
    t: at,
  };
}

/** In sync; by default only when somebody listens, so that nothing depends on who is first. */
let somebodyListens = () => {};
const listening = new Promise((resolve) => {
  somebodyListens = resolve;
});
Socket.heard = (names) => {
  if (names.includes("change:hasSynced")) somebodyListens();
};

async function connect({ letters, votes }) {
  for (const letter of letters) remember(model(letter));
  loadNewest();
  for (const vote of votes) keepVote(asVote(vote));
  Socket.set({ state: "CONNECTED" });
  if (!alreadySynced) await listening;
  Socket.set({ hasSynced: true });
}

/** Gone from this device: the keys go, and the page opens anew. */
async function leave() {
  await forgetDevice();
  Cmd.trigger("logout");
  // The library needs a moment to note that this was a logout before the page goes away.
  setTimeout(() => location.replace("/?post_logout=1&logout_reason=0"), 50);
}

Socket.logout = async () => {
  await ask("/unlink", device);
  await forgetDevice();
};
Socket.takeover = () => Socket.set({ state: "CONNECTED" });

const orders = {
  hello(hello) {
    account.otherIds = new Map(hello.otherIds);
    Object.assign(account, { me: Wid.from(hello.me), lid: Wid.from(hello.myLid), page: hello.page });
    alreadySynced = hello.behaviour.alreadySynced;
    rename(hello.behaviour.renamed);
    spoil(hello.behaviour.spoiled);
    if (hello.linked) return void connect(hello);
    Conn.set({ ref: hello.ref });
    Socket.set({ state: "UNPAIRED" });
  },
  async linked(linked) {
    device = linked.device;
    await keepDevice(device);
    Socket.set({ state: "PAIRING" });
    void connect(linked);
  },
  letter({ letter }) {
    const message = model(letter, { isNewMsg: true });
    remember(message);
    Msg.add(message);
  },
  vote: ({ vote }) => pollVotes.bulkUpsert([asVote(vote)]),
  call: ({ peer, id }) =>
    calls.calls.set(id, { id, peerJid: peer, isVideo: false, isGroup: false, outgoing: false }),
  ref: ({ ref }) => Conn.set({ ref }),
  state({ state, silently }) {
    if (silently) Socket.state = state;
    else Socket.set({ state });
  },
  syncAgain: () => Socket.trigger("change:hasSynced", Socket, true),
  rename: ({ renamed }) => rename(renamed),
  spoil: ({ spoiled }) => spoil(spoiled),
  failSends,
  slowSends,
  forget: ({ messageId }) => forget(messageId),
  change: ({ key, letter }) => change(key, letter),
  otherIds({ otherIds }) {
    account.otherIds = new Map(otherIds);
  },
};

/** These take the page away, so they come after their receipt; a beacon is sent even so. */
const farewells = {
  logout: leave,
  reload: () => location.reload(),
  freeze({ ms }) {
    const end = performance.now() + ms;
    while (performance.now() < end);
  },
};

const stream = new EventSource(`/events${device ? `?device=${device}` : ""}`);
stream.onmessage = async ({ data }) => {
  const order = JSON.parse(data);
  await orders[order.type]?.(order);
  if (order.number) navigator.sendBeacon(`/done?order=${order.number}`);
  await farewells[order.type]?.(order);
};

window.Debug = { VERSION: "2.3000.1017054665" };
