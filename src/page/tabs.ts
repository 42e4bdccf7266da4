const name = "objecteur";

interface TabEvents<Message> {
  /** Called when this tab starts to lead, or to follow another. */
  readonly lead: () => void;
  readonly follow: () => void;
  /** Called with what the leading tab sends, in the leading tab too. */
  readonly received: (message: Message) => void;
}

/**
 * Elects one tab of the browser as the leader: the last visible one, since browsers suspend hidden
 * tabs; when it closes, another one. If tabs share nothing, or the browser has no locks, each tab
 * leads itself.
 */
export function joinTabs<Message>(areShared: boolean, { lead, follow, received }: TabEvents<Message>) {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!areShared || locks === undefined) {
    lead();
    return { tell: received };
  }
  const channel = new BroadcastChannel(name);
  channel.onmessage = ({ data }: MessageEvent<Message>) => received(data);
  let held: symbol | undefined;
  let queueing = new AbortController();

  function ask(options: LockOptions): void {
    const request = Symbol(name);
    const hold = () => {
      held = request;
      lead();
      return new Promise<never>(() => {});
    };
    locks?.request(name, options, hold).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === "AbortError")) return lead();
      // If it holds nothing, this tab has aborted its own request.
      if (held !== request) return;
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
    /** Sends to all tabs, including this one. */
    tell(message: Message): void {
      received(message);
      channel.postMessage(message);
    },
  };
}
