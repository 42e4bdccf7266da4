/** Who may import what. Places are folders and files; a file is in the innermost that holds it. */
export interface Borders {
  /** What each place may import of others: places and files; after "type ", their types only. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** The places and files that may import each library. */
  readonly libraries: Readonly<Record<string, readonly string[]>>;
  readonly atMost: { readonly looseFiles: number; readonly floors: number };
}

/** A channel knows the rest of the program by its ports; never another channel. */
const channel = [
  "ports.ts",
  "channels",
  "support",
  "type campaigns",
  "type conversation",
  "type conversation/vocabulary.ts",
];
const io = [
  "app",
  "campaigns",
  "channels/telegram",
  "channels/terminal",
  "channels/web",
  "channels/whatsapp",
  "channels/whatsapp-cloud",
  "content",
  "http",
  "operator",
  "serve",
  "storage",
];

/** Who in `src` may import what. `npm run diagram` draws what they do import. */
export const borders: Borders = {
  places: {
    // Pure: a file of these does nothing by itself, and loads nothing that does.
    conversation: [
      "campaigns",
      "conversation/vocabulary.ts",
      "support/durations.ts",
      "support/match-language.ts",
      "type ../locales/en/conversation.json",
      "type ../locales/en/reminders.json",
    ],
    // Data: others use its words, and load nothing else by that.
    "conversation/vocabulary.ts": ["type campaigns", "type conversation"],
    links: ["campaigns", "type conversation/vocabulary.ts"],
    understanding: [
      "conversation/calendar-day.ts",
      "conversation/letters/grounds-id.ts",
      "conversation/tap.ts",
      "conversation/vocabulary.ts",
      "support/durations.ts",
      "support/match-language.ts",
      "support/memoized.ts",
      "support/operator-error.ts",
      "type campaigns",
    ],

    campaigns: ["support"],
    // What the program needs from outside, in types, and why it fails.
    "ports.ts": [
      "support/operator-error.ts",
      "type campaigns",
      "type conversation",
      "type conversation/vocabulary.ts",
      "type support",
    ],
    // The outside comes in through the ports.
    app: [
      "campaigns",
      "conversation",
      "conversation/vocabulary.ts",
      "links",
      "ports.ts",
      "support",
      "understanding",
    ],
    content: [
      "conversation/vocabulary.ts",
      "support",
      "type campaigns",
      "type conversation",
      "type ports.ts",
      "type understanding",
      "understanding/intents/intent-model.ts",
      "understanding/parse-template.ts",
      "understanding/replies/reply-model.ts",
    ],
    storage: ["conversation/vocabulary.ts", "ports.ts", "support", "type campaigns", "type conversation"],
    // What it serves is given to it.
    http: ["support"],

    channels: channel,
    "channels/telegram": [...channel, "http"],
    "channels/terminal": channel,
    "channels/web": [...channel, "http", "type app/operator-report.ts"],
    "channels/whatsapp": channel,
    "channels/whatsapp-cloud": [...channel, "http"],
    // It runs in a browser.
    page: [
      "channels/web/accent.ts",
      "channels/web/wire.ts",
      "support/colours.ts",
      "support/match-language.ts",
    ],
    operator: [
      "app",
      "campaigns",
      "content",
      "conversation",
      "conversation/vocabulary.ts",
      "http",
      "ports.ts",
      "support",
    ],

    support: [],
    // Settings are known only to what puts the parts together: others get what they need.
    config: ["support"],
    "read-core.ts": ["app", "campaigns", "config", "content", "support"],
    "chat.ts": [
      "app",
      "channels/terminal",
      "operator",
      "storage",
      "support",
      "type conversation/vocabulary.ts",
      "type read-core.ts",
    ],
    serve: [
      "app",
      "channels/telegram",
      "channels/web",
      "channels/whatsapp",
      "channels/whatsapp-cloud",
      "content",
      "http",
      "operator",
      "ports.ts",
      "storage",
      "support",
      "type config",
      "type conversation/vocabulary.ts",
      "type read-core.ts",
    ],
    // It builds everything and starts it: nobody imports it.
    "main.ts": ["chat.ts", "commands", "config", "read-core.ts", "serve", "support"],
    commands: [
      "app",
      "campaigns",
      "channels/whatsapp",
      "channels/whatsapp-cloud",
      "config",
      "content",
      "conversation",
      "conversation/vocabulary.ts",
      "operator",
      "ports.ts",
      "read-core.ts",
      "storage",
      "support",
      "understanding",
    ],
  },
  // Each library with its homes. Those that only other folders use, such as esbuild, are not here.
  libraries: {
    "@hono/node-server": ["channels/web", "http"],
    "better-sqlite3": ["storage"],
    "fastest-levenshtein": ["config", "links", "understanding/near-words.ts"],
    grammy: ["channels/telegram"],
    hono: ["channels/telegram", "channels/web", "channels/whatsapp-cloud", "http", "operator"],
    i18next: ["content"],
    "ical.js": ["content"],
    "lru-cache": [...io, "conversation", "support", "understanding"],
    node: [...io, "chat.ts", "commands", "config", "main.ts", "support"],
    "p-limit": ["app", "channels/whatsapp"],
    pg: ["storage"],
    pino: ["support/log.ts"],
    "prom-client": ["operator/metrics.ts"],
    qr: ["channels/whatsapp", "page"],
    "temporal-polyfill": [
      "campaigns",
      "commands",
      "content",
      "conversation",
      "main.ts",
      "operator",
      "support",
      "understanding",
    ],
    tinyld: ["understanding/guess-language.ts"],
    undici: ["channels/telegram", "channels/web", "channels/whatsapp-cloud"],
    uplot: ["page"],
    "web-push": ["channels/web"],
    "whatsapp-web.js": ["channels/whatsapp/adapter.ts"],
    "wrap-ansi": ["channels/terminal"],
    xstate: ["channels/whatsapp/supervise.ts", "channels/whatsapp/supervision.ts", "conversation", "page"],
    // What walks through a statechart, for tests.
    "xstate/graph": [],
    zod: [...io, "config", "support", "understanding"],
  },
  atMost: { looseFiles: 6, floors: 8 },
};
