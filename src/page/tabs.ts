const name = "objecteur";

interface TabEvents<Told> {
  /** This tab leads from now on, or follows another. */
  readonly lead: () => void;
  readonly follow: () => void;
  /** The leading tab tells this; in the leading tab too. */
  readonly told: (told: Told) => void;
}

/**
 * Lets one of the browser's tabs lead: the one that was looked at last, since hidden ones may be put to sleep; when it closes, another.
 * If the tabs share nothing, or the browser has no locks for them, each leads itself.
 */
export function joinTabs<Told>(areShared: boolean, { lead, follow, told }: TabEvents<Told>) {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!areShared || locks === undefined) {
    lead();
    return { tell: told };
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Told>) => told(data);
  let held: symbol | undefined;
  let queueing = new AbortController();

  function ask(options: LockOptions): void {
    const own = Symbol(name);
    const hold = () => {
      held = own;
      lead();
      return new Promise<never>(() => {});
    };
    locks?.request(name, options, hold).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError")) return lead();
      // Else this tab has left the queue itself.
      if (held !== own) return;
      held = undefined;
      follow();
      queue();
    });
  }

  function queue(): void {
    queueing = new AbortController();
    ask({ signal: queueing.signal });
  }

  function seize(): void {
    if (document.hidden || held !== undefined) return;
    queueing.abort();
    ask({ steal: true });
  }

  document.addEventListener("visibilitychange", seize);
  if (document.hidden) queue();
  else seize();
  return {
    /** Tells all tabs, this one too. */
    tell(what: Told): void {
      told(what);
      channel.postMessage(what);
    },
  };
}
