import type { MessageDto } from "../channels/web/wire.ts";

type Message = MessageDto["message"];

/**
 * Removes from a message, whatever its source, URLs that would run script here and files that would
 * run on the person's machine.
 */
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

/** True for the URL of a page or an e-mail; false for `javascript:` and the like. */
function isHarmless({ url }: { readonly url: string }): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url);
}
