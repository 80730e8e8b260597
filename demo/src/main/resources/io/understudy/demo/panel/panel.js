// The panel: enters by the key of its address, follows the cluster, and presses its buttons.

import * as strip from './strip.js';

const find = id => document.getElementById(id);
const LOST_AFTER = 3000;
let session = null;
let news = null;
let heard = 0;
let offset = 0;
let deeds = '';
let nodes = '';
let log = '';

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'onclick') made.addEventListener('click', value);
    else if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

async function start() {
  const key = location.hash.slice(1);
  const answer = key
    ? await fetch('/enter', {method: 'POST', body: key})
    : await fetch('/session');
  history.replaceState(null, '', '/');
  const body = await answer.json();
  if (!answer.ok) {
    lost(body.sentence);
    return;
  }
  session = body;
  find('login').replaceChildren('Log in there as ', element('code', {}, body.briefing.name), ' with ',
    element('code', {}, body.briefing.password), '. Your browser does not know the cluster’s own authority, and says so.');
  const events = new EventSource('/events');
  events.onmessage = event => took(JSON.parse(event.data));
  requestAnimationFrame(frame);
}

function lost(words) {
  find('lost').textContent = words;
  find('lost').hidden = !words;
}

function took(fresh) {
  news = fresh;
  heard = performance.now();
  offset = fresh.now - heard;
  strip.take(fresh);
  drawScore();
  drawDeeds();
  drawNodes();
  drawLog();
}

const still = matchMedia('(prefers-reduced-motion: reduce)');
let drawn = 0;

function frame(at) {
  requestAnimationFrame(frame);
  if (news === null || (still.matches && at - drawn < 500)) return;
  drawn = at;
  const silent = performance.now() - heard;
  lost(silent > LOST_AFTER ? `The demonstration has not answered for ${strip.seconds(silent)}: it has ended, or this machine is very busy.` : '');
  const now = performance.now() + offset;
  strip.draw(find('strip'), now);
  const row = strip.last();
  const gap = row === undefined ? 0 : now - row.at;
  const words = find('strip-words');
  words.classList.toggle('bad', gap > strip.GAP);
  words.textContent = row === undefined ? 'Waiting for the first row.'
    : gap > strip.GAP ? `No row for ${strip.seconds(gap)}.`
    : `Rows go to ${news.nodes[row.node]?.name ?? 'a server without a name'}; the latest is number ${row.number}.`;
}

function drawScore() {
  const {score, work, whole} = news;
  const tile = (name, value, level) => element('div', {class: level}, element('dt', {}, name), element('dd', {}, value));
  const zero = value => value < 0 ? 'unknown' : value === 0 ? 'good' : 'bad';
  find('score').replaceChildren(
    tile('rows acknowledged', String(score.acknowledged), ''),
    tile('of them lost', score.lost < 0 ? 'not known yet' : String(score.lost), zero(score.lost)),
    tile('by a second writer', String(score.secondWriters), zero(score.secondWriters)),
    tile('longest gap', strip.exact(score.longestGapMillis), ''),
    tile('builds finished', String(work.done), ''),
    tile('builds lost', String(work.lost), zero(work.lost)));
  const chip = find('whole');
  const words = whole ? 'All in step: any one node may be lost' : 'Not all in step';
  if (chip.textContent !== words) chip.textContent = words;
  chip.className = `chip ${whole ? 'good' : 'bad'}`;
}

async function press(path) {
  const answer = await fetch(`/deeds/${path}`, {method: 'POST', headers: {'X-Lab-Token': session.token}});
  const body = await answer.json();
  find('told').textContent = body.sentence;
}

function drawDeeds() {
  const seen = JSON.stringify(news.buttons);
  if (seen === deeds) return;
  deeds = seen;
  const held = document.activeElement?.dataset?.deed;
  find('deeds').replaceChildren(...news.buttons.map(button => element('div', {class: 'deed'},
    element('button', {
      type: 'button', 'data-deed': button.path, class: button.path === 'heal' ? 'good' : 'danger',
      'aria-disabled': button.against === '' ? undefined : 'true', 'aria-describedby': `why-${button.path}`,
      onclick: () => button.against === '' && press(button.path),
    }, button.words),
    element('p', {class: 'quiet', id: `why-${button.path}`}, button.against === '' ? button.meaning : `Not now: ${button.against}.`))));
  if (held) document.querySelector(`[data-deed="${held}"]`)?.focus();
}

const LEVELS = {active: 'good', standby: 'good', witness: 'good', silent: 'bad'};
const ROLES = {active: 'primary'};

function drawNodes() {
  const seen = JSON.stringify(news.nodes);
  if (seen === nodes) return;
  nodes = seen;
  const pages = new Map(session.briefing.pages.map(page => [page.node, page.address]));
  find('nodes').replaceChildren(...news.nodes.map(node => element('li', {},
    element('div', {class: 'head'}, element('strong', {}, node.name),
      element('span', {class: `chip ${LEVELS[node.role] ?? 'notable'}`}, ROLES[node.role] ?? node.role.replaceAll('_', ' ')),
      ...node.struck.map(words => element('span', {class: 'chip bad'}, words)),
      element('a', {href: pages.get(node.name), target: `understudy-${node.name}`, rel: 'noreferrer'}, `Its page`)),
    element('p', {class: 'quiet'}, node.sentence))));
  find('legend').replaceChildren(
    ...news.nodes.slice(0, 2).map((node, i) => element('li', {}, element('span', {class: `swatch node-${i}`}), `rows by ${node.name}`)),
    element('li', {}, element('span', {class: 'swatch build'}), 'builds'));
}

function drawLog() {
  const seen = JSON.stringify(news.notes);
  if (seen === log) return;
  log = seen;
  const time = at => new Date(at).toTimeString().slice(0, 8);
  find('log').replaceChildren(...news.notes.toReversed().map(note =>
    element('li', {}, element('time', {datetime: new Date(note.at).toISOString()}, time(note.at)), element('span', {}, note.words))));
}

start().catch(problem => lost(`The panel could not be opened: ${problem.message}`));
