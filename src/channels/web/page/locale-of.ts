/** Names the form in which a language writes moments: the British one puts the day before the month, as the rest of Europe does. */
export function localeOf(language: string): string {
  return language === "en" ? "en-GB" : language;
}
