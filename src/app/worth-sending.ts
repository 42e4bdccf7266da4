const hour = 3_600_000;

/** How long a message is worth being sent. Pages that push nothing are opened again some day: hence an alert's week. */
export const worthSendingMs = { answer: hour, reminder: 24 * hour, alert: 7 * 24 * hour };
