import { describe, expect, it } from "vitest";
import { readWords } from "../support/read-words.ts";

const typeOf = (text: string, asked: Parameters<typeof readWords>[1], language: string) =>
  readWords(text, asked, language).type;

describe("whoever wants to be forgotten", () => {
  it.each([
    ["en", "delete everything"],
    ["en", "just wipe it all"],
    ["en", "please erase all of it"],
    ["en", "erase what you hold on me under Article 17"],
    ["en", "please delete all my personal data under GDPR article 17"],
    ["en", "I'd like you to remove all my info from your system, cheers"],
    ["fr", "supprimez tout"],
    ["fr", "supprimez tout svp, merci"],
    ["fr", "effacez tout ce que vous avez sur moi"],
    ["fr", "effacez toutes mes données svp, article 17 du RGPD"],
    ["fr", "bonjour, je voudrais que vous supprimiez tout ce que vous savez de moi, merci"],
    ["fr", "supprimez mes données personnelles"],
    ["fr", "je veux exercer mon droit à l'effacement"],
    ["en", "under article 17 GDPR please erase my data"],
  ])("is asked whether to erase everything (%s): %s", (language, text) => {
    for (const asked of ["next", "accounts", "menu"] as const)
      expect(typeOf(text, asked, language)).toBe("forget-me");
  });

  it.each([
    ["en", "yes please delete everything, thank you"],
    ["en", "yep, all of it"],
    ["en", "yes all"],
    ["en", "go ahead, wipe it"],
    ["en", "delete it all please"],
    ["en", "yes, erase everything you have on me"],
    ["en", "yes delete all my data"],
    ["en", "just wipe it all"],
    ["fr", "oui tout"],
    ["fr", "oui, tout merci"],
    ["fr", "oui, effacez tout ce que vous avez sur moi"],
    ["fr", "oui supprimez tout merci beaucoup"],
    ["fr", "allez-y, effacez"],
    ["fr", "supprimez toutes mes données"],
    ["fr", "oui oubliez-moi"],
    ["fr", "oui d'accord"],
    ["en", "yes everything, go on, and good riddance"],
    ["en", "yes please erase everything and never write again"],
    ["en", "yes, do it. Unbelievable company"],
    ["en", "go ahead, wipe it, and leave me alone"],
    ["fr", "oui tout, allez-y, et bon débarras"],
    ["fr", "oui effacez tout et ne m'écrivez plus jamais"],
    ["fr", "oui, effacez, et qu'on me laisse tranquille"],
  ])("says yes to that in plain words (%s): %s", (language, text) => {
    expect(typeOf(text, "forget", language)).toBe("yes");
  });

  it.each([
    ["en", "are you sure?"],
    ["en", "u sure"],
    ["en", "what would be deleted?"],
    ["en", "what will you delete"],
    ["en", "hmm yes but not my reminders"],
    ["en", "delete everything Meta has on me"],
    ["en", "yes delete everything except the reminders"],
    ["en", "should I delete everything?"],
    ["en", "can you delete everything?"],
    ["en", "don't delete everything"],
    ["en", "cancel everything"],
    ["en", "forget it"],
    ["en", "delete my last reminder"],
    ["en", "wipe my phone"],
    ["en", "yes I think so, delete some of it"],
    ["fr", "vous êtes sûr ?"],
    ["fr", "qu'est-ce qui sera effacé ?"],
    ["fr", "attendez, pas tout de suite"],
    ["fr", "oui mais pas mes rappels"],
    ["fr", "supprimez tout ce que Facebook a sur moi"],
    ["fr", "oui effacez tout sauf les rappels"],
    ["fr", "vous effacez tout ?"],
    ["fr", "n'effacez pas tout"],
    ["fr", "annulez tout"],
    ["fr", "laissez tomber"],
    ["fr", "supprimez mon compte instagram"],
    ["fr", "oui oui mais tout quoi ?"],
    ["en", "yes, wait, what exactly do you erase"],
    ["en", "yes but first tell me what you keep"],
    ["en", "yes, and facebook"],
    ["en", "yes, wait, I am not so sure"],
    ["en", "yes, hold on, and tell me more"],
    ["fr", "oui, attendez, et vos conditions"],
    ["en", "yes everything, on Friday"],
    ["en", "yes and also the thing on my phone, does that go too?"],
    ["en", "good riddance, and yes I would not do it again"],
    ["fr", "oui, mais dites-moi d'abord ce que vous gardez"],
    ["fr", "oui tout, enfin non"],
    ["fr", "oui effacez tout, dans 3 jours"],
    ["fr", "oui et instagram"],
  ])("is not erased on a word that can be doubted (%s): %s", (language, text) => {
    expect(typeOf(text, "forget", language)).not.toBe("yes");
  });

  it.each([
    ["en", "are you sure?"],
    ["fr", "vous êtes sûr ?"],
  ])("is asked again who asks back (%s): %s", (language, text) => {
    expect(typeOf(text, "forget", language)).toBe("forget-me");
  });

  it.each([
    ["en", "delete everything Meta has on me"],
    ["en", "can you delete my facebook account?"],
    ["en", "will Meta delete everything?"],
    ["en", "I want facebook to erase all my data"],
    ["fr", "supprimez tout ce que Facebook a sur moi"],
    ["fr", "est-ce que ça supprime tout mon compte ?"],
    ["fr", "je veux que Meta efface toutes mes données"],
    ["fr", "supprimez mon compte instagram"],
  ])("is somebody else than who speaks of the service (%s): %s", (language, text) => {
    for (const asked of ["next", "menu"] as const)
      expect(typeOf(text, asked, language)).not.toBe("forget-me");
  });
});

describe("whoever wants no alerts any more", () => {
  it.each([
    ["en", "stop sending me alerts please"],
    ["en", "i dont want these alerts anymore"],
    ["en", "forget about the alerts, thanks"],
    ["en", "drop the alerts"],
    ["en", "I don't need your alerts any more, thank you"],
    ["fr", "laissez tomber les alertes"],
    ["fr", "je ne veux plus d'alertes"],
    ["fr", "plus d'alertes merci, ça me saoule"],
    ["fr", "oubliez les alertes"],
    ["fr", "arrêtez de m'envoyer des alertes"],
    ["fr", "finalement laisse tomber les alertes, merci"],
  ])("gets none (%s): %s", (language, text) => {
    for (const asked of ["next", "menu"] as const)
      expect(typeOf(text, asked, language)).toBe("no-more-alerts");
  });

  it.each([
    ["en", "don't forget the alerts"],
    ["en", "do you still send alerts?"],
    ["en", "forget about it"],
    ["fr", "n'oubliez pas les alertes"],
    ["fr", "laissez les alertes"],
    ["fr", "laissez tomber"],
  ])("is not who says something like it (%s): %s", (language, text) => {
    for (const asked of ["next", "menu"] as const)
      expect(typeOf(text, asked, language)).not.toBe("no-more-alerts");
  });
});
