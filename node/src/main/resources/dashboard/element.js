// Makes elements. Text is always text: nothing that a node says is ever read as HTML.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'onclick') made.addEventListener('click', value);
    else if (value === true) made.setAttribute(name, '');
    else made.setAttribute(name, value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== undefined && child !== null && child !== ''));
  return made;
}

// A sentence, with what somebody may type in it set as such.
export function prose(text) {
  return text.split('`').map((part, i) => i % 2 === 0 ? part : element('code', {}, part));
}

export function chip(level, words) {
  return element('span', {class: `chip ${level}`}, words);
}

const shown = new WeakMap();

// Replaces what stands there only where it differs, so that a reader or a selection is not disturbed.
export function show(place, ...children) {
  const fresh = document.createDocumentFragment();
  fresh.append(...children.flat());
  const held = document.createElement('div');
  held.append(fresh);
  if (shown.get(place) === held.innerHTML && place.childNodes.length > 0) return;
  shown.set(place, held.innerHTML);
  place.replaceChildren(...held.childNodes);
}
