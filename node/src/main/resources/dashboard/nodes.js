// One card for each node: what it said last, and how old that is.

import {chip, element, prose, show} from './element.js';
import {bytes, duration, time} from './amounts.js';

const CALM = ['active', 'standby', 'witness'];
const NAMES = {active: 'primary', standby: 'standby', witness: 'witness'};

export function draw(place, snapshot, older) {
  show(place, snapshot.nodes.map(piece => card(piece, snapshot, older)));
}

// How old what is known of a node is, with the time since this page heard of it.
export function age(piece, older) {
  return (piece.ageMillis ?? 0) + older;
}

function card(piece, snapshot, older) {
  const report = piece.report;
  const silent = piece.silence !== undefined;
  const role = report?.standing.role;
  return element('li', {class: `card node ${silent ? 'silent' : role === 'active' ? 'primary' : ''}`},
      element('div', {class: 'head'}, element('h3', {}, piece.node), state(role, silent)),
      element('p', {class: 'quiet'}, known(piece, older)),
      report ? element('dl', {class: silent ? 'old' : ''}, facts(report, snapshot, silent)) : '',
      element('p', {class: 'why'}, prose(silent ? piece.silence : report.standing.sentence)));
}

function state(role, silent) {
  if (silent) return chip('bad', 'silent');
  return chip(role === 'active' ? 'good' : CALM.includes(role) ? 'unknown' : role === 'halted' ? 'bad' : 'notable',
      NAMES[role] ?? role);
}

function known(piece, older) {
  if (!piece.report) return 'nothing is known of it';
  const old = age(piece, older);
  if (piece.silence !== undefined) return `what it said ${duration(old)} ago:`;
  return old < 3000 ? 'known as of now' : `known as of ${duration(old)} ago`;
}

// What runs out while a node is silent is not shown as it last was.
function facts(report, snapshot, silent) {
  const rows = [['Epoch', String(report.standing.epochSeen)]];
  if (report.server) rows.push(['Server', health(report.server.state)]);
  if (report.database) rows.push(['Database', database(report.database)]);
  const follower = followerOf(report.about.node, snapshot);
  if (follower) rows.push(['Lag', lag(follower)]);
  if (report.standing.leaseLeftMillis !== undefined && !silent) {
    rows.push(['Lease', `${duration(report.standing.leaseLeftMillis)} left`]);
  }
  if (report.guard) rows.push(['Guard', guard(report.guard, silent)]);
  if (report.address) rows.push(['Address', report.address.state]);
  if (report.work?.seen) rows.push(['Work', `${report.work.seen.workers} workers, ${report.work.seen.builds} builds`]);
  rows.push(['Vote', vote(report.arbiter)]);
  rows.push(['Says primary is', report.primacy ? `${report.primacy.holder} (epoch ${report.primacy.epoch})` : 'not known']);
  return rows.map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]).flat();
}

function health(state) {
  const level = state === 'healthy' ? 'good' : state === 'stopped' ? 'unknown'
      : ['unhealthy', 'unusable'].includes(state) ? 'bad' : 'notable';
  return element('span', {class: level}, state);
}

function database(found) {
  const words = found.state === 'standby' ? (found.log?.streaming ? 'streaming' : 'not streaming') : found.state;
  const level = ['primary', 'streaming'].includes(words) ? 'good' : ['absent', 'unusable'].includes(words) ? 'bad' : 'notable';
  return element('span', {class: level}, words + (found.log ? `, timeline ${found.log.timeline}` : ''));
}

function guard(found, silent) {
  const words = found.state + (found.leftMillis !== undefined && !silent ? `, ${duration(found.leftMillis)} left` : '');
  return `${words}; ${found.proved ? `proved ${time(found.proved.at)}` : 'never proved'}`;
}

function vote(arbiter) {
  return arbiter.silence ? element('span', {class: 'bad'}, `no answer: ${arbiter.silence}`) : arbiter.member;
}

export function holderReport(snapshot) {
  const primacy = newestPrimacy(snapshot);
  return snapshot.nodes.find(piece => piece.node === primacy?.holder && piece.silence === undefined)?.report;
}

export function newestPrimacy(snapshot) {
  return snapshot.nodes
      .filter(piece => piece.silence === undefined && piece.report?.primacy)
      .map(piece => piece.report.primacy)
      .sort((one, other) => other.epoch - one.epoch)[0];
}

export function followerOf(node, snapshot) {
  return holderReport(snapshot)?.database?.followers.find(follower => follower.node === node);
}

export function lag(follower) {
  return bytes(follower.lagBytes)
      + (follower.lagMillis !== undefined ? `, ${duration(follower.lagMillis)}` : '')
      + (follower.synchronous ? '; commits wait for it' : '');
}
