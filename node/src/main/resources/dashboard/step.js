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
    same('Understudy’s version', snapshot, report => report.about.version),
    installed('PostgreSQL’s version', 'PostgreSQL', snapshot), installed('Server’s version', 'server', snapshot), clocks(snapshot), certificates(snapshot),
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
  const published = holderReport(snapshot)?.files;
  const values = answering(snapshot).filter(piece => piece.report.files).map(piece => {
    const found = piece.report.files;
    const wrong = found.sentence ?? found.silence ?? found.problems[0];
    if (wrong) return {level: 'bad', words: `${piece.node}: ${wrong}`};
    const given = found.generation ? `${found.generation}, made ${duration(since(found, snapshot))} ago` : 'no generation yet';
    const level = published === undefined ? 'unknown' : found.generation === published.generation ? 'good'
        : since(published, snapshot) > LAG_MILLIS ? 'bad' : 'notable';
    return {level, words: `${piece.node} has ${given}${coming(found.coming)}`};
  });
  return {name: 'Files', values};
}

const since = (files, snapshot) => files.made ? Math.max(0, Date.parse(snapshot.at) - Date.parse(files.made)) : 0;

function coming(next) {
  if (!next) return '';
  const some = next.some?.length > 0 ? `: ${next.some.join(', ')}${next.some.length >= 5 ? ' …' : ''}` : '';
  return `; ${next.generation} is coming, ${bytes(next.lackingBytes)} to go${some}`;
}

function same(name, snapshot, reading) {
  const pieces = answering(snapshot);
  const found = new Set(pieces.map(piece => reading(piece.report)));
  const values = found.size === 1
      ? [{level: 'good', words: `${[...found][0]} on ${pieces.map(piece => piece.node).join(', ')}`}]
      : pieces.map(piece => ({level: 'notable', words: `${piece.node} has ${reading(piece.report)}`}));
  return {name, values: [...values, ...silent(snapshot)]};
}

// What carriers have installed; a takeover on another version may migrate data, or not start.
function installed(name, program, snapshot) {
  const found = answering(snapshot)
      .map(piece => ({node: piece.node, told: piece.report.about.programs?.find(one => one.name === program)}))
      .filter(one => one.told);
  const said = found.filter(one => one.told.version);
  const alike = new Set(said.map(one => one.told.version)).size <= 1;
  const silentCarriers = snapshot.nodes.filter(piece => piece.silence !== undefined && piece.report?.database)
      .map(piece => ({level: 'unknown', words: `${piece.node} is silent`}));
  if (found.length === 0) return {name, values: []};
  const values = alike && said.length > 0
      ? [{level: 'good', words: `${said[0].told.version} on ${said.map(one => one.node).join(', ')}`}]
      : said.map(one => ({level: 'notable', words: `${one.node} has ${one.told.version}`}));
  const unknown = found.filter(one => !one.told.version)
      .map(one => ({level: 'unknown', words: `${one.node}’s is not known: ${one.told.sentence}`}));
  return {name, values: [...values, ...unknown, ...silentCarriers]};
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
