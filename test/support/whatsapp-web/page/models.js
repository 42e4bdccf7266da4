/** Who can be listened to, under several names at once: `on("change:body change:caption", …)`. */
export class Emitter {
  #listeners = new Map();

  on(names, listener) {
    for (const name of names.split(" ")) {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
    }
    this.heard?.(names);
  }

  off(names, listener) {
    for (const name of names.split(" ")) {
      const left = (this.#listeners.get(name) ?? []).filter(
        (one) => one !== listener && one.once !== listener,
      );
      this.#listeners.set(name, left);
    }
  }

  once(names, listener) {
    const first = (...given) => {
      this.off(names, first);
      listener(...given);
    };
    first.once = listener;
    this.on(names, first);
  }

  trigger(name, ...given) {
    for (const listener of this.#listeners.get(name) ?? []) listener(...given);
  }
}

const spoiled = new Set();

/** From now on exactly these cannot be described. */
export function spoil(ids) {
  spoiled.clear();
  for (const id of ids) spoiled.add(id);
}

/** Throws where this cannot be described, as WhatsApp does for what its own page does not expect. */
export function refuseSpoiled(id) {
  if (spoiled.has(String(id))) throw new Error("Data passed to getter must include an id property");
}

/** Properties that tell when they change, themselves and through their collection. */
export class Model extends Emitter {
  #collection;

  constructor(properties) {
    super();
    Object.assign(this, properties);
  }

  joins(collection) {
    this.#collection = collection;
  }

  set(properties) {
    const changed = Object.entries(properties).filter(([name, value]) => this[name] !== value);
    const before = new Map(changed.map(([name]) => [name, this[name]]));
    Object.assign(this, properties);
    for (const [name, value] of changed) this.#tell(`change:${name}`, this, value, before.get(name));
    if (changed.length > 0) this.#tell("change", this);
  }

  #tell(name, ...given) {
    this.trigger(name, ...given);
    this.#collection?.trigger(name, ...given);
  }

  serialize() {
    refuseSpoiled(this.id);
    return Object.fromEntries(Object.entries(this));
  }

  toJSON() {
    return this.serialize();
  }
}

export class Collection extends Emitter {
  #models = new Map();

  get(id) {
    return this.#models.get(String(id));
  }

  add(model) {
    this.#models.set(String(model.id), model);
    model.joins(this);
    this.trigger("add", model);
  }

  remove(id) {
    const model = this.get(id);
    this.#models.delete(String(id));
    if (model) this.trigger("remove", model);
  }

  getModelsArray() {
    return [...this.#models.values()];
  }
}

/** WhatsApp's id of a person, a group or the status. */
export class Wid {
  constructor(serialized) {
    [this.user, this.server] = serialized.split("@");
    this._serialized = serialized;
  }

  static from(id) {
    return id instanceof Wid ? id : new Wid(id._serialized ?? id);
  }

  isLid() {
    return this.server === "lid";
  }

  isGroup() {
    return this.server === "g.us";
  }

  isStatus() {
    return this._serialized === "status@broadcast";
  }

  toString() {
    return this._serialized;
  }
}

/** The id of a message. */
export class MsgKey {
  constructor({ fromMe = true, remote, to = remote, id, participant }) {
    this.fromMe = fromMe;
    this.remote = Wid.from(to);
    this.id = id;
    if (participant) this.participant = Wid.from(participant);
    const parts = [fromMe, this.remote, id, this.participant];
    this._serialized = parts.filter((part) => part !== undefined).join("_");
  }

  static newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(9));
    return `3EB0${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
  }

  static fromString(serialized) {
    const [fromMe, remote, id, participant] = serialized.split("_");
    return new MsgKey({ fromMe: fromMe === "true", remote, id, participant });
  }

  toString() {
    return this._serialized;
  }
}
