// PouchDB replicating the documents of a file to express-pouchdb and back, in the setting that is fair to it: batches of 1000,
// five at a time. `node peers.mjs DOCUMENTS FOLDER` prints one line of JSON.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const PouchDB = require('pouchdb');
const SETTING = { batch_size: 1000, batches_limit: 5 };

/** The most memory that a process had so far, in megabytes. */
function mostMb(pid) {
  const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 'NaN';
  return (Number(kib) * 1.024) / 1000;
}

function serve(folder) {
  const app = require('express')();
  const Kept = PouchDB.defaults({ prefix: `${folder}/server/` });
  app.use('/', require('express-pouchdb')(Kept, { mode: 'minimumForPouchDB', logPath: `${folder}/log.txt`, configPath: `${folder}/config.json` }));
  const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
}

/** A link that counts what it carries. */
async function link(to) {
  const carried = { up: 0, down: 0 };
  const between = net.createServer((client) => {
    const server = net.connect(to, '127.0.0.1');
    client.on('data', (bytes) => (carried.up += bytes.length));
    server.on('data', (bytes) => (carried.down += bytes.length));
    client.pipe(server).pipe(client);
    for (const end of [client, server]) end.on('error', () => (client.destroy(), server.destroy()));
  });
  await new Promise((listening) => between.listen(0, '127.0.0.1', listening));
  return { carried, between, port: between.address().port };
}

async function measure(documents, folder) {
  mkdirSync(`${folder}/server`, { recursive: true });
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), 'serve', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((told) => server.stdout.once('data', (text) => told(Number(text))));
  const { carried, between, port: through } = await link(port);
  const far = new PouchDB(`http://127.0.0.1:${through}/team`);
  const [awa, bruno] = ['awa', 'bruno'].map((name) => new PouchDB(`${folder}/${name}`));
  const leg = async (act) => {
    const before = { ...carried };
    const started = performance.now();
    const result = await act();
    if (!result.ok || result.doc_write_failures > 0) throw new Error(JSON.stringify(result));
    return { ms: performance.now() - started, up: carried.up - before.up, down: carried.down - before.down };
  };
  try {
    const all = readFileSync(documents, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    for (let at = 0; at < all.length; at += 5000) await awa.bulkDocs(all.slice(at, at + 5000));
    await far.info();
    const sending = await leg(() => awa.replicate.to(far, SETTING));
    const receiving = await leg(() => bruno.replicate.from(far, SETTING));
    const people = all.filter((document) => document.type === 'person');
    const some = Array.from({ length: 1000 }, (_, at) => people[Math.floor((at * people.length) / 1000)]);
    const kept = await awa.allDocs({ keys: some.map((document) => document._id), include_docs: true });
    const edited = new Map(kept.rows.map(({ doc }, at) => [doc._id, { ...doc, family_name: `Crépin-${at}`, phone: '+33639980123' }]));
    await awa.bulkDocs([...edited.values()]);
    const edits_sent = await leg(() => awa.replicate.to(far, SETTING));
    const edits_received = await leg(() => bruno.replicate.from(far, SETTING));
    const there = await bruno.info();
    if (there.doc_count !== all.length) throw new Error(`${there.doc_count} of ${all.length} documents`);
    const memory = { server_mb: mostMb(server.pid), client_mb: mostMb(process.pid) };
    console.log(JSON.stringify({ sending, receiving, edits_sent, edits_received, ...memory }));
  } finally {
    server.kill();
    between.close();
  }
}

const [one, two] = process.argv.slice(2);
if (one === 'serve') serve(two);
else {
  await measure(one, two);
  process.exit(0);
}
