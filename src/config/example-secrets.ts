/** The example values of the secrets in .env.example. Everyone can read them, so they protect nothing. */
const exampleSecrets = {
  TELEGRAM_BOT_TOKEN: "123456789:AAExampleExampleExampleExampleExample",
  TELEGRAM_WEBHOOK_SECRET: "make-one-up-at-random",
  WHATSAPP_CLOUD_TOKEN: "EAAG-the-token-of-a-system-user",
  WHATSAPP_CLOUD_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WHATSAPP_CLOUD_VERIFY_TOKEN: "make-this-up-at-random",
  WEB_PUSH_PUBLIC_KEY:
    "BExampleBExampleBExampleBExampleBExampleBExampleBExampleBExampleBExampleBExampleBExampl",
  WEB_PUSH_PRIVATE_KEY: "ExampleExampleExampleExampleExampleExampleE",
  STORE_KEY: "ExampleExampleExampleExampleExampleExampleE",
  STORE_KEY_BEFORE: "AnotherAnotherAnotherAnotherAnotherAnotherA",
  OPERATOR_TOKEN: "make-one-up-at-random",
};

/** Returns a problem for each secret that is the example of .env.example. */
export function exampleProblems(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(exampleSecrets)
    .filter(([name, example]) => given[name] === example)
    .map(
      ([name]) =>
        `${name}: this is the example of .env.example, which everyone knows: put your own in its place`,
    );
}
