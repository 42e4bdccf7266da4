import type { NoticeDto } from "../../channels/web/wire.ts";
import { readKeptSession } from "../kept-session.ts";
import { post } from "../requests.ts";

declare const self: ServiceWorkerGlobalScope;

/** The URL of the chat page, whose subfolder contains this worker. */
const chat = new URL("../", self.location.href);

self.addEventListener("push", (event) => {
  const notice = event.data?.json() as NoticeDto | undefined;
  if (notice !== undefined) event.waitUntil(show(notice));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openChat());
});

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));

/** Tells the server the subscription that replaces an ended one; none if there is no other. */
async function renew({ oldSubscription, newSubscription }: PushSubscriptionChangeEvent): Promise<void> {
  const session = await readKeptSession();
  if (session === undefined) return;
  const again = oldSubscription && self.registration.pushManager.subscribe(oldSubscription.options);
  const subscription = newSubscription ?? (await again?.catch(() => null)) ?? null;
  await post(session, "push", { subscription });
}

/** Focuses the open page or opens one, which then receives the waiting messages, the reminder first. */
async function openChat(): Promise<WindowClient | null> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find(
    ({ url, frameType }) => frameType === "top-level" && new URL(url).pathname === chat.pathname,
  );
  return open === undefined ? await self.clients.openWindow(chat.href) : await open.focus();
}

function show({ title, text, tag, language = "" }: NoticeDto): Promise<void> {
  return self.registration.showNotification(title, { body: text, tag, lang: language, icon: "icon.png" });
}
