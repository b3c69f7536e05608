// BullMQ as a racer: adds the jobs, then works on them with one worker. Prints `begun` with the
// first job and a line of JSON after the last one, as Racer.java does.
'use strict';
const { Queue, Worker } = require('bullmq');
const fs = require('fs');
const http = require('http');

const course = JSON.parse(process.argv[2]);
const connection = { host: '127.0.0.1', port: course.port, maxRetriesPerRequest: null };
const agent = new http.Agent({ keepAlive: true, maxSockets: course.concurrency });
const BATCH = 1000;

// Draws as LongTail.java does.
function isFast(place) {
  let hash = 0x811c9dc5;
  for (const each of Buffer.from(place, 'utf8')) {
    hash = Math.imul(hash ^ each, 0x01000193);
  }
  return (hash >>> 8) % 100 >= 5;
}

// Tells as Works.java does.
function warmsUp(place) {
  return Number(place.split('/')[1]) < course.works.warmUp / 4;
}

function ask(place) {
  return new Promise((resolve, reject) => {
    http
      .get(`${course.model}/${place}`, { agent }, (answer) => {
        let bytes = 0;
        answer.on('data', (part) => (bytes += part.length));
        answer.on('end', () =>
          bytes === 800 ? resolve() : reject(new Error(`an answer of ${bytes} bytes`)));
      })
      .on('error', reject);
  });
}

function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0
    ? 0
    : sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
}

(async () => {
  const queue = new Queue(course.queue, { connection });
  const filling = 'x'.repeat(course.bytes);
  for (let from = 0; from < course.works.all; from += BATCH) {
    const jobs = [];
    for (let i = from; i < Math.min(course.works.all, from + BATCH); i++) {
      const place = `${i % 4}/${Math.floor(i / 4)}`;
      jobs.push({ name: 'work', data: { place, filling }, opts: { removeOnComplete: true } });
    }
    await queue.addBulk(jobs);
  }

  let begun = 0;
  let ended = 0;
  let first = 0;
  let warm = { at: 0, cpu: 0, items: 0 };
  const waits = [];
  const cpu = () => process.cpuUsage().user + process.cpuUsage().system;
  let over;
  const all = new Promise((resolve) => (over = resolve));
  const worker = new Worker(
    course.queue,
    async (job) => {
      if (begun++ === 0) {
        warm = { at: performance.now(), cpu: cpu(), items: 0 };
        console.log('begun');
      }
      if (course.waits === 'FAST' && !warmsUp(job.data.place)) {
        first ||= performance.now();
        if (isFast(job.data.place)) {
          waits.push(performance.now() - first);
        }
      }
      if (course.model) {
        await ask(job.data.place);
      }
    },
    { connection, concurrency: course.concurrency },
  );
  worker.on('completed', () => {
    ended++;
    if (ended === course.works.warmUp) {
      warm = { at: performance.now(), cpu: cpu(), items: ended };
    }
    if (ended === course.works.all) {
      over();
    }
  });
  worker.on('failed', (job, fault) => {
    console.error(fault);
    process.exit(1);
  });
  const timer = setTimeout(over, course.seconds * 1000);
  await all;
  clearTimeout(timer);
  const seconds = (performance.now() - warm.at) / 1000;
  const measured = ended - warm.items;
  const status = fs.readFileSync('/proc/self/status', 'utf8');
  console.log(
    JSON.stringify({
      items: ended,
      isWarm: warm.items > 0,
      measured,
      seconds,
      perSecond: measured / seconds,
      cpuMillisPerItem: (cpu() - warm.cpu) / 1000 / Math.max(1, measured),
      platformThreads: Number((/^Threads:\s+(\d+)/m.exec(status) || [0, 0])[1]),
      waits: waits.length,
      waitP50: percentile(waits, 0.5),
      waitP99: percentile(waits, 0.99),
    }),
  );
  process.exit(0);
})();
