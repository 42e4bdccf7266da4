import type { PageSettings } from "../channels/web/wire.ts";
import { make, makeButton } from "./elements.ts";
import { forgetSession, keepSession } from "./kept-session.ts";
import { post } from "./requests.ts";
import type { Texts } from "./texts.ts";

const scope = "chat/";
const { trustedTypes } = window as TrustedTypesWindow;
/**
 * Browsers with Trusted Types accept a worker's URL only from a policy, and the page's content
 * security policy allows only "worker".
 */
const script =
  trustedTypes?.createPolicy("worker", { createScriptURL: () => `${scope}worker.js` }).createScriptURL("") ??
  `${scope}worker.js`;

interface ScriptPolicy {
  createScriptURL(given: string): string;
}

interface TrustedTypesWindow extends Window {
  readonly trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

/**
 * What the browser supports. `home-screen`: on an iPhone, push works only from the home screen;
 * `blocked`: the person has denied the browser's permission.
 */
type BrowserState = "home-screen" | "unsupported" | "blocked" | "offered";
/**
 * Whether reminders reach this browser while the page is closed. `off`: the bot has push turned off;
 * `framed`: not possible within another site's page.
 */
type PushState = BrowserState | "off" | "framed" | "asking" | "on" | "failed";

const isSupported = "PushManager" in window && "serviceWorker" in navigator;

function stateOfBrowser(): BrowserState {
  if (isSupported) return Notification.permission === "denied" ? "blocked" : "offered";
  return "standalone" in navigator && !navigator.standalone ? "home-screen" : "unsupported";
}

/** Creates the subscription to push messages; `onChange` is called after each change of state. */
export function createPush(
  { pushKey }: Pick<PageSettings, "pushKey">,
  isFramed: boolean,
  session: () => string | undefined,
  onChange: () => void,
) {
  const isOffered = pushKey !== undefined && !isFramed;
  let state: PushState = isOffered ? stateOfBrowser() : hindrance();

  function hindrance(): PushState {
    return pushKey === undefined ? "off" : "framed";
  }

  function become(next: PushState): void {
    state = next;
    onChange();
  }

  async function tell(subscription: PushSubscription | null): Promise<boolean> {
    const id = session();
    if (id === undefined) return false;
    const isTold = (await post(id, "chat/push", { subscription })).status === 204;
    if (isTold && subscription !== null) await keepSession(id);
    return isTold;
  }

  async function registered(): Promise<ServiceWorkerRegistration | undefined> {
    return isOffered && isSupported ? await navigator.serviceWorker.getRegistration(scope) : undefined;
  }

  async function known(): Promise<PushSubscription | null | undefined> {
    return (await registered())?.pushManager.getSubscription();
  }

  async function subscribe(): Promise<PushState> {
    if ((await Notification.requestPermission()) !== "granted") return stateOfBrowser();
    const registration = await navigator.serviceWorker.register(script);
    await activated(registration);
    // A subscription with an old key of the bot's would prevent a new one.
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    const wish = { userVisibleOnly: true, applicationServerKey: pushKey ?? null };
    const subscription = await registration.pushManager.subscribe(wish);
    if (await tell(subscription)) return "on";
    await subscription.unsubscribe();
    return "failed";
  }

  /** Ends the subscription in the browser only. */
  async function end(): Promise<void> {
    await (await known())?.unsubscribe();
    if (isOffered && isSupported) await forgetSession();
    if (state === "on") become("offered");
  }

  return {
    state: () => state,
    /** Asks the person for permission; browsers require a press for that. */
    async begin(): Promise<void> {
      become("asking");
      become(await subscribe().catch(() => "failed" as const));
    },
    /** Ends the subscription on the server and in the browser. */
    async stop(): Promise<void> {
      if (await tell(null).catch(() => false)) await end();
    },
    end,
    /** Closes the notifications: the page shows what they told. */
    async dismiss(): Promise<void> {
      for (const notification of (await (await registered())?.getNotifications()) ?? []) notification.close();
    },
    /** Sends the subscription to the server again, which may have lost it. */
    async resume(): Promise<void> {
      const subscription = await known();
      if (subscription && (await tell(subscription).catch(() => false))) become("on");
    },
  };
}

async function activated({ active, installing, waiting }: ServiceWorkerRegistration): Promise<void> {
  const worker = installing ?? waiting;
  if (active !== null || worker === null) return;
  await new Promise<void>((resolve) => {
    worker.onstatechange = () => worker.state === "activated" && resolve();
  });
}

/**
 * Builds the part below a reminder that says whether it reaches the person while the page is closed,
 * and what they can do about it.
 */
export function showPush(
  push: ReturnType<typeof createPush>,
  { text }: Texts,
  leadToTab: (link: HTMLAnchorElement) => void,
): HTMLElement {
  const now = push.state();
  const button = (name: string, press: () => Promise<void>) =>
    makeButton({ className: "plain", "data-id": name, onclick: () => void press() }, text(name));
  const tab = make("a", { className: "plain", target: "_blank", rel: "noopener" }, text("embed.tab"));
  leadToTab(tab);
  const parts: Partial<Record<PushState, HTMLElement>> = {
    offered: button("push.begin", () => push.begin()),
    failed: button("push.again", () => push.begin()),
    on: button("push.stop", () => push.stop()),
    framed: tab,
  };
  const hint = make("p", { className: "hint" }, text(`push.${now}`));
  return make("div", { className: "push", role: "status", tabIndex: -1 }, hint, parts[now]);
}
