import { Chat, clearChat, deleteChat, loadEarlier, Msg } from "./chats.js";
import { mediaModules } from "./media.js";
import { Collection, Emitter, Model, MsgKey, refuseSpoiled, Wid } from "./models.js";
import { addAndSendMsgToChat, findOrCreateLatestChat, showTyping } from "./send.js";
import { ask } from "./server.js";

export const Cmd = new Emitter();
export const Conn = new Model({ ref: undefined, pushname: "Objecteur", platform: "android" });
export const Socket = new Model({ state: "OPENING", hasSynced: false });
Cmd.refreshQR = () => {};

/** Who we are, people's other ids, and all votes: row by row as WhatsApp's table keeps them. */
export const account = { me: undefined, lid: undefined, page: undefined, votes: [], otherIds: new Map() };

class Calls extends Emitter {
  calls = new Map();
}
export const calls = new Calls();

/** The library wraps this function to hear of votes. */
export const pollVotes = { bulkUpsert: (votes) => votes.map(keepVote) };

export function keepVote({ from, pollUpdateParentKey, selectedOptionLocalIds, senderTimestampMs, t }) {
  const row = { parentMsgKey: String(pollUpdateParentKey), sender: String(from) };
  account.votes = account.votes.filter(
    ({ parentMsgKey, sender }) => parentMsgKey !== row.parentMsgKey || sender !== row.sender,
  );
  account.votes.push({ ...row, selectedOptionLocalIds, senderTimestampMs, t });
}

const links = (text) => (text?.match(/https?:\/\/\S+/g) ?? []).map((href) => ({ href }));
/** As in WhatsApp's tables: only what the page has been told. */
function otherIdOf(id) {
  const other = account.otherIds.get(String(id));
  return other && new Wid(other);
}

const toWid = (id) => Wid.from(id);
const key = { pubKey: new Uint8Array(32) };

const modules = {
  ...mediaModules,
  WAWebSocketModel: { Socket },
  WAWebCmd: { Cmd },
  WAWebConnModel: { Conn },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {
    setPairingType() {},
    async initializeAltDeviceLinking() {},
    async initializeQRLinking() {},
    startAltLinkingFlow: () => ask(`/pairing-code?page=${account.page}`),
  },
  WABase64: { encodeB64: (bytes) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: "1" },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: key }) } },
  WAWebSignalStoreApi: { waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: key }) } },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => "secret" },
  WAWebUserPrefsMeUser: {
    getMaybeMePnUser: () => account.me,
    getMaybeMeLidUser: () => account.lid,
  },
  WAWebMiscBrowserUtils: { info: () => ({}) },
  WAWebLaunchSocketUtils: { refreshQR() {} },
  WAWebCollections: {
    Msg,
    Chat,
    GroupMetadata: { update: async () => {} },
    WAWebNewsletterCollection: new Collection(),
  },
  WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
  WAWebCallCollection: calls,
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert() {} } },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: pollVotes },
  WAWebPollsVotesSchema: {
    getTable: () => ({
      async equals(_columns, pollKey) {
        refuseSpoiled(`votes of ${pollKey}`);
        return account.votes.filter(({ parentMsgKey }) => parentMsgKey === pollKey);
      },
    }),
  },
  WAWebMsgKey: MsgKey,
  WAWebWidFactory: {
    createWid: toWid,
    createWidFromWidLike: toWid,
    asUserWidOrThrow: toWid,
  },
  WAWebApiContact: {
    getPhoneNumber: (lid) => otherIdOf(lid),
    getCurrentLid: (number) => otherIdOf(number),
  },
  WAWebChatClearBridge: {
    async sendClear(chat) {
      clearChat(chat);
      await ask("/cleared", String(chat.id));
    },
  },
  WAWebDeleteChatAction: {
    async sendDelete(chat) {
      deleteChat(chat);
      await ask("/deleted", String(chat.id));
    },
  },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen() {} },
  WAWebLidMigrationUtils: { toPn: () => null },
  WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: ({ id }) => id.isStatus() },
  WAWebFindChatAction: { findOrCreateLatestChat },
  WAWebChatLoadMessages: { loadEarlierMsgs: async ({ chat }) => loadEarlier(chat) },
  WALinkify: { findLink: (text) => links(text)[0], findLinks: links },
  WAWebLinkPreviewChatAction: { getLinkPreview: async () => undefined },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebChatStateBridge: {
    sendChatStateComposing: async (id) => showTyping(id),
    sendChatStatePaused: async () => {},
  },
  WAWebPresenceChatAction: { sendPresenceAvailable() {}, sendPresenceUnavailable() {} },
  WAWebStreamModel: { Stream: { markAvailable() {}, markUnavailable() {} } },
  WAWebUpdateUnreadChatAction: {
    async sendSeen({ chat }) {
      chat.set({ unreadCount: 0 });
      await ask("/seen", String(chat.id));
    },
  },
};

/** What WhatsApp has renamed; the library then finds nothing under the old name. */
const renamed = new Set();

export function rename(isRenamed) {
  if (isRenamed) renamed.add("WAWebCollections");
  else renamed.clear();
}

window.require = (name) => {
  const found = renamed.has(name) ? undefined : modules[name];
  if (!found) throw new Error(`Requiring unknown module "${name}"`);
  return found;
};
