const key = "objecteur:draft";

/** Keeps what is being written through a reload, in this tab only; nothing where the browser keeps nothing. */
export function openDraft() {
  return {
    read: () => attempt((storage) => storage.getItem(key)) ?? "",
    keep: (text: string) =>
      attempt((storage) => (text === "" ? storage.removeItem(key) : storage.setItem(key, text))),
  };
}

function attempt<Result>(use: (storage: Storage) => Result): Result | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
