// @ts-check
/** Elements. Texts are set as text nodes, never as HTML. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with attributes and children; attributes that are null, undefined or false are left out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  fill(element, ...children);
  return element;
}

/**
 * Replace the children of an element.
 *
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter(Boolean).map(asNode));
}

/** @param {Child} child @returns {Node | string} */
function asNode(child) {
  return child instanceof Node ? child : String(child);
}

/**
 * A button with its key beside the text. A press of the button is a press of the key.
 *
 * @param {string} text
 * @param {() => void} press
 * @param {{key?: string, classes?: string, label?: string, name?: string, symbol?: string}} [more] `name` finds it again
 */
export function button(text, press, more = {}) {
  const made = h(
    "button",
    { type: "button", class: `btn ${more.classes ?? ""}`, "aria-label": more.label, title: more.label, "data-name": more.name ?? text },
    more.symbol && icon(more.symbol),
    text && h("span", {}, text),
    more.key && h("kbd", { "aria-hidden": "true" }, more.key),
  );
  made.addEventListener("click", press);
  return made;
}

/** A symbol of the font that all pages have; screen readers do not read it. @param {string} name */
export const icon = (name) => h("i", { class: "q-icon notranslate material-icons", "aria-hidden": "true" }, name);

/** @param {string} text @param {string} [classes] */
export const chip = (text, classes = "") => h("span", { class: `chip ${classes}` }, text);

/** An address of this server's API, else null: no element loads another one. @param {string | null} address */
export const media = (address) => (address !== null && address.startsWith("/api/") ? address : null);
