import { day, hour } from "../support/durations.ts";

/**
 * How long a message is worth sending, in milliseconds. An alert has a week, for people whose page
 * gets no push messages and who open it some days later.
 */
export const worthSendingMs = { answer: hour, reminder: day, alert: 7 * day };
