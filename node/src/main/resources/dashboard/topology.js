// The nodes and the ways between them, as each sees the others: a way that is cut is red and broken, and said in words.

import {chip, element, show} from './element.js';
import {duration} from './amounts.js';

const SPACE = 'http://www.w3.org/2000/svg';
// A greeting is exchanged every 20 s where nobody looks; what is older than two of them says nothing.
const FRESH = 45000;
const WORDS = {good: 'open', bad: 'cut', notable: 'one way', unknown: 'not known'};
const ROLES = {active: 'primary', standby: 'standby', witness: 'witness'};

// Since when this page's own node has had no answer of another, by that node's clock.
const silentSince = new Map();

export function draw(picture, list, snapshot) {
  note(snapshot);
  const nodes = snapshot.nodes.map((piece, i) => ({piece, ...spot(i, snapshot.nodes.length)}));
  const ways = pairs(nodes).map(([one, other]) => ({one, other, ...way(one.piece, other.piece, snapshot)}));
  show(picture, drawn(nodes, ways));
  show(list, ways.map(found => element('li', {class: found.level === 'good' ? '' : found.level},
      chip(found.level, WORDS[found.level]), ` ${found.words}`)));
}

function note(snapshot) {
  for (const piece of snapshot.nodes) {
    if (piece.silence === undefined) silentSince.delete(piece.node);
    else if (!silentSince.has(piece.node)) silentSince.set(piece.node, Date.parse(snapshot.at));
  }
}

function pairs(nodes) {
  return nodes.flatMap((one, i) => nodes.slice(i + 1).map(other => [one, other]));
}

// Two nodes stand side by side, more of them on a ring; the first is at the left.
function spot(index, count) {
  if (count <= 2) return {x: 80 + 220 * index, y: 110};
  const angle = Math.PI * (2 * index / count - 5 / 6);
  return {x: Math.round(190 + 132 * Math.cos(angle)), y: Math.round(110 + 68 * Math.sin(angle))};
}

// What a node says of another: true, false, or undefined where it is not known.
function reaches(from, to, snapshot) {
  if (from.node === snapshot.seenBy && to.silence !== undefined) return {open: false, why: to.silence};
  if (from.silence !== undefined) return {};
  const seen = from.report?.reach?.find(reach => reach.node === to.node);
  if (!seen) return {};
  if (seen.silence !== undefined) return {open: false, why: seen.silence, answered: seen.answeredMillis};
  if (seen.answeredMillis === undefined) return {};
  const old = seen.answeredMillis + (from.ageMillis ?? 0);
  // Of a node that has fallen silent here, an answer from before that proves nothing.
  const since = silentSince.get(to.node);
  return old < (since === undefined ? FRESH : Date.parse(snapshot.at) - since) ? {open: true} : {};
}

function way(one, other, snapshot) {
  const there = reaches(one, other, snapshot);
  const back = reaches(other, one, snapshot);
  const names = `${one.node} and ${other.node}`;
  const known = [there, back].filter(seen => seen.open !== undefined);
  if (known.length === 0) {
    const silent = [one, other].find(piece => piece.silence !== undefined);
    return {level: 'unknown', words: silent && [one, other].some(piece => piece.silence === undefined)
        ? `${names}: ${silent.node} is silent, and ${(silent === one ? other : one).node} has not asked it since`
        : `${names}: neither says anything of the other`};
  }
  if (known.every(seen => seen.open)) {
    return {level: 'good', words: known.length === 2 ? `${names} answer each other`
        : there.open ? `${other.node} answers ${one.node}` : `${one.node} answers ${other.node}`};
  }
  if (there.open !== back.open && known.length === 2) {
    const [deaf, mute] = there.open ? [other, one] : [one, other];
    return {level: 'notable', deaf: deaf.node,
      words: `${mute.node} does not answer ${deaf.node}, though ${deaf.node} answers ${mute.node}`};
  }
  const [from, to, seen] = there.open === false ? [one, other, there] : [other, one, back];
  const since = seen.answered === undefined ? '' : `; the last answer was ${duration(seen.answered)} ago`;
  return {level: 'bad', words: known.length === 2 ? `${names} do not answer each other${since}`
      : `${to.node} does not answer ${from.node}${since}`};
}

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function drawn(nodes, ways) {
  return svg('svg', {viewBox: '20 40 340 172', 'aria-hidden': 'true', class: 'map'},
      ...ways.map(line), ...nodes.map(node));
}

function line(found) {
  const {one, other, level} = found;
  if (level === 'notable') return oneWay(found);
  const parts = [stroke(one, other, level)];
  if (level !== 'good') parts.push(...label(one, other, level));
  return svg('g', {}, ...parts);
}

function stroke(from, to, level) {
  return svg('line', {x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: `way ${level}`});
}

function label(one, other, level) {
  const middle = {x: (one.x + other.x) / 2, y: (one.y + other.y) / 2};
  const half = 8 + 3.4 * WORDS[level].length;
  return [svg('rect', {x: middle.x - half, y: middle.y - 10, width: 2 * half, height: 20, rx: 10, class: `label ${level}`}),
    svg('text', {x: middle.x, y: middle.y + 4, class: `label ${level}`}, WORDS[level])];
}

// Two arrows side by side: each points to who is asked, and the one without an answer is red and broken.
function oneWay({one, other, level, deaf}) {
  const [from, to] = one.piece.node === deaf ? [one, other] : [other, one];
  return svg('g', {}, arrow(from, to, 'bad'), arrow(to, from, 'good'), ...label(one, other, level));
}

function arrow(from, to, level) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const [along, across] = [{x: (to.x - from.x) / length, y: (to.y - from.y) / length}, {x: (from.y - to.y) / length, y: (to.x - from.x) / length}];
  const at = (spot, back, aside) => ({x: spot.x - back * along.x + aside * across.x, y: spot.y - back * along.y + aside * across.y});
  const gap = edge(along);
  const tip = at(to, gap, 6);
  const points = [tip, at(to, gap + 11, 12), at(to, gap + 11, 0)].map(({x, y}) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return svg('g', {}, stroke(at(from, -gap, 6), at(to, gap + 8, 6), level), svg('polygon', {points, class: `head ${level}`}));
}

// How far the edge of a node's box is from its middle that way, and a little more.
function edge(along) {
  return Math.min(50 / Math.max(1e-6, Math.abs(along.x)), 23 / Math.max(1e-6, Math.abs(along.y))) + 4;
}

function node({piece, x, y}) {
  const silent = piece.silence !== undefined;
  const role = piece.report?.standing.role;
  const level = silent ? 'bad' : role === 'active' ? 'good' : 'unknown';
  return svg('g', {class: `spot ${level}`},
      svg('rect', {x: x - 50, y: y - 23, width: 100, height: 46, rx: 10}),
      svg('text', {x, y: y - 3, class: 'name'}, piece.node.length > 12 ? `${piece.node.slice(0, 11)}…` : piece.node),
      svg('text', {x, y: y + 14}, silent ? 'silent' : ROLES[role] ?? role));
}
