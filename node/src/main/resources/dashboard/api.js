// What the node answers. A request that it refuses throws a Refusal, one that does not reach it a TypeError.

let token = '';

export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body.error ?? 'The node did not say why.');
  return body;
}

const limit = () => AbortSignal.timeout(25000);

export async function get(path) {
  return answer(await fetch(`/api/v1/${path}`, {signal: limit(), redirect: 'error'}));
}

export async function post(path, body) {
  return answer(await fetch(`/api/v1/${path}`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Understudy-Token': token},
    body: JSON.stringify(body),
    signal: limit(),
    redirect: 'error',
  }));
}

export function remember(session) {
  token = session.token;
}
