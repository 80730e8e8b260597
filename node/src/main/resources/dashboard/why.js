// Why nodes decided as they did: asked for when somebody wants to know it, and shown in place.

import {element, prose} from './element.js';
import {get} from './api.js';
import {time} from './amounts.js';

const told = new Map();

// A button, and below it what was told; redraw draws the place anew, and gives the button the focus again.
export function why(key, query, redraw) {
  const answer = told.get(key);
  return [
    element('button', {class: 'why', 'data-why': key, 'aria-expanded': answer ? 'true' : 'false',
      onclick: () => toggle(key, query, () => again(key, redraw))}, 'Why?'),
    answer ? element('div', {class: 'sheet', role: 'status'}, drawn(answer)) : ''];
}

async function toggle(key, query, redraw) {
  if (told.delete(key)) return redraw();
  told.set(key, {asking: true});
  redraw();
  const answer = await get(`why?${query}`).catch(problem => ({problem: problem.message}));
  if (!told.has(key)) return;
  told.set(key, answer);
  redraw();
}

function again(key, redraw) {
  redraw();
  document.querySelector(`[data-why="${CSS.escape(key)}"]`)?.focus();
}

function drawn(answer) {
  if (answer.asking) return element('p', {class: 'quiet'}, 'Each node decides it again …');
  if (answer.problem) return element('p', {class: 'error'}, answer.problem);
  return answer.nodes.map(node => node.decision ? sheet(node) : element('p', {class: 'quiet'},
      `${node.node}: ${node.silence ?? node.note ?? 'nothing is kept.'}`));
}

function sheet(node) {
  const {explanation} = node.decision;
  const turns = explanation.turns.map(turn => row('otherwise', `If ${turn.condition}: ${turn.role}. ${turn.sentence}`));
  return [
    element('p', {}, element('strong', {}, node.headline), `, ${time(node.decision.time)} (${explanation.was === explanation.role
      ? explanation.role : `${explanation.was} → ${explanation.role}`})`),
    element('dl', {},
        row('why', explanation.sentence),
        node.decision.recorded ? row('recorded', `This version decides otherwise; then it was ${node.decision.recorded}`) : [],
        row('rule', node.rule),
        explanation.takeover ? row('takeover', explanation.takeover) : [],
        row('saw', explanation.saw),
        explanation.facts.map(fact => row(fact.about, fact.sentence)),
        explanation.did.map(did => row('did', did)),
        turns.length === 0 ? row('otherwise', 'No single change that is known would have turned it.') : turns,
        node.note ? row('note', node.note) : [])];
}

function row(about, sentence) {
  return [element('dt', {}, about), element('dd', {}, prose(sentence))];
}
