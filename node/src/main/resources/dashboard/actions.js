// What a person can do: a plan comes first, then a yes; of a failover the node's name has to be typed.

import {element, prose} from './element.js';
import {get, post} from './api.js';

const TITLES = {
  SWITCHOVER: node => `Switch over to ${node}`,
  FAILOVER: node => `Fail over to ${node}`,
  PAUSE: () => 'Pause: nothing moves by itself',
  RESUME: () => 'Resume: let it move by itself again',
  REJOIN: node => `Rejoin ${node}`,
};
const MINUTES = [10, 30, 60, 240, 1440];
const SIZES = [['nothing', 0], ['up to 1 MB', 1 << 20], ['up to 16 MB', 16 << 20], ['up to 1 GB', 2 ** 30], ['any amount', Number.MAX_SAFE_INTEGER]];
const find = id => document.getElementById(id);

const sentence = text => /[.!?]$/.test(text) ? text : `${text}.`;

const EVERY = 5000;

let told = '';
let planned = null;
let latest = '';
let asked = -EVERY;
let turn = 0;
let askAgain = null;

// Told each second: what is refused now may be allowed in a moment, with nothing else on the page changed.
export async function follow(place, after, now) {
  if (document.hidden) return;
  if (find('plan').open) {
    if (askAgain !== null) await askAgain();
    return;
  }
  if (now - asked < EVERY) return;
  await refresh(place, after, now).catch(() => {});
}

export async function refresh(place, after, now) {
  asked = now;
  const {actions} = await get('actions');
  const found = JSON.stringify([actions, told]);
  if (found === latest && place.childNodes.length > 0) return;
  latest = found;
  const held = document.activeElement?.dataset?.action;
  place.replaceChildren(
      ...(told === '' ? [] : [note()]),
      ...actions.map(action => drawn(action, after)));
  if (held) place.querySelector(`[data-action="${CSS.escape(held)}"]`)?.focus();
}

// Drawn at once: what may be done next is told late while a database stands still.
function note() {
  return element('p', {class: 'told', role: 'status'}, told);
}

function drawn(action, after) {
  const title = TITLES[action.deed](action.node);
  const refused = action.refused;
  return element('div', {class: 'action'},
      element('button', {'data-action': title, disabled: refused !== undefined,
        onclick: () => open(action, after)}, `${title} …`),
      refused ? element('p', {class: 'reason'}, prose(`Refused now: ${sentence(refused.why)} What would make it possible: ${sentence(refused.remedy)}`)) : '');
}

async function open(action, after) {
  const dialog = find('plan');
  find('plan-title').textContent = TITLES[action.deed](action.node);
  find('plan-form').onsubmit = event => {
    event.preventDefault();
    go(after);
  };
  find('plan-cancel').onclick = () => dialog.close();
  find('plan-body').replaceChildren(element('p', {class: 'quiet'}, 'The node that would do it is asked …'));
  dialog.showModal();
  await plan(action, {minutes: 30, acceptedLossBytes: 0});
}

// While it is refused it is asked again each second: a lease runs out while a person reads why it has to.
function again(action, choice, deed, answer) {
  const mine = turn;
  const before = JSON.stringify(answer);
  return async () => {
    askAgain = null;
    const now = await post('plan', deed).catch(() => answer);
    if (mine !== turn || !find('plan').open) return;
    const choosing = find('plan-body').contains(document.activeElement);
    if (JSON.stringify(now) === before || (now.answer !== 'plan' && choosing)) askAgain = again(action, choice, deed, answer);
    else draw(action, choice, deed, now);
  };
}

function draw(action, choice, deed, answer) {
  planned = answer.answer === 'plan' ? answer : null;
  find('plan-body').replaceChildren(...choices(action, choice), ...shown(answer));
  find('plan-go').disabled = planned === null || planned.typed !== undefined;
  const typed = find('plan-typed');
  if (typed) typed.oninput = () => { find('plan-go').disabled = typed.value !== planned.typed; };
  (typed ?? (planned ? find('plan-go') : find('plan-cancel'))).focus();
  askAgain = planned === null ? again(action, choice, deed, answer) : null;
}

async function plan(action, choice) {
  const deed = {deed: action.deed, node: action.node, ...(action.deed === 'PAUSE' ? {minutes: choice.minutes} : {}),
    ...(action.deed === 'FAILOVER' ? {acceptedLossBytes: choice.acceptedLossBytes} : {})};
  planned = null;
  askAgain = null;
  const mine = ++turn;
  find('plan-error').textContent = '';
  find('plan-go').disabled = true;
  find('plan-go').className = action.deed === 'FAILOVER' ? 'danger' : 'primary';
  try {
    const answer = await post('plan', deed);
    if (mine === turn) draw(action, choice, deed, answer);
  } catch (problem) {
    find('plan-body').replaceChildren();
    find('plan-error').textContent = problem.message;
  }
}

function choices(action, choice) {
  if (action.deed === 'PAUSE') {
    return [pick('For how long', MINUTES.map(minutes => [minutes < 60 ? `${minutes} min` : `${minutes / 60} h`, minutes]), choice.minutes,
        minutes => plan(action, {...choice, minutes}))];
  }
  if (action.deed === 'FAILOVER') {
    return [pick('How much of the log may be lost', SIZES, choice.acceptedLossBytes,
        acceptedLossBytes => plan(action, {...choice, acceptedLossBytes}))];
  }
  return [];
}

function pick(words, options, chosen, changed) {
  const list = element('select', {}, options.map(([text, value]) => element('option', {value, selected: value === chosen}, text)));
  list.addEventListener('change', () => changed(Number(list.value)));
  return element('label', {}, words, list);
}

function shown(answer) {
  switch (answer.answer) {
    case 'plan':
      return [element('p', {class: 'quiet'}, `The plan of ${answer.asked}, in epoch ${answer.epoch}:`),
        element('ol', {}, answer.steps.map(step => element('li', {}, step))),
        element('p', {class: 'risk'}, `At risk: ${sentence(answer.atRisk)}`),
        ...(answer.typed ? [element('label', {}, `Type ${answer.typed} to go on`,
            element('input', {id: 'plan-typed', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false'}))] : [])];
    case 'already':
      return [element('p', {}, `Nothing to do: ${sentence(answer.why)}`)];
    default:
      return [element('p', {class: 'bad'}, prose(`Refused: ${sentence(answer.why)}`)),
        element('p', {}, prose(`What would make it possible: ${sentence(answer.remedy)}`))];
  }
}

async function go(after) {
  if (planned === null) return;
  find('plan-go').disabled = true;
  try {
    const outcome = await post('command', {ticket: planned.ticket, typed: find('plan-typed')?.value});
    if (outcome.outcome === 'done') {
      told = `Taken: ${find('plan-title').textContent}. Watch it above.`;
      find('actions').querySelector('.told')?.remove();
      find('actions').prepend(note());
      find('plan').close();
      setTimeout(() => {
        told = '';
        document.querySelector('.told')?.remove();
      }, 15000);
      after();
    } else {
      find('plan-error').textContent = `${outcome.outcome}: ${outcome.why ?? ''}`;
    }
  } catch (problem) {
    find('plan-error').textContent = problem.message;
  }
}
