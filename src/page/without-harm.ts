import type { ToldMessage } from "../channels/web/wire.ts";

type Message = ToldMessage["message"];

/** Leaves out of a message, wherever it comes from, addresses that would run here and files that would run on the person's machine. */
export function withoutHarm({ links, mail, file, ...rest }: Message): Message {
  return {
    ...rest,
    links: links?.filter(isHarmless),
    mail: mail && isHarmless(mail) ? mail : undefined,
    file: file && withoutHarmIn(file),
  };
}

function withoutHarmIn({ online, ...file }: NonNullable<Message["file"]>): Message["file"] {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .’_-]{0,80}\.(ics|txt)$/u.test(file.name)) return undefined;
  return { ...file, ...(online && isHarmless(online) && { online }) };
}

/** Whether it leads to a page or an e-mail; `javascript:` is no address. */
function isHarmless({ url }: { readonly url: string }): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url);
}
