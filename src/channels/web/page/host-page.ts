/** What the chat in a frame tells the page around it. */
export interface ToHost {
  readonly objecteur: "ready" | "heard" | "close";
}

/** What the page around it tells the chat: a link's `start`. */
export interface ToChat {
  readonly objecteur: "start";
  readonly start: string;
}

/** Connects to the page that embeds this one, if one does. `onStart` is called with the campaign that it wants to be offered. */
export function connectHost(onStart: (start: string) => void) {
  const isEmbedded = window.parent !== window;
  if (isEmbedded)
    addEventListener("message", ({ source, data }: MessageEvent<Partial<ToChat> | undefined>) => {
      if (source === window.parent && typeof data?.start === "string") onStart(data.start);
    });
  return {
    isEmbedded,
    /** Whoever embeds the page may know this much. */
    tell(objecteur: ToHost["objecteur"]): void {
      const told: ToHost = { objecteur };
      if (isEmbedded) window.parent.postMessage(told, "*");
    },
  };
}
