/** What a person does: presses the button of this choice or the button with this number, or writes. */
export type Move = { readonly press: string | number } | { readonly write: string };

const press = (choice: string | number): Move => ({ press: choice });
const write = (text: string): Move => ({ write: text });
const start = write("/start");

/** What people do, about as often as one sees it: most press, some write, and few go astray. */
export const dialogues: readonly (readonly Move[])[] = [
  [start, press("both"), press("accounts-center.yes"), press("remind"), press(1), press("keep")],
  [start, press("both"), press("accounts-center.no"), press("what-is-used"), press("done"), press("all")],
  [start, press("instagram"), press("ready-text"), press("done")],
  [start, press("facebook"), press("link-broken"), press("done"), press("menu"), press("go-on")],
  [start, press("neither"), press("what-is-used"), press("menu"), press("my-data")],
  [write("bonjour"), write("les deux"), write("oui ils sont liés"), write("rappel"), write("demain")],
  [
    write("bonjour je veux m'opposer"),
    write("j'ai que insta"),
    write("rappelez-moi"),
    write("vendredi à 18h"),
    write("mes rappels"),
    write("merci"),
  ],
  [
    start,
    write("english please"),
    write("both"),
    write("i don't know"),
    write("no"),
    write("remind me in 3 days"),
    write("menu"),
  ],
  [
    start,
    write("fcebook"),
    write("c'est fait"),
    press("menu"),
    press("help"),
    write("retour"),
    write("stop"),
  ],
  [start, write("pas compris du tout"), write("ma grand-mère a un téléphone"), press("both"), press("back")],
];
