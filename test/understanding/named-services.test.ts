import { describe, expect, it } from "vitest";
import { understand } from "../../src/app/understand.ts";
import type { ConversationEvent, Question, QuestionId } from "../../src/conversation/vocabulary.ts";
import { at, createBrain } from "../support/bot-under-test.ts";
import { readMessage, written } from "../support/read-words.ts";

const shipped = [
  ...["meta", "linkedin", "claude", "github-copilot", "gemini", "chatgpt", "x", "pinterest", "whatsapp"],
  ...["reddit", "wetransfer"],
];
const { world, grammar } = createBrain(shipped);
const facts = { ...world, now: at("2026-11-25T10:00"), reminders: [], randomFraction: 0.5 };

function read(text: string, id: QuestionId, about?: string): ConversationEvent {
  const asked: Question = {
    id,
    choices: [],
    navigation: [],
    ...(about !== undefined && { about, campaign: about }),
  };
  return understand({ text }, asked, { stopped: false, following: {} }, facts, grammar).acts[0];
}

describe("a service that is named", () => {
  it.each([
    ["linkdin", "linkedin"],
    ["c'est pour chat gpt", "chatgpt"],
    ["l'IA de google", "gemini"],
    ["tweeter", "x"],
    ["mon compte insta", "meta"],
  ])("is the answer to the question which one: %s", (text, campaign) => {
    expect(read(text, "service")).toEqual({ type: "service", campaign });
  });

  it("leads there from the menu, and from another service where little else is said", () => {
    expect(read("pinterest", "menu", "meta")).toEqual({ type: "service", campaign: "pinterest" });
    expect(read("linkedin", "next", "meta")).toEqual({ type: "service", campaign: "linkedin" });
  });

  it("is offered where it is merely mentioned", () => {
    const text = "je passe mes soirées à chercher des idées de déco sur pinterest";
    expect(["services", "suggest"]).toContain(read(text, "next", "meta").type);
  });

  it.each([
    ["pinterest frr, je veux le reglage pr refuser", "pinterest"],
    ["LinkedIn please, I want the steps for it", "linkedin"],
    ["ok whatever, and does pinterest do the same", "pinterest"],
  ])("is meant where another one is wished for, or steps behind its name: %s", (text, campaign) => {
    expect(read(text, "next", "meta")).toEqual({ type: "service", campaign });
  });

  it.each([
    "LinkedIn c'est déjà fait, un autre service ?",
    "I use WhatsApp on this phone, show me the form again",
  ])("is not meant where something else is said of it: %s", (text) => {
    expect(read(text, "next", "meta").type).not.toBe("service");
  });

  it.each(["remind me on Sunday for Instagram", "rappelez-moi dimanche pour facebook"])(
    "is known by its accounts where a reminder is wished for: %s",
    (text) => {
      expect(read(text, "next", "pinterest")).toMatchObject({ type: "remind", campaign: "meta" });
    },
  );

  it("is not left for itself", () => {
    expect(read("instagram", "ask-linked", "meta")).toEqual({ type: "not-understood" });
  });

  it("is found by how its name begins where one is asked for, and only there", () => {
    expect(read("pint", "service")).toEqual({ type: "service", campaign: "pinterest" });
    expect(read("Wetr", "which-service")).toEqual({ type: "service", campaign: "wetransfer" });
    expect(read("goog", "service")).toEqual({ type: "service", campaign: "gemini" });
    expect(read("chatg", "which-service")).toEqual({ type: "service", campaign: "chatgpt" });
    expect(read("pin", "service")).not.toHaveProperty("campaign");
    expect(read("pint", "next", "meta")).not.toHaveProperty("campaign");
  });

  it("is asked for where several begin so", () => {
    const both = createBrain(["microsoft-copilot", "github-copilot", "gmail", "gemini"]);
    const asked: Question = { id: "service", choices: [], navigation: [] };
    const facts = { ...both.world, now: at("2026-11-25T10:00"), reminders: [], randomFraction: 0.5 };
    const {
      acts: [event],
    } = understand({ text: "copil" }, asked, { stopped: false, following: {} }, facts, both.grammar);
    expect(event).toEqual({ type: "services", campaigns: ["microsoft-copilot", "github-copilot"] });
  });

  it.each(["google et chatgpt", "j'ai surtout google, et puis chatgpt"])(
    "is begun with where several are named, the others after it: %s",
    (text) => {
      const event = { type: "service", campaign: "gemini", others: ["chatgpt"] };
      expect(read(text, "service")).toEqual(event);
    },
  );

  it("is asked for where several are named in a question", () => {
    const campaigns = ["gemini", "chatgpt"];
    expect(read("plutôt google ou chatgpt ?", "service")).toEqual({ type: "services", campaigns });
  });

  it("is told to be unknown where no campaign is about it, unless it is merely mentioned", () => {
    expect(read("youtube", "service")).toEqual({ type: "unknown-service" });
    expect(read("et sur spotify ?", "next", "meta")).toEqual({ type: "unknown-service" });
    const text = "ma sœur a regardé hier des vidéos sur youtube avec son chat";
    expect(read(text, "ask-linked", "meta")).toEqual({ type: "not-understood" });
  });

  it("counts for less than what the open question asks for", () => {
    expect(read("que facebook", "accounts", "meta")).toEqual({ type: "accounts", accounts: ["facebook"] });
  });
});

describe("a question of the help", () => {
  it("is about the service that it names, else about the one that is open", () => {
    const topic = "under-18";
    expect(read("under 18", "next", "linkedin")).toEqual({ type: "topic", topic });
    expect(read("under 18", "service")).toEqual({ type: "topic", topic });
    const event = { type: "topic", campaign: "linkedin", topic: "other-form" };
    expect(read("no account on linkedin", "next", "x")).toEqual(event);
    const temporary = { type: "topic", campaign: "chatgpt", topic: "temporary" };
    for (const text of ["chat éphémère", "une discussion éphémère ?"])
      expect(read(text, "next", "chatgpt")).toEqual(temporary);
  });
});

describe("a pasted address", () => {
  const form = "https://www.facebook.com/help/contact/712876720715583";

  it("is judged at any question, whatever stands around it", () => {
    for (const id of ["service", "ask-linked", "next", "which-done", "remind", "zone", "menu"] as const) {
      expect(read(`is ${form} genuine?`, id, "meta")).toEqual({
        type: "link",
        judged: { verdict: "official", owner: { campaign: "meta" }, shown: "www.facebook.com" },
      });
    }
  });

  it("is no date and no account that is done", () => {
    expect(read("https://faceb00k.com/20-05-2027", "remind", "meta").type).toBe("link");
    expect(read("facebook.com/done", "which-done", "meta").type).toBe("link");
  });

  it("is an account where accounts are asked for, if it can be one", () => {
    expect(read("facebook.com", "accounts", "meta")).toEqual({ type: "accounts", accounts: ["facebook"] });
    expect(read("is http://faceb00k.com/form real?", "accounts", "meta").type).toBe("link");
  });

  it.each(["20.05.2027", "à 18.30", "c’est fait.merci", "vendredi.samedi"])("is not seen in %s", (text) => {
    expect(read(text, "next", "meta").type).not.toBe("link");
  });
});

describe("another service that is asked for in plain words", () => {
  it.each([
    ["en", "give me the ChatGPT one now"],
    ["en", "done. give me the ChatGPT one now"],
    ["en", "and where do I switch it off in ChatGPT?"],
    ["fr", "insta c'est fait. donne moi juste le truc pour chatgpt"],
    ["fr", "et sinon pour chatgpt on fait comment ?"],
  ])("comes next, whatever stands beside it (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).toContainEqual({ type: "service", campaign: "chatgpt" });
    const reports = acts.filter(({ type }) => type === "done");
    expect(reports.every((act) => "campaign" in act && act.campaign === "meta")).toBe(true);
  });

  it.each([
    ["en", "how do I know if my data went to ChatGPT already?"],
    ["en", "I did that for ChatGPT, show me the form again"],
    ["fr", "j'utilise ChatGPT au travail, montre-moi encore le formulaire"],
  ])("is not one that is only spoken of (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, "next", language);
    expect(acts).not.toContainEqual({ type: "service", campaign: "chatgpt" });
  });
});

describe("another service of which something is asked", () => {
  const acts = (text: string, language: string) => readMessage({ text }, "next", language).acts.map(written);

  it.each([
    ["en", "now snap, whats the move there", ["service snapchat"]],
    ["en", "does snapchat do the same with my snaps?", ["service snapchat"]],
    ["en", "thanks. but you skipped whatsapp, how do i say no there?", ["service whatsapp"]],
    ["en", "is there a whatsapp form", ["service whatsapp"]],
    ["fr", "et le lien whatsapp il est où ?", ["service whatsapp"]],
    ["fr", "et whatsapp il y a un formulaire aussi ?", ["service whatsapp"]],
    [
      "fr",
      "ok cool jlai rempli pr insta. et snap du coup ils font pareil? faut faire koi",
      ["done instagram", "service snapchat"],
    ],
  ])("is turned to at once (%s): %s", (language, text, means) => {
    expect(acts(text, language)).toEqual(means);
  });

  it.each([
    ["en", "I heard chatgpt does it too"],
    ["en", "are you better than chatgpt?"],
    ["en", "can chatgpt read my facebook posts?"],
    ["fr", "je n'utilise pas chatgpt, c'est grave ?"],
    ["fr", "vous utilisez chatgpt pour me répondre ?"],
  ])("is not, if it is merely mentioned (%s): %s", (language, text) => {
    expect(acts(text, language).filter((act) => act.startsWith("service "))).toEqual([]);
  });
});

describe("a question about Meta", () => {
  it.each([
    ["en", "what about the photos I've already posted?", "old-posts"],
    ["fr", "mes vieilles photos seront-elles protégées elles aussi ?", "old-posts"],
    [
      "fr",
      "Et les photos que j'ai déjà publiées depuis dix ans, elles sont couvertes si je refuse maintenant ?",
      "old-posts",
    ],
    ["fr", "comment effacer mes anciennes photos ?", "delete-posts"],
    [
      "en",
      "there's hundreds of clients' faces on my insta. does my objection cover those?",
      "people-in-mine",
    ],
    [
      "fr",
      "Est-ce que mon refus protège aussi les portraits de mes clients sur mon Insta ?",
      "people-in-mine",
    ],
    ["en", "what do I need for the form?", "needed"],
    ["en", "what should i have ready before he comes", "needed"],
    ["fr", "qu'est ce qu'il me faut pour faire le formulaire facebook", "needed"],
    ["fr", "de quoi j'ai besoin pour remplir le formulaire", "needed"],
    ["en", "most of the pics i post are of other people's kids, is that covered", "people-in-mine"],
    ["en", "i never had the password my nephew set it up", "lost-login"],
    ["fr", "j'ai jamais eu le mot de passe, c'est Lucas qui l'a", "lost-login"],
    ["en", "I did it in 2024, do I have to do it again?", "objected-before"],
    ["en", "never heard back, do I send it again?", "no-confirmation"],
    ["en", "they want a screenshot as proof", "evidence"],
    ["fr", "C'est Meta qui me réclame une capture d'écran et je n'en ai pas.", "evidence"],
    ["en", "Within what period is Meta obliged to reply to me?", "how-long"],
    ["fr", "Le délai d'un mois court-il à compter de la réception du formulaire ?", "how-long"],
    ["fr", "sur quel article mon opposition repose-t-elle ?", "right-to-object"],
    ["fr", "dois-je motiver ma demande ?", "reason"],
    ["en", "I manage two Instagram accounts, one form for each?", "one-of-several"],
    [
      "fr",
      "Il faut que je le remplisse deux fois, une fois connectée sur le compte de chacun ?",
      "one-of-several",
    ],
  ])("is answered by its phrase, however long the message (%s): %s", (language, text, topic) => {
    expect(readMessage({ text }, "next", language).acts.map(written)).toEqual([`topic ${topic}`]);
  });
});

describe("a question behind the name of a service, before any is spoken of", () => {
  it.each([
    ["en", "facebook: I have a page for my shop, is it covered?"],
    ["fr", "facebook : j'ai une page pour ma boutique, elle est concernée ?"],
  ])("is about that service (%s): %s", (language, text) => {
    const { acts } = readMessage({ text }, undefined, language);
    expect(acts).toContainEqual({ type: "topic", topic: "page-business", campaign: "meta" });
  });
});
