/** What the chat in a frame tells the page around it. */
export interface ToHost {
  readonly objecteur: "ready" | "heard" | "close";
}

/** What the page around it tells the chat: a link's `start`. */
export interface ToChat {
  readonly objecteur: "start";
  readonly start: string;
}
