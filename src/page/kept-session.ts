/** The cache for the session: a worker cannot read the page's storage. */
const cacheName = "objecteur";
const path = "/session";

/** Keeps the session for the service worker, which has to tell the server of a renewed subscription. */
export async function keepSession(session: string): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(path, new Response(session));
}

/** Returns the session; undefined if none is kept. */
export async function readKeptSession(): Promise<string | undefined> {
  return await (await caches.match(path))?.text();
}

export async function forgetSession(): Promise<void> {
  await caches.delete(cacheName);
}
