import { describe, expect, it } from "vitest";
import { readMessage } from "../support/read-words.ts";

type Asked = Parameters<typeof readMessage>[1];
const typesOf = (text: string, asked: Asked, language: string) =>
  readMessage({ text }, asked, language).acts.map(({ type }) => type);

describe("a reminder that is called off", () => {
  it.each([
    ["en", "stop. forget the reminder"],
    ["en", "stop, cancel the reminder"],
    ["en", "no i dont want a reminder"],
    ["fr", "stop, annulez ce rappel"],
    ["fr", "arrêtez, laissez tomber le rappel"],
    ["fr", "pas de rappel merci"],
  ] as const)("is the one that we speak of, and the bot may go on writing (%s): %s", (language, text) => {
    expect(typesOf(text, "remind-set", language)).toEqual(["cancel-reminder"]);
    expect(typesOf(text, "remind", language)).toEqual(["back"]);
  });

  it.each([
    ["en", "stop. forget the reminder. what about my photos on linkedin?", "services"],
    ["en", "stop. forget the reminder. chatgpt app on android were do i click", "services"],
    ["en", "no i dont want a reminder i want to know were in the app, android", "suggest"],
    ["fr", "stop, annulez ce rappel. et pour linkedin ?", "service"],
    ["fr", "pas de rappel merci. Montrez-moi mes données", "my-data"],
  ] as const)("and what follows is heard (%s): %s", (language, text, heard) => {
    expect(typesOf(text, "remind-set", language)).toEqual(["cancel-reminder", heard]);
    expect(typesOf(text, "remind", language)).toEqual(["back", heard]);
  });

  it("and a question about the service that we speak of is not lost", () => {
    const { acts, unread } = readMessage(
      { text: "stop. forget the reminder. the meta app on android, were do i click" },
      "remind",
      "en",
    );
    expect(acts).toEqual([{ type: "back" }]);
    expect(unread).toEqual(["the meta app on android, were do i click"]);
  });

  it.each([
    ["en", "i dont want a reminder on friday, thursday at 10 please"],
    ["fr", "je ne veux pas de rappel vendredi, plutôt jeudi à 10h"],
  ] as const)("is not the one that is wished for another day (%s): %s", (language, text) => {
    expect(typesOf(text, "remind-set", language)).not.toContain("cancel-reminder");
  });

  it.each([
    ["en", "stop"],
    ["en", "stop. don't write to me any more"],
    ["fr", "stop. ne m'écrivez plus"],
    ["fr", "arrêtez de m'écrire"],
  ] as const)("is not all that the bot writes by itself (%s): %s", (language, text) => {
    for (const asked of ["next", "remind", "remind-set"] as const)
      expect(typesOf(text, asked, language)).toEqual(["stop"]);
  });
});
