import { ask } from "./server.js";

/** The bytes of a file, before they are a message. */
class OpaqueData {
  constructor(file, mimetype) {
    Object.assign(this, { file, mimetype });
  }

  static async createFromData(file, mimetype) {
    return new OpaqueData(file, mimetype);
  }

  url() {
    return "blob:none";
  }

  autorelease() {}

  formData() {
    return this.file;
  }
}

async function prepare(data, { asDocument, isPtt }) {
  const hash = await crypto.subtle.digest("SHA-256", await data.file.arrayBuffer());
  const [family] = data.mimetype.split("/");
  const shown = isPtt ? "ptt" : ["image", "audio", "video"].includes(family) ? family : "document";
  const prepared = {
    type: asDocument ? "document" : shown,
    mimetype: data.mimetype,
    filename: data.file.name,
    filehash: btoa(String.fromCharCode(...new Uint8Array(hash))),
    size: data.file.size,
    mediaBlob: data,
    set: (properties) => Object.assign(prepared, properties),
    toJSON: () => ({ type: prepared.type, mimetype: prepared.mimetype, filename: prepared.filename }),
  };
  return prepared;
}

const objects = new Map();

/** What the library asks for to send a file. */
export const mediaModules = {
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: {
    prepRawMedia: (data, wishes) => ({ waitForPrep: () => prepare(data, wishes) }),
  },
  WAWebMediaStorage: {
    getOrCreateMediaObject(filehash) {
      const object = objects.get(filehash) ?? { filehash, contentInfo: {} };
      object.consolidate = (properties) => Object.assign(object, properties);
      objects.set(filehash, object);
      return object;
    },
  },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => true },
  WAWebMediaInMemoryBlobCache: {
    InMemoryMediaBlobCache: {
      put: (filehash, file) => {
        objects.get(filehash).file = file;
      },
    },
  },
  WAWebMediaMmsV4Upload: {
    async uploadMedia({ mediaObject }) {
      const directPath = await ask("/media", mediaObject.file);
      return { mediaEntry: { directPath, mmsUrl: directPath, mediaKey: "key", uploadHash: "hash" } };
    },
  },
};
