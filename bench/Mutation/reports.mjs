// What Stryker's reports say: `node reports.mjs table <folder>`, and `node reports.mjs timeouts <report>` for the places whose mutants never came to an end.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const inside = (path) => path.slice(path.indexOf('src/Flows/') + 'src/Flows/'.length);
const folderOf = (file) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'Root');

/** Every mutant that was tried, once: what a later report says of it counts. A report speaks for its own folder. */
function mutants(folder) {
  const all = new Map();
  const reports = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const report of reports.sort((a, b) => a.length - b.length)) {
    for (const [path, { mutants: found }] of Object.entries(read(join(folder, report)).files)) {
      if (folderOf(inside(path)) !== report.split('.')[0]) continue;
      for (const mutant of found.filter((one) => one.status !== 'Ignored')) {
        const { start, end } = mutant.location;
        const at = [path, start.line, start.column, end.line, end.column, mutant.mutatorName, mutant.replacement];
        all.set(at.join('\0'), { status: mutant.status, row: folderOf(inside(path)) });
      }
    }
  }
  return [...all.values()];
}

/** `File.cs{from..to}` in characters, as Stryker's option takes it. */
function timeouts(report) {
  const places = [];
  for (const [path, { source, mutants: found }] of Object.entries(read(report).files)) {
    const lines = source.split('\n');
    const offset = ({ line, column }) => lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    for (const { status, location } of found)
      if (status === 'Timeout') places.push(`${inside(path)}{${offset(location.start)}..${offset(location.end)}}`);
  }
  return [...new Set(places)];
}

function table(folder) {
  const rows = {};
  for (const { row, status } of mutants(folder))
    for (const name of [row, 'whole']) (rows[name] ??= {})[status] = (rows[name][status] ?? 0) + 1;
  const print = (...cells) => console.log(cells.map((cell, i) => (i ? `${cell}`.padStart(13) : `${cell}`.padEnd(12))).join(''));
  print('', 'killed', 'timeout', 'survived', 'no coverage', 'score', 'not compiled', 'crashed');
  for (const name of Object.keys(rows).sort((a, b) => (a === 'whole') - (b === 'whole') || a.localeCompare(b))) {
    const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0, CompileError = 0, RuntimeError = 0 } = rows[name];
    const score = (100 * (Killed + Timeout)) / (Killed + Timeout + Survived + NoCoverage);
    print(name, Killed, Timeout, Survived, NoCoverage, `${score.toFixed(1)} %`, CompileError, RuntimeError);
  }
}

const [what, where] = process.argv.slice(2);
if (what === 'table') table(where);
else console.log(JSON.stringify(timeouts(where)));
