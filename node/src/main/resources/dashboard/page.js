// The page: logs in, follows the node's events, and says so while it can't.

import {Refusal, get, post, remember} from './api.js';
import {element, prose, show} from './element.js';
import {duration, time} from './amounts.js';
import * as actions from './actions.js';
import * as charts from './charts.js';
import * as nodes from './nodes.js';
import * as notices from './notices.js';
import * as step from './step.js';
import * as timeline from './timeline.js';
import * as topology from './topology.js';

const LOST_AFTER = 6000;
const AGAIN_AFTER = 2000;
const WORDS = {GOOD: ['good', 'Safe'], NOTABLE: ['notable', 'Look here'], BAD: ['bad', 'Not safe']};
const find = id => document.getElementById(id);

let session = null;
let events = null;
let snapshot = null;
let heard = 0;
let past = {nodes: []};
let seen = '';
let refreshing = false;
let toldLevel = '';

async function start() {
  try {
    entered(await get('session'));
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 401) out('');
    else setTimeout(start, AGAIN_AFTER);
  }
}

function out(why) {
  session = null;
  events?.close();
  events = null;
  snapshot = null;
  find('page').hidden = true;
  find('login').hidden = false;
  find('login-error').textContent = why;
  find('plan').close();
  find('name').focus();
}

function entered(found) {
  session = found;
  remember(found);
  find('login').hidden = true;
  find('page').hidden = false;
  find('password').value = '';
  find('where').textContent = `${found.cluster}, as ${found.node} sees it`;
  document.title = `${found.cluster} · Understudy`;
  find('who').textContent = `${found.name} (${found.role})`;
  const operator = found.role === 'operator';
  find('actions-card').hidden = !operator;
  find('actions-card').parentElement.classList.toggle('alone', !operator);
  heard = performance.now();
  seen = '';
  follow();
}

function follow() {
  events?.close();
  events = new EventSource('/api/v1/events');
  events.onmessage = event => {
    snapshot = JSON.parse(event.data);
    heard = performance.now();
    draw();
    noticeChanges();
  };
  events.onerror = () => {
    // Each stream ends after some seconds, and the browser begins the next by itself; this is for all else.
    if (events?.readyState === EventSource.CLOSED) setTimeout(comeBack, AGAIN_AFTER);
  };
}

async function comeBack() {
  if (session === null) return;
  try {
    entered(await get('session'));
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 401) out('Your login is over; log in again.');
    else setTimeout(comeBack, AGAIN_AFTER);
  }
}

function draw() {
  const older = snapshot ? performance.now() - heard : 0;
  const lost = session !== null && performance.now() - heard > LOST_AFTER;
  const silence = `${session?.node} does not answer this page; it is asked again and again.`;
  find('lost').hidden = !lost;
  if (lost) find('lost').textContent = snapshot ? `${silence} What you see is ${duration(older)} old.` : silence;
  if (!snapshot) return;
  const [level, word] = lost ? ['unknown', `As of ${time(snapshot.at)}`] : WORDS[snapshot.banner.level];
  const banner = find('banner');
  banner.className = `banner ${level}`;
  show(banner, element('p', {class: `word ${level}`}, word), element('p', {class: 'sentence'}, prose(snapshot.banner.sentence)),
      snapshot.banner.details.map(line => element('p', {class: 'details'}, prose(line))));
  tell(`${word}: ${snapshot.banner.sentence}`, lost ? 'lost' : level);
  nodes.draw(find('nodes'), snapshot, lost ? older : 0);
  topology.draw(find('map'), find('ways'), snapshot);
  step.draw(find('step'), snapshot);
  charts.refresh(find('charts'), Number(find('hours').value), get, performance.now());
  if (session?.role === 'operator' && !lost) actions.follow(find('actions'), acted, performance.now());
}

// Figures change each second; a screen reader is told only when it is safe no more, or again.
function tell(words, level) {
  if (level !== toldLevel) find('told').textContent = words;
  toldLevel = level;
}

// The past and what can be done are asked for only when something has changed.
async function noticeChanges() {
  const key = JSON.stringify(snapshot.nodes.map(piece => [piece.silence !== undefined, piece.report?.standing.role,
    piece.report?.standing.epochSeen, piece.report?.primacy?.phase, piece.report?.primacy?.inSync, piece.report?.primacy?.request,
    piece.report?.primacy?.pause !== undefined, piece.report?.server?.state, piece.report?.database?.state,
    piece.report?.notices?.channels.map(channel => [channel.sent, channel.waiting, channel.givenUp])]));
  if (key === seen || refreshing) return;
  refreshing = true;
  try {
    await refresh();
    seen = key;
  } catch {
    // Whatever it was, the next event asks again.
  } finally {
    refreshing = false;
  }
}

async function refresh() {
  const tells = snapshot.nodes.some(piece => piece.report?.notices);
  const [history, moves, told] = await Promise.all([get('history?last=100'), get('moves?last=20'), tells ? get('notices?last=20') : null]);
  past = history;
  const chooser = find('filter-node');
  if (chooser.options.length === 1) chooser.append(...history.nodes.map(node => element('option', {value: node.node}, node.node)));
  drawPast();
  timeline.drawMoves(find('moves'), moves);
  if (told) notices.draw(find('notices'), told);
  else notices.drawNobody(find('notices'));
  if (session?.role === 'operator') await actions.refresh(find('actions'), acted, performance.now());
}

function acted() {
  seen = '';
}

function drawPast() {
  timeline.drawHistory(find('timeline'), past, {node: find('filter-node').value, text: find('filter-text').value});
}

find('hours').addEventListener('change', () => { if (snapshot) draw(); });
addEventListener('resize', () => charts.redraw(find('charts')));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.redraw(find('charts')));
find('filter-node').addEventListener('change', drawPast);
find('filter-text').addEventListener('input', drawPast);
find('login-form').addEventListener('submit', async event => {
  event.preventDefault();
  find('login-button').disabled = true;
  find('login-error').textContent = '';
  try {
    entered(await post('login', {name: find('name').value, password: find('password').value}));
    find('main').focus();
  } catch (problem) {
    find('login-error').textContent = problem instanceof Refusal ? problem.message : 'This node does not answer.';
    find('password').select();
  } finally {
    find('login-button').disabled = false;
  }
});
find('logout').addEventListener('click', async () => {
  await post('logout', {}).catch(() => {});
  out('');
});
setInterval(() => { if (session !== null) draw(); }, 1000);
start();
