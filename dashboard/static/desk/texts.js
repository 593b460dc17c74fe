// @ts-check
/** Texts and names in the reader's language, as dashboard/texts.py has them. */

/** @typedef {import("./types.js").PageData} PageData */

const GROUPS = /** @type {const} */ ({
  kind: "kinds",
  certainty: "certainties",
  verdict: "verdicts",
  excuse: "excuses",
  figure: "attributes",
});

export class Texts {
  /** @param {PageData} data */
  constructor(data) {
    this.language = data.language;
    this.tag = data.tag;
    this._texts = data.texts;
    this._names = data.names;
    this._plurals = new Intl.PluralRules(data.tag);
  }

  /**
   * The text of a key with its placeholders filled in; a whole number `n` chooses the plural.
   *
   * @param {string} key
   * @param {Record<string, string | number>} [values]
   */
  t(key, values = {}) {
    const plural = typeof values.n === "number" ? this._texts[`${key}.${this._plurals.select(values.n)}`] : undefined;
    const text = plural ?? this._texts[key];
    if (text === undefined) throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** @param {string} key */
  has(key) {
    return key in this._texts;
  }

  /**
   * The name of a key of the data with a capital letter; the key itself for one that nobody named yet.
   *
   * @param {keyof typeof GROUPS} group
   * @param {string} name
   */
  named(group, name) {
    const found = this._texts[`${group}.${name}`] ?? this._names[GROUPS[group]]?.[name];
    return found === undefined ? name.replaceAll("_", " ") : capitalized(found);
  }

  /** @param {string} key */
  knows(key) {
    return this.has(`figure.${key}`) || key in (this._names.attributes ?? {});
  }
}

/** @param {string} text */
export const capitalized = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
