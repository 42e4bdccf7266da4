/** Who may import what. Places are folders and files; a file is in the innermost that holds it. */
export interface Borders {
  /** What each place may import of others: places and files; after "type ", their types only. */
  readonly places: Readonly<Record<string, readonly string[]>>;
  /** The places and files that may import each library. */
  readonly libraries: Readonly<Record<string, readonly string[]>>;
  readonly atMost: { readonly looseFiles: number; readonly floors: number };
}

/** What knows nothing of us, and may be used by whoever does something. */
const support = [
  "concurrency",
  "data-files.ts",
  "folders.ts",
  "is-zone.ts",
  "memoized.ts",
  "operator-error.ts",
];
/** A channel knows the rest of the program by its port; never another channel. */
const channel = [
  "app/ports.ts",
  "channels",
  "type campaigns",
  "type conversation",
  "type conversation/vocabulary.ts",
  ...support,
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
  "storage",
];

/** Who in `src` may import what. `npm run diagram` draws what they do import. */
export const borders: Borders = {
  places: {
    // Pure: a file of these does nothing by itself, and loads nothing that does.
    conversation: [
      "campaigns",
      "conversation/vocabulary.ts",
      "type ../locales/en/conversation.json",
      "type ../locales/en/reminders.json",
    ],
    // Data: others use its words, and load nothing else by that.
    "conversation/vocabulary.ts": ["type campaigns", "type conversation"],
    links: ["campaigns", "type conversation/vocabulary.ts"],
    understanding: [
      "conversation/tap.ts",
      "conversation/vocabulary.ts",
      "memoized.ts",
      "operator-error.ts",
      "type campaigns",
    ],

    campaigns: ["data-files.ts", "is-zone.ts", "operator-error.ts"],
    // The outside comes in through its ports.
    app: ["campaigns", "conversation", "conversation/vocabulary.ts", "links", "understanding", ...support],
    content: [
      "app/ports.ts",
      "conversation/vocabulary.ts",
      "type campaigns",
      "type conversation",
      "type understanding",
      "understanding/intents/intent-model.ts",
      "understanding/parse-template.ts",
      ...support,
    ],
    storage: [
      "app/ports.ts",
      "conversation/vocabulary.ts",
      "seal-text.ts",
      "type campaigns",
      "type conversation",
      ...support,
    ],
    // What it serves is given to it.
    http: ["app/operator-report.ts", "app/ports.ts", ...support],

    channels: channel,
    "channels/telegram": [...channel, "http"],
    "channels/terminal": channel,
    "channels/web": [...channel, "app/operator-report.ts", "http"],
    // It runs in a browser.
    "channels/web/page": ["channels/web/wire.ts"],
    "channels/whatsapp": channel,
    "channels/whatsapp-cloud": [...channel, "http", "seal-text.ts"],

    concurrency: [],
    "data-files.ts": [],
    "example-secrets.ts": [],
    "folders.ts": [],
    "is-zone.ts": [],
    "memoized.ts": [],
    "operator-error.ts": [],
    "seal-text.ts": [],
    "config-variables.ts": ["is-zone.ts"],
    "config.ts": ["config-variables.ts", "example-secrets.ts", "operator-error.ts"],
    "log.ts": ["operator-error.ts", "type app/ports.ts", "type config-variables.ts"],
    "metrics.ts": ["type app/operator-report.ts", "type app/ports.ts"],
    "command-line.ts": ["log.ts", "operator-error.ts", "type app/ports.ts"],
    "show-alert.ts": [
      "channels/whatsapp/render.ts",
      "content",
      "type app/operator-report.ts",
      "type app/ports.ts",
      "type conversation/vocabulary.ts",
    ],

    // What puts the parts together. Settings and log are known here alone: others get what they need.
    "read-core.ts": ["app", "campaigns", "config.ts", "content", ...support],
    "build-web.ts": [
      "app",
      "channels/web",
      "content",
      "http",
      "show-alert.ts",
      "storage",
      "type config.ts",
      "type read-core.ts",
      ...support,
    ],
    "chat.ts": [
      "app",
      "channels/terminal",
      "log.ts",
      "metrics.ts",
      "storage",
      "type command-line.ts",
      "type conversation/vocabulary.ts",
      "type read-core.ts",
    ],
    "serve.ts": [
      "app",
      "build-web.ts",
      "channels/telegram",
      "channels/whatsapp",
      "channels/whatsapp-cloud",
      "content",
      "http",
      "log.ts",
      "metrics.ts",
      "storage",
      "type command-line.ts",
      "type config.ts",
      "type conversation/vocabulary.ts",
      "type read-core.ts",
    ],
    // It builds everything and starts it: nobody imports it.
    "main.ts": ["chat.ts", "command-line.ts", "log.ts", "read-core.ts", "serve.ts", "type config.ts"],
    tools: [
      "app",
      "campaigns",
      "channels/whatsapp-cloud",
      "command-line.ts",
      "config.ts",
      "content",
      "conversation",
      "log.ts",
      "metrics.ts",
      "read-core.ts",
      "serve.ts",
      "show-alert.ts",
      "storage",
      "type conversation/vocabulary.ts",
      "understanding",
      ...support,
    ],
  },
  // Each library with its homes. Those that only other folders use, such as esbuild, are not here.
  libraries: {
    "@hono/node-server": ["channels/web", "http"],
    "better-sqlite3": ["storage"],
    "fastest-levenshtein": ["config.ts", "links", "understanding/near-words.ts"],
    grammy: ["channels/telegram"],
    hono: ["channels/telegram", "channels/web", "channels/whatsapp-cloud", "http"],
    i18next: ["content"],
    "ical.js": ["content"],
    "lru-cache": [...io, "concurrency", "conversation", "understanding"],
    node: [
      ...io,
      "chat.ts",
      "command-line.ts",
      "config.ts",
      "data-files.ts",
      "folders.ts",
      "main.ts",
      "seal-text.ts",
      "tools",
    ],
    "p-limit": ["app", "channels/whatsapp"],
    pg: ["storage"],
    pino: ["log.ts"],
    "prom-client": ["metrics.ts"],
    qr: ["channels/web/page", "channels/whatsapp"],
    "temporal-polyfill": [
      "campaigns",
      "content",
      "conversation",
      "is-zone.ts",
      "main.ts",
      "show-alert.ts",
      "tools",
      "understanding",
    ],
    tinyld: ["understanding/guess-language.ts"],
    undici: ["channels/telegram", "channels/web", "channels/whatsapp-cloud"],
    uplot: ["channels/web/page"],
    "web-push": ["channels/web"],
    "whatsapp-web.js": ["channels/whatsapp/adapter.ts"],
    "wrap-ansi": ["channels/terminal"],
    xstate: [
      "channels/web/page",
      "channels/whatsapp/supervise.ts",
      "channels/whatsapp/supervision.ts",
      "conversation",
    ],
    // What walks through a statechart, for tests.
    "xstate/graph": [],
    zod: [...io, "config-variables.ts", "config.ts", "log.ts", "understanding"],
  },
  atMost: { looseFiles: 19, floors: 11 },
};
