import { connect } from 'node:net';

/**
 * Sends requests over so many kept-alive connections of this machine, one at a time on each: `next()` gives the bytes of a
 * request, as `post` makes them. Any answer but `status` ends it. A client of its own, because on few cores an ordinary one
 * would cost as much as the server.
 */
export function load({ port, connections, count, status = 201, next }) {
  let given = 0;
  let answered = 0;
  const latencies = new Float64Array(count);
  const client = () => new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let since = 0;
    let held;
    const fail = (error) => { socket.destroy(); reject(error); };
    const send = () => {
      if (given === count) { socket.end(); resolve(); return; }
      given += 1;
      since = performance.now();
      socket.write(next());
    };
    socket.on('connect', send);
    socket.on('error', fail);
    socket.on('data', (bytes) => {
      held = held ? Buffer.concat([held, bytes]) : bytes;
      const end = held.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = held.latin1Slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) { fail(new Error(`an answer without its length: ${head}`)); return; }
      if (held.length < end + 4 + length) return;
      const code = Number(head.slice(9, 12));
      if (code !== status) { fail(new Error(`answered ${head.split('\r\n')[0]}: ${held.toString('utf8', end + 4)}`)); return; }
      held = undefined;
      latencies[answered] = performance.now() - since;
      answered += 1;
      send();
    });
  });
  const since = performance.now();
  return Promise.all(Array.from({ length: connections }, client)).then(() => ({ rate: (count / (performance.now() - since)) * 1000, latencies }));
}

/** One request as bytes. */
export function post({ path, token, body, headers = {} }) {
  const text = Buffer.from(JSON.stringify(body));
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\n${more}content-length: ${text.length}\r\n\r\n`), text]);
}
