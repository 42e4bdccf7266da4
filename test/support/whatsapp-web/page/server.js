/** Asks the server behind the page; `undefined` as body asks without one. */
export async function ask(path, body) {
  const response = await fetch(path, body === undefined ? {} : { method: "POST", body });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return response.json();
}

/** The file in the browser's profile that says which device this is, as WhatsApp keeps its keys. */
function openKeys() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("wawc", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function withKeys(mode, work) {
  const keys = await openKeys();
  return new Promise((resolve, reject) => {
    const transaction = keys.transaction("keys", mode, { durability: "strict" });
    const request = work(transaction.objectStore("keys"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

export const readDevice = () => withKeys("readonly", (keys) => keys.get("device"));
export const keepDevice = (device) => withKeys("readwrite", (keys) => keys.put(device, "device"));
export const forgetDevice = () => withKeys("readwrite", (keys) => keys.delete("device"));
