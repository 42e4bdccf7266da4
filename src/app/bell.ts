/** Lets one wait for a while, and another end the waiting. */
export interface Bell {
  /** Ends a wait that may be rung out of, or is remembered until `hush`. */
  ring(): void;
  isRung(): boolean;
  hush(): void;
  /** Resolves after `ms` milliseconds; with `untilRung` as soon as it is rung. */
  wait(ms: number, options: { readonly untilRung: boolean }): Promise<void>;
  /** Ends every wait, now and later. */
  silence(): void;
}

/** Builds a bell that has not been rung. */
export function createBell(): Bell {
  let isRung = false;
  let isSilenced = false;
  let onRing = () => {};
  let onSilence = () => {};
  return {
    ring() {
      isRung = true;
      onRing();
    },
    isRung: () => isRung,
    hush() {
      isRung = false;
    },
    async wait(ms, { untilRung }) {
      if (isSilenced || (untilRung && isRung)) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        const end = () => {
          clearTimeout(timer);
          resolve();
        };
        onSilence = end;
        onRing = untilRung ? end : () => {};
      });
    },
    silence() {
      isSilenced = true;
      onSilence();
    },
  };
}
