import { describe, expect, it } from "vitest";
import type { StateQuestionId } from "../../src/conversation/vocabulary.ts";
import { readMessage, readWords, written } from "../support/read-words.ts";

/** What a message tells of where the person lives, below "What now?" or another question. */
function toldIn(text: string, language: string, asked: StateQuestionId = "next"): string {
  const { acts } = readMessage({ text }, asked, language);
  const told = acts.map(written).filter((act) => act.startsWith("country") || act.startsWith("zone"));
  return told.join(", ");
}

describe("The town where a person lives tells the country", () => {
  it.each([
    ["en", "I live in Sligo", "country IE"],
    ["en", "I live in Thessaloniki, am I covered?", "country GR"],
    ["en", "I'm in Tampere, does it work here?", "country FI"],
    ["en", "we live in Bath, is there a law for us?", "country GB"],
    ["en", "hi, I live near Donegal, do I have this right too?", "country IE"],
    ["en", "I moved to Coimbra last year, does it apply?", "country PT"],
    ["en", "I am based in Maastricht, does the law hold for me?", "country NL"],
    ["en", "i live in cluj napoca, is it possible for me", "country RO"],
    ["en", "I live in Derby", "country GB"],
    ["en", "I live in Kent", "country GB"],
    ["en", "I live in Graz, Austria", "country AT"],
    ["en", "I'm in Nice", "country FR"],
    ["en", "I live in Sligo and I want to complain", "country IE"],
    ["en", "I'm Canadian but I study in Dublin, can I object?", "country IE"],
    ["fr", "je suis québécoise mais j'étudie à Paris, j'ai le droit de m'opposer ?", "country FR"],
    ["fr", "je suis à Strasbourg", "country FR"],
    ["fr", "j'habite à Thessalonique, j'ai le droit ?", "country GR"],
    ["fr", "j'habite Nice, est-ce que la loi me protège ?", "country FR"],
    ["fr", "j'habite à Dakar", "country SN"],
    ["fr", "jhabite a saint etienne ca marche pour moi ?", "country FR"],
    ["fr", "on est à Louvain, ça vaut pour nous ?", "country BE"],
    ["fr", "je vis à Fribourg, ai-je ce droit ?", "country CH"],
    ["fr", "nous habitons à Tampere, est-ce que ça marche ici ?", "country FI"],
    ["fr", "j'habite à Angers", "country FR"],
    ["fr", "je réside à Bouaké, la loi s'applique-t-elle ?", "country CI"],
    ["fr", "je suis à Sligo et je veux porter plainte", "country IE"],
    ["fr", "j'habite près de Lucerne, c'est quelle loi ?", "country CH"],
  ])("(%s) %s", (language, text, told) => {
    expect(toldIn(text, language)).toBe(told);
  });
});

describe("Where a person lives counts, not where they come from", () => {
  it.each([
    ["en", "I am an American living in Berlin, do I have a right?", "country DE"],
    ["en", "I'm American but based in Porto", "country PT"],
    ["en", "my account was opened in Ohio, I live in Berlin now", "country DE"],
    ["en", "I live in Sligo but I'm Polish", "country IE"],
    ["en", "I'm a Canadian, I live in Graz, which law is it?", "country AT"],
    ["en", "I was born in Brazil and I live in Tampere, does it work?", "country FI"],
    ["fr", "je suis belge mais j'habite à Lille", "country FR"],
    ["fr", "je vis à Bordeaux mais je suis suisse", "country FR"],
    ["fr", "je suis américain, je vis à Graz", "country AT"],
    ["fr", "né au Maroc, j'habite à Namur, j'ai ce droit ?", "country BE"],
    ["fr", "j'habite à Dakar, pas à Paris", "country SN"],
  ])("(%s) %s", (language, text, told) => {
    expect(toldIn(text, language)).toBe(told);
  });
});

describe("Where a person lives or works is noted beside anything else that they say", () => {
  it.each([
    ["en", "accounts", "I write from Dakar. Only Facebook", "country SN"],
    ["en", "accounts", "both, I'm a nurse in Cork", "country IE"],
    ["en", "ask-linked", "not linked, I live in Ghent by the way", "country BE"],
    ["en", "next", "my office in Porto needs it, remind me on Friday", "country PT"],
    ["en", "next", "I'm a retired teacher in Bristol, what does it change for my photos?", "country GB"],
    ["en", "next", "they refused, I live in Malta", "country MT"],
    ["en", "next", "I'm a nurse in Accra", "country GH, zone Africa/Accra"],
    ["en", "remind", "Friday at 9, I'm in Montreal", "country CA, zone America/Toronto"],
    ["fr", "accounts", "J'écris de Dakar. Seulement Facebook", "country SN"],
    ["fr", "accounts", "les deux, je suis infirmière à Namur", "country BE"],
    ["fr", "ask-linked", "pas liés, j'habite à Gand au fait", "country BE"],
    ["fr", "next", "mon cabinet est à Liège, rappelez-moi vendredi", "country BE"],
    ["fr", "next", "mon bureau à Bruxelles", "country BE"],
    ["fr", "next", "je suis retraitée à Tours, qu'est-ce que ça change pour mes photos ?", "country FR"],
    ["fr", "next", "ils ont refusé, j'habite à Bamako", "country ML"],
  ] as const)("(%s, %s) %s", (language, asked, text, told) => {
    expect(toldIn(text, language, asked)).toBe(told);
  });

  it.each([
    ["en", "I was born in Dakar, done"],
    ["en", "my sister is a nurse in Cork, done"],
    ["en", "done, if I live in Spain one day it may change"],
    ["en", "I'm in Rome on holiday, remind me on Friday"],
    ["en", "I work in security, done"],
    ["en", "I work in mobile, remind me Friday"],
    ["en", "I asked a lawyer in Paris, he sent it"],
    ["en", "I read about a journalist in Lyon, done"],
    ["en", "Meta's office in Dublin refused"],
    ["en", "I'm a fan of a band in Glasgow, done"],
    ["en", "as a nurse in training I have no time, remind me on Friday"],
    ["en", "I flew from Porto yesterday, done"],
    ["en", "I used to live in Berlin, done"],
    ["en", "I want to move to Lisbon, done"],
    ["fr", "je suis né à Dakar, c'est fait"],
    ["fr", "ma sœur est infirmière à Namur, c'est fait"],
    ["fr", "je suis à Rome en vacances, rappelez-moi vendredi"],
    ["fr", "je travaille à mi-temps, c'est fait"],
    ["fr", "j'ai demandé à un avocat à Paris, il l'a envoyé"],
    ["fr", "je suis passée à Lyon hier, c'est fait"],
    ["fr", "je suis étudiante à distance, c'est fait"],
    ["fr", "le bureau de Meta à Dublin a refusé"],
    ["fr", "je suis avocat à la cour, c'est fait"],
    ["fr", "je suis prof d'anglais, c'est fait"],
    ["fr", "je suis étudiante en espagnol, c'est fait"],
    ["en", "I'm a student in French, done"],
  ])("but not where they only were, or somebody else is: (%s) %s", (language, text) => {
    expect(toldIn(text, language)).toBe("");
  });
});

describe("In a country of several zones the town tells the zone too", () => {
  it.each([
    ["en", "French but I live in Montreal", "country CA, zone America/Toronto"],
    ["en", "I live in Vancouver", "country CA, zone America/Vancouver"],
    ["en", "I live in Ohio", "country US, zone America/New_York"],
    ["en", "I live in Winnipeg, do I have a right?", "country CA, zone America/Winnipeg"],
    ["fr", "je suis à Trois-Rivières, ai-je un droit ?", "country CA, zone America/Toronto"],
    ["fr", "j'habite Rimouski, est-ce que j'ai un droit ?", "country CA, zone America/Toronto"],
    ["fr", "j'habite à Calgary", "country CA, zone America/Edmonton"],
  ])("(%s) %s", (language, text, told) => {
    expect(toldIn(text, language)).toBe(told);
  });
});

describe("No town is told", () => {
  it.each([
    ["en", "my wife lives in Sligo, does it work there?"],
    ["en", "I don't live in Sligo"],
    ["en", "I'm not living in Graz"],
    ["en", "I live in Cambridge"],
    ["en", "I live in Lincoln"],
    ["en", "I live in Munster"],
    ["en", "I'm in a hurry, does it work?"],
    ["en", "I'm in time, right?"],
    ["en", "I'm in private mode, is it legal here?"],
    ["en", "I'm in doubt, is that legal where I am?"],
    ["en", "I live in one of the EU countries"],
    ["en", "in reading your page I saw a date"],
    ["en", "nice, does it work here too?"],
    ["en", "is it on mobile as well?"],
    ["en", "is it still possible in May?"],
    ["en", "Nancy told me about it"],
    ["en", "most of them split the bill"],
    ["en", "I want to complain, the orange button does nothing"],
    ["fr", "ma mère habite à Tampere, ça marche là-bas ?"],
    ["fr", "je n'habite pas à Sligo"],
    ["fr", "je suis à moi tout seul"],
    ["fr", "je suis à bout, est-ce légal ?"],
    ["fr", "je suis à vous, allez-y"],
    ["fr", "je suis en ligne, ai-je un droit ?"],
    ["fr", "je suis en mobile, c'est possible ?"],
    ["fr", "j'habite à la campagne, ça marche ?"],
    ["fr", "ils y vont à tours de bras"],
    ["fr", "à demain"],
    ["fr", "Nancy m'en a parlé"],
    ["fr", "je veux porter plainte, à tort ou à raison"],
  ])("(%s) %s", (language, text) => {
    expect(toldIn(text, language)).toBe("");
  });

  it("behind a town the region says which one is meant", () => {
    expect(toldIn("I live in Birmingham, Alabama", "en")).toBe("country US");
    expect(toldIn("I live in London, Ontario, does it work?", "en")).toBe("country CA");
  });
});

describe("The answer to a question may be a town alone", () => {
  it.each([
    ["complaint-country", "en", "Sligo", "country IE"],
    ["complaint-country", "fr", "à Tampere", "country FI"],
    ["complaint", "en", "I live in Graz", "country AT"],
    ["zone", "en", "Sligo", "zone Europe/Dublin"],
    ["zone", "fr", "je suis à Rimouski", "zone America/Toronto, country CA"],
    ["zone", "fr", "même fuseau que Montréal", "zone America/Toronto"],
    ["zone", "fr", "à l'heure du Québec", "zone America/Toronto"],
    ["remind", "fr", "à l'heure du Québec", "zone America/Toronto"],
    ["remind", "fr", "le même fuseau horaire que Rimouski", "zone America/Toronto"],
    ["remind", "en", "same time zone as Montreal", "zone America/Toronto"],
    ["remind", "en", "Sligo time", "zone Europe/Dublin"],
    ["remind-set", "en", "Quebec time", "zone America/Toronto"],
    ["remind-set", "fr", "heure de Tampere", "zone Europe/Helsinki"],
  ] as const)("(%s, %s) %s", (asked, language, text, told) => {
    expect(toldIn(text, language, asked)).toBe(told);
  });

  it.each([
    ["complaint-country", "en", "Nice try"],
    ["complaint-country", "en", "none"],
    ["complaint-country", "fr", "aucune idée"],
    ["zone", "fr", "à moi"],
    ["remind", "en", "in time"],
    ["remind", "en", "at the same time"],
    ["remind", "en", "bath time please"],
    ["remind", "fr", "à la même heure"],
  ] as const)("(%s, %s) but not: %s", (asked, language, text) => {
    expect(toldIn(text, language, asked)).toBe("");
  });
});

it("An hour may be one of a town in no list", () => {
  expect(written(readWords("tomorrow at 9 Rimouski time", "remind", "en"))).toBe("date 2025-05-21T15:00");
  expect(written(readWords("demain à 9 h heure de Tampere", "remind", "fr"))).toBe("date 2025-05-21T08:00");
});

describe("The zone that is asked for is told in free words", () => {
  it.each([
    ["en", "greek time, i am from thessaloniki", "zone Europe/Athens"],
    ["en", "Curitiba is on São Paulo time", "zone America/Sao_Paulo"],
    ["en", "thessaloniki same as athens", "zone Europe/Athens"],
    ["en", "it's the same time as Rome here", "zone Europe/Rome"],
    ["en", "I'm on Lisbon time", "zone Europe/Lisbon"],
    ["fr", "Curitiba c'est l'heure de São Paulo", "zone America/Sao_Paulo"],
    ["fr", "thessalonique pareil qu'athènes", "zone Europe/Athens"],
    ["fr", "l'heure grecque, je suis de Thessalonique", "zone Europe/Athens"],
    ["fr", "je suis au Québec donc heure de Montréal", "zone America/Toronto, country CA"],
  ])("(%s) %s", (language, text, told) => {
    expect(toldIn(text, language, "zone")).toBe(told);
  });

  it.each([
    ["en", "not London time"],
    ["en", "why do you need that, is it London time?"],
    ["en", "I've never been to Paris"],
    ["en", "somewhere between Rome and Athens"],
    ["en", "that's nice of you"],
    ["en", "my friend lives in London"],
    ["fr", "pas l'heure de Londres"],
    ["fr", "je sais pas, nice de demander"],
    ["fr", "mon fils vit à Londres"],
    ["fr", "j'étais à Londres la semaine dernière"],
  ])("but not in passing (%s): %s", (language, text) => {
    expect(toldIn(text, language, "zone")).toBe("");
  });
});
