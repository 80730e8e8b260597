// What happened: the moves with their phases as bars, and what each node wrote down.

import {chip, element, prose, show} from './element.js';
import {duration, time} from './amounts.js';
import {why} from './why.js';

const STATES = {UNDER_WAY: ['notable', 'under way'], DONE: ['good', 'done'], DROPPED: ['notable', 'dropped'],
  OVERTAKEN: ['bad', 'overtaken']};
const PHASES = {DETECTED: 'noticed', LEASE: 'won the place', FENCE: 'the last primary stopped', PROMOTE: 'database promoted',
  ADDRESS: 'address', FILES: 'files', SERVER: 'server started', ANSWER: 'server answers', STOP_SERVER: 'server stopped',
  STOP_DATABASE: 'database stopped', GIVE: 'place given'};
const MOST_SHOWN = 200;
const open = new Set();

export function drawMoves(place, answer) {
  const byNumber = new Map();
  for (const move of answer.nodes.flatMap(node => node.moves)) {
    const before = byNumber.get(move.number) ?? [];
    byNumber.set(move.number, [...before, move]);
  }
  const numbers = [...byNumber.keys()].sort((one, other) => other - one);
  place.replaceChildren(...(numbers.length === 0
      ? [element('p', {class: 'quiet'}, 'There was no move yet.')]
      : numbers.slice(0, 20).map(number => drawnMove(number, byNumber.get(number), () => drawMoves(place, answer)))));
}

function drawnMove(number, sides, redraw) {
  const took = sides.find(side => side.side === 'TOOK');
  const main = took ?? sides[0];
  const [level, word] = STATES[main.outcome.state] ?? ['unknown', main.outcome.state];
  const whole = length(main);
  const made = element('details', {class: 'move', open: open.has(number)},
      element('summary', {}, `${time(main.began)} · ${main.kind.toLowerCase()} from ${main.from} to ${main.to}, epoch ${number}, ${duration(whole)}${took ? '' : `, as far as ${main.node} knows`}`,
          chip(level, word)),
      element('div', {class: 'move-body'},
          element('p', {}, prose(main.why)),
          phases(sides, whole),
          element('p', {}, `At risk: ${main.atRisk.sentence}`),
          element('p', {}, prose(main.outcome.sentence)),
          main.workload ? element('p', {}, workload(main.workload)) : '',
          why(`move ${number}`, `move=${number}`, redraw)));
  made.addEventListener('toggle', () => made.open ? open.add(number) : open.delete(number));
  return made;
}

function phases(sides, whole) {
  const grid = element('div', {class: 'phases'});
  const scale = Math.max(whole, ...sides.map(length), 1);
  for (const side of sides) {
    grid.append(element('p', {class: 'side quiet'}, `${side.node} ${side.side === 'TOOK' ? 'took the place' : 'gave the place'}`));
    let before = 0;
    for (const phase of side.phases) {
      const bar = element('span', {class: 'bar'});
      bar.style.left = `${100 * before / scale}%`;
      bar.style.width = `${100 * (phase.tookMillis ?? 0) / scale}%`;
      before += phase.tookMillis ?? 0;
      const usual = phase.predictedMillis !== undefined ? ` (usually ${duration(phase.predictedMillis)})` : '';
      grid.append(element('span', {}, PHASES[phase.phase] ?? phase.phase.toLowerCase()),
          element('span', {class: 'track', 'aria-hidden': 'true'}, phase.tookMillis === undefined ? '' : bar),
          element('span', {class: 'took'}, (phase.tookMillis === undefined ? 'not known' : duration(phase.tookMillis)) + usual));
    }
  }
  return grid;
}

function length(side) {
  return side.phases.reduce((sum, phase) => sum + (phase.tookMillis ?? 0), 0);
}

function workload(found) {
  const workers = `Workers: ${found.workers.back} of ${found.workers.known} are back`;
  return `${workers}; builds that were cut off: ${found.builds.length + found.moreBuilds}. ${found.sentence}`;
}

export function drawHistory(place, answer, filter) {
  const entries = answer.nodes.flatMap(node => node.entries)
      .filter(entry => filter.node === '' || entry.node === filter.node)
      .filter(entry => entry.sentence.toLowerCase().includes(filter.text.toLowerCase()))
      .sort((one, other) => other.at.localeCompare(one.at))
      .slice(0, MOST_SHOWN);
  const silences = answer.nodes.filter(node => node.silence !== undefined)
      .map(node => element('li', {}, element('time', {}, 'now'), element('span', {}, node.node),
          element('span', {class: 'what notable'}, prose(`what it wrote down is not shown: ${node.silence}`))));
  show(place, silences, entries.length === 0 ? [element('li', {class: 'quiet'}, 'nothing')] : entries.map(entry =>
      element('li', {}, element('time', {datetime: entry.at}, time(entry.at)),
          element('span', {}, entry.node),
          element('span', {class: 'what'}, prose(`${entry.role}, epoch ${entry.epoch}: ${entry.sentence}`)),
          why(`${entry.node} ${entry.at}`, `at=${encodeURIComponent(entry.at)}&node=${entry.node}`, () => drawHistory(place, answer, filter)))));
}
