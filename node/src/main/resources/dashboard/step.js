// One row for each thing that has to match on all nodes; where one does not, why.

import {chip, element, show} from './element.js';
import {bytes, duration} from './amounts.js';
import {followerOf, holderReport, lag} from './nodes.js';

const LAG_BYTES = 16 << 20;
const LAG_MILLIS = 10000;
const CLOCK_MILLIS = 2000;
const DAYS_TO_WARN = 30;
const WORDS = {good: 'yes', notable: 'look', bad: 'no', unknown: 'not known'};
const ORDER = ['good', 'unknown', 'notable', 'bad'];

export function draw(place, snapshot) {
  const rows = [databases(snapshot), files(snapshot), same('Epoch', snapshot, report => report.standing.epochSeen),
    same('Understudy’s version', snapshot, report => report.about.version), clocks(snapshot), certificates(snapshot),
    guards(snapshot)];
  show(place, rows.filter(row => row.values.length > 0).map(drawn));
}

function drawn(row) {
  const level = row.values.map(value => value.level).sort((one, other) => ORDER.indexOf(other) - ORDER.indexOf(one))[0];
  return element('tr', {}, element('th', {scope: 'row'}, row.name),
      element('td', {}, chip(level, WORDS[level])),
      element('td', {}, element('ul', {}, row.values.map(value =>
        element('li', {class: value.level === 'good' ? '' : value.level}, value.words)))));
}

const answering = snapshot => snapshot.nodes.filter(piece => piece.silence === undefined && piece.report);
const silent = snapshot => snapshot.nodes.filter(piece => piece.silence !== undefined)
    .map(piece => ({level: 'unknown', words: `${piece.node} is silent`}));

function databases(snapshot) {
  const holder = holderReport(snapshot)?.about.node;
  const values = snapshot.nodes
      .filter(piece => piece.report?.database && piece.node !== holder)
      .map(piece => position(piece, snapshot));
  return {name: 'Database', values};
}

function position(piece, snapshot) {
  if (piece.silence !== undefined) return {level: 'unknown', words: `${piece.node} is silent`};
  if (!holderReport(snapshot)) return {level: 'unknown', words: `${piece.node}: the primary alone knows, and it is silent`};
  const follower = followerOf(piece.node, snapshot);
  const database = piece.report.database;
  if (!follower || !follower.streaming) {
    return {level: 'bad', words: `${piece.node} does not follow the primary${database.sentence ? `: ${database.sentence}` : ''}`};
  }
  const behind = follower.lagBytes > LAG_BYTES || (follower.lagMillis ?? 0) > LAG_MILLIS;
  return {level: behind ? 'bad' : 'good', words: `${piece.node} behind by ${lag(follower)}`
      + (behind ? `; up to ${bytes(LAG_BYTES)} and ${duration(LAG_MILLIS)} are well` : '')};
}

function files(snapshot) {
  const published = holderReport(snapshot)?.files?.generation;
  const values = answering(snapshot).filter(piece => piece.report.files).map(piece => {
    const found = piece.report.files;
    const wrong = found.sentence ?? found.silence ?? found.problems[0];
    if (wrong) return {level: 'bad', words: `${piece.node}: ${wrong}`};
    const coming = found.coming ? `, ${found.coming.generation} is coming, ${bytes(found.coming.lackingBytes)} to go` : '';
    const level = published === undefined ? 'unknown' : found.generation === published ? 'good' : 'notable';
    return {level, words: `${piece.node} has ${found.generation ?? 'no generation yet'}${coming}`};
  });
  return {name: 'Files', values};
}

function same(name, snapshot, reading) {
  const pieces = answering(snapshot);
  const found = new Set(pieces.map(piece => reading(piece.report)));
  const values = found.size === 1
      ? [{level: 'good', words: `${[...found][0]} on ${pieces.map(piece => piece.node).join(', ')}`}]
      : pieces.map(piece => ({level: 'notable', words: `${piece.node} has ${reading(piece.report)}`}));
  return {name, values: [...values, ...silent(snapshot)]};
}

function clocks(snapshot) {
  const values = answering(snapshot).filter(piece => piece.node !== snapshot.seenBy).map(piece => {
    const off = Math.abs(piece.clockMillis ?? 0);
    const far = off - (piece.uncertainMillis ?? 0) > CLOCK_MILLIS;
    const way = (piece.clockMillis ?? 0) < 0 ? 'behind' : 'ahead of';
    return {level: far ? 'notable' : 'good',
      words: far ? `${piece.node}’s is ${duration(off)} ${way} ${snapshot.seenBy}’s` : `${piece.node}’s agrees with ${snapshot.seenBy}’s`};
  });
  return {name: 'Clocks', values};
}

function certificates(snapshot) {
  return {name: 'Certificates', values: answering(snapshot).map(piece => {
    const days = piece.report.about.certificateDaysLeft;
    return {level: days < 0 ? 'bad' : days < DAYS_TO_WARN ? 'notable' : 'good',
      words: days < 0 ? `${piece.node}’s has expired` : `${piece.node}’s is good for ${days} days`};
  })};
}

function guards(snapshot) {
  return {name: 'Guards', values: answering(snapshot).filter(piece => piece.report.guard).map(piece => {
    const found = piece.report.guard;
    if (found.state === 'missing') return {level: 'bad', words: `${piece.node}’s: ${found.sentence ?? 'missing'}`};
    return found.proved
        ? {level: 'good', words: `${piece.node}’s ended a decoy ${(found.proved.lateMicros / 1000).toFixed(1)} ms after its deadline`}
        : {level: 'notable', words: `${piece.node}’s has never proved itself: type understudy guard test, which does no harm`};
  })};
}
