// What people who do not look were told, and whether it reached them.

import {chip, element, prose, show} from './element.js';
import {time} from './amounts.js';

const MOST_SHOWN = 30;
const NOTHING = 'Nothing was told yet.';
const NOBODY = 'Nobody is told anything: there is no `notify:` in understudy.yaml.';

export function draw(place, answer) {
  const told = answer.nodes.flatMap(node => node.notices.map(notice => ({...notice, node: node.node})))
      .sort((one, other) => other.at.localeCompare(one.at))
      .slice(0, MOST_SHOWN);
  const rows = told.map(notice => element('li', {},
      element('time', {datetime: notice.at}, time(notice.at)),
      element('span', {}, notice.node),
      element('span', {class: 'what'}, prose(words(notice)), element('span', {class: 'quiet ways'}, notice.receivers.map(way).join('; '))),
      chip(...fate(notice.receivers))));
  const silences = answer.nodes.filter(node => node.silence !== undefined)
      .map(node => element('li', {}, element('time', {}, 'now'), element('span', {}, node.node),
          element('span', {class: 'what notable'}, prose(`what it told is not shown: ${node.silence}`))));
  show(place, silences, rows.length === 0 ? [alone(NOTHING)] : rows);
}

// No node has anybody to tell.
export function drawNobody(place) {
  show(place, [alone(NOBODY)]);
}

function alone(words) {
  return element('li', {class: 'quiet'}, element('span', {class: 'alone'}, prose(words)));
}

// All are of this cluster.
function words(notice) {
  return notice.subject.replace(/^\[[^\]]*\] /, '');
}

function fate(receivers) {
  const fates = receivers.map(receiver => receiver.fate);
  if (fates.length === 0) return ['unknown', 'for nobody'];
  if (fates.includes('GIVEN_UP')) return ['bad', 'given up'];
  return fates.includes('WAITING') ? ['notable', 'waits'] : ['good', 'went out'];
}

function way(receiver) {
  const tries = receiver.tries === 1 ? '1 try' : `${receiver.tries} tries`;
  const why = receiver.why === undefined ? '' : `: ${receiver.why}`;
  switch (receiver.fate) {
    case 'DELIVERED': return `${receiver.channel} has it after ${tries}`;
    case 'WAITING': return receiver.tries === 0 ? `${receiver.channel}: waits` : `${receiver.channel}: waits, after ${tries}${why}`;
    default: return `${receiver.channel}: given up, after ${tries}${why}`;
  }
}
