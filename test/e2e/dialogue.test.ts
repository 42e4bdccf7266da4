import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { BotApiPerson, SeenMessage } from "../support/bot-api-chats.ts";
import {
  hear,
  hearAll,
  type Mode,
  openScene,
  query,
  rewriteFile,
  type Scene,
  talk,
  webhookSecret,
} from "../support/bot-api-scene.ts";
import { afterSuite, type BotProcess, startBot } from "../support/bot-process.ts";

const facebookForm = "https://www.facebook.com/help/contact/712876720715583";
const instagramForm = "https://help.instagram.com/contact/767264225370182";
const pastButton = "Cela appartient à une question passée";

/** The short tests fetch what Telegram has: most of what happens then is the same where Telegram brings it. */
const modes: readonly Mode[] =
  process.env["DIALOGUES"] === "on-all-channels" ? ["polling", "webhook"] : ["polling"];

describe.each(modes)("a person on Telegram (%s)", (mode) => {
  const atEnd = afterSuite();
  let scene: Scene;
  let bot: BotProcess;
  let people = 0;

  beforeAll(async () => {
    scene = await openScene(mode, atEnd);
    bot = startBot(scene.environment, { atEnd });
    await bot.says("the bot is up");
  });

  function newPerson(languageCode?: string): BotApiPerson {
    people += 1;
    return scene.server.person(5_000_000 + people, languageCode === undefined ? {} : { languageCode });
  }

  /** What was said unheard so far: the menu is asked for, and whatever comes before it is given. */
  async function unheard(person: BotApiPerson): Promise<readonly string[]> {
    person.says("menu");
    const heard = await hearAll(person, "Que voulez-vous faire");
    return heard.slice(0, -1).map(({ text }) => text);
  }

  const filesWith = (text: string) =>
    ["", "-wal"].map((end) => scene.file + end).filter((file) => readFileSync(file).includes(text));
  const rowsOf = (table: string, { id }: BotApiPerson) =>
    query(scene.file, `SELECT * FROM ${table} WHERE conversation_id = 'telegram:${id}'`);

  it("is led to the right form by buttons, in French, and sees what was pressed", async () => {
    const person = newPerson("fr");
    person.says("/start");
    const service = await hear(person, "De quel service");
    expect(labels(service)[0]).toEqual(["Meta (Facebook, Instagram)"]);
    expect(labels(service).flat()).toContain("Tous les services");
    person.presses("Meta (Facebook, Instagram)");
    const accounts = await hear(person, "Quels comptes");
    expect(labels(accounts)).toEqual([
      ["Facebook", "Instagram"],
      ["Les deux", "Ni l’un ni l’autre"],
      ["Français / English", "Aide"],
    ]);
    person.presses("Les deux");
    const linked = await hear(person, "Espace Comptes");
    await expect.poll(() => labels(accounts)).toEqual([["✓ Les deux"]]);
    person.presses("Non");
    const forms = await hear(person, "Il vous faut les deux formulaires");
    expect(urls(forms)).toEqual([facebookForm, instagramForm]);
    expect(forms.linkPreview).toBe(false);
    expect(labels(forms).flat()).toContain("Limites et conseils");
    await expect.poll(() => labels(linked)).toEqual([["✓ Non"]]);
    person.says("un texte à copier");
    const text = await hear(person, "la raison est souvent facultative");
    expect(text.rows.flat().flatMap(({ copy }) => copy ?? [])).toEqual([
      expect.stringContaining("article 21 du RGPD"),
    ]);
    await hear(person, "Et maintenant");
    person.presses("C’est fait");
    await hear(person, "Quelle démarche est faite");
  });

  it("gets a reminder with a calendar file and its instant, in English, by words", async () => {
    const person = newPerson("fr");
    await talk(person, [
      ["/start meta-en", "Which accounts"],
      ["both of em", "linked"],
      ["dunno", "Accounts Center"],
      ["still not sure", "What now?"],
      ["remind me", "When do you want me to remind you about Meta?"],
    ]);
    person.says("in 3 days at 3pm");
    const set = await hear(person, "Noted");
    expect(set.document?.name).toBe("reminder.ics");
    expect(set.document?.content).toMatch(/^BEGIN:VCALENDAR[\s\S]*BEGIN:VALARM[\s\S]*END:VCALENDAR\s*$/);
    const [reminder] = rowsOf("reminder", person);
    const [instant] = set.entities.filter((entity) => entity.type === "date_time");
    expect(reminder).toMatchObject({ due_at: (instant?.unix_time ?? 0) * 1_000 });
    person.presses("Cancel this reminder");
    await hear(person, "cancelled");
    expect(rowsOf("reminder", person)).toEqual([]);
  });

  it("is shown the open question when they press a button of a past one, and the press is acknowledged", async () => {
    const person = newPerson("fr");
    person.says("/start meta");
    const accounts = await hear(person, "Quels comptes");
    person.presses("Instagram", accounts);
    await hear(person, "Et maintenant");
    const press = person.presses("✓ Instagram", accounts);
    const past = await hear(person, pastButton);
    expect(past.text).toContain("Et maintenant");
    await expect
      .poll(() =>
        scene.server
          .callsOf("answerCallbackQuery")
          .filter(({ params }) => params["callback_query_id"] === press)
          .map(({ status }) => status),
      )
      .toEqual([200]);
    expect(rowsOf("person", person)).toMatchObject([{ person: expect.stringContaining('["instagram"]') }]);
  });

  it("is answered once per press when they press twice, and it counts once", async () => {
    const person = newPerson("fr");
    person.says("/start meta");
    await hear(person, "Quels comptes");
    person.presses("Instagram");
    person.presses("Instagram");
    const heard = [
      ...(await hearAll(person, pastButton)).map(({ text }) => text),
      ...(await unheard(person)),
    ];
    expect(heard.filter((text) => text.includes("le formulaire Instagram"))).toHaveLength(1);
    expect(heard.filter((text) => text.includes(pastButton))).toHaveLength(1);
  });

  it("is answered twice when a text and a press are under way together", async () => {
    const person = newPerson("fr");
    person.says("/start meta");
    await hear(person, "Quels comptes");
    person.says("que facebook");
    person.presses("Instagram");
    const [first, second] = [await hear(person, "Et maintenant"), await hear(person, "Et maintenant")];
    expect([first, second].filter(({ text }) => text.includes(pastButton)).length).toBeLessThanOrEqual(1);
    expect(await unheard(person)).toEqual([]);
    expect(rowsOf("person", person)).toMatchObject([
      { person: expect.stringMatching(/\["(facebook|instagram)"\]/) },
    ]);
  });

  it("gets a kind answer to a sticker, a voice note and an edit, and the question again", async () => {
    for (const kind of ["sticker", "voice", "photo"]) {
      const person = newPerson("fr");
      person.says("/start meta");
      await hear(person, "Quels comptes");
      person.sends(kind);
      expect((await hear(person, "je ne sais lire que le texte")).text).toContain("Quels comptes");
      person.edits("les deux");
      expect((await hear(person, "passée")).text).toContain("Quels comptes");
    }
  });

  it("gets an answer that stands last in the chat only once, and the next one at once", async () => {
    const person = newPerson("fr");
    person.says("/start meta");
    await hear(person, "Quels comptes");
    for (let time = 0; time < 4; time += 1) person.sends("sticker");
    await hear(person, "je ne sais lire que le texte");
    person.says("menu");
    expect(await hearAll(person, "Que voulez-vous faire")).toHaveLength(1);
  });

  it("is answered after updates of kinds that nobody knows", async () => {
    const person = newPerson("fr");
    const chat = { id: person.id, type: "private" };
    scene.server.updates.pushAnything(`chat ${person.id}`, { mind_reading: { chat, thought: "…" } });
    scene.server.updates.pushAnything(`chat ${person.id}`, { message: { chat, text: { not: "a text" } } });
    scene.server.updates.pushAnything(`chat ${person.id}`, { message: null });
    person.says("/start meta");
    expect(await hearAll(person, "Quels comptes")).toHaveLength(1);
  });

  it("has no reminders any more after stop", async () => {
    const person = newPerson("fr");
    await talk(person, [
      ["/start meta", "Quels comptes"],
      ["que insta", "Et maintenant"],
      ["rappelle-moi", "Quand voulez-vous"],
      ["1", "C’est noté"],
    ]);
    expect(rowsOf("reminder", person)).toHaveLength(1);
    await talk(person, [["stop", "je ne vous écrirai plus"]]);
    expect(rowsOf("reminder", person)).toEqual([]);
    await talk(person, [["menu", "Que voulez-vous faire"]]);
    expect(rowsOf("reminder", person)).toEqual([]);
  });

  it("is forgotten with one goodbye, and nothing of them is left in the store once its file is rewritten", async () => {
    const person = newPerson("fr");
    await talk(person, [
      ["/start meta", "Quels comptes"],
      ["les deux", "liés"],
      ["non", "Et maintenant"],
      ["rappelle-moi", "Quand voulez-vous"],
      ["dans 3 jours à 15h", "C’est noté"],
      ["oubliez-moi", "Voulez-vous que j’efface"],
    ]);
    person.presses("Tout effacer");
    await hear(person, "Tout est effacé");
    for (const table of ["person", "reminder", "outbox"])
      await expect.poll(() => rowsOf(table, person), { message: table }).toEqual([]);
    // Copies that SQLite left behind as it moved rows go when the file is rewritten, as it is each night.
    rewriteFile(scene.file);
    await expect.poll(() => filesWith(`telegram:${person.id}`)).toEqual([]);
    expect(person.unread()).toEqual([]);
  });

  it("has no reminders any more once they block the bot, and is welcome back", async () => {
    const person = newPerson("fr");
    await talk(person, [
      ["/start meta", "Quels comptes"],
      ["que insta", "Et maintenant"],
      ["rappelle-moi", "Quand voulez-vous"],
      ["1", "C’est noté"],
    ]);
    person.blocks();
    await expect.poll(() => rowsOf("reminder", person)).toEqual([]);
    person.unblocks();
    await talk(person, [["mes rappels", "aucun rappel"]]);
  });

  it("is answered once when Telegram brings one message twice at the same time", async () => {
    if (mode === "polling") return;
    const person = newPerson("fr");
    await talk(person, [["/start meta", "Quels comptes"]]);
    const body = JSON.stringify({
      update_id: 900_000_001,
      message: {
        message_id: 900,
        date: 1,
        chat: { id: person.id, type: "private" },
        from: { id: person.id },
        text: "aide",
      },
    });
    const bring = () =>
      fetch(scene.webhookUrl, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "x-telegram-bot-api-secret-token": webhookSecret,
        },
        body,
      });
    const answers = await Promise.all([bring(), bring(), bring()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const heard = await unheard(person);
    expect(heard.filter((text) => text.includes("les bons formulaires"))).toHaveLength(1);
    expect(heard).toHaveLength(1);
  });

  it("is shown the way out of a group, in their language, and nothing of the group is stored", async () => {
    const group = scene.server.group(-1_009_000_001);
    const stored = () => query(scene.file, "SELECT conversation_id FROM person").length;
    const before = stored();
    group.makesBot("member");
    group.says("instagram veut nos photos, quelqu’un sait ?");
    group.says("@objecteur_test_bot instagram ?", { from: { id: 9, is_bot: false, language_code: "fr" } });
    const answer = await group.next();
    expect(answer.text).toContain("en privé");
    expect(urls(answer)).toEqual(["https://t.me/objecteur_test_bot?start=meta"]);
    group.says("Zanzibar, merci", { replyTo: answer });
    group.notes({ migrate_to_chat_id: -1_009_000_002 });
    group.makesBot("kicked");
    const person = newPerson("fr");
    person.says("/start meta");
    await hear(person, "Quels comptes");
    expect(group.unread()).toEqual([]);
    expect(stored()).toBe(before + 1);
    expect(filesWith("Zanzibar")).toEqual([]);
    expect(query(scene.file, "SELECT 1 FROM outbox WHERE conversation_id LIKE 'telegram:-%'")).toEqual([]);
  });

  it("was no reason for a warning in all of this, and the bot ends with code 0", async () => {
    expect(await bot.end("SIGTERM")).toBe(0);
    expect(bot.errors()).not.toMatch(/"level":"(warn|error|fatal)"/);
  });
});

function labels({ rows }: SeenMessage): readonly (readonly string[])[] {
  return rows.map((row) => row.map(({ label }) => label));
}

function urls({ rows }: SeenMessage): readonly string[] {
  return rows.flat().flatMap(({ url }) => url ?? []);
}
