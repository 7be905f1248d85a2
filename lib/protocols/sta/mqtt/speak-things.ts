import type { Config } from '#lib/platform/config/config.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { plainQuery, servicePath, type ThingSpeaker } from '#lib/sensors/index.ts';
import { parsePath } from '../parse-path.ts';
import { renderThing } from '../render-things.ts';

/** Topics that observations are made by: a set of them, alone or behind what they are of (OGC 18-088, section 14.1). */
const setPattern = /(?:^|\/)((?:[A-Za-z]+\([^()/]{1,80}\)\/)?Observations)$/;

/** Our own messages begin with an id and an address. */
const headBytes = 300;

/**
 * Speaks SensorThings at brokers: what somebody publishes on the topic of a set of observations is made. Observations are
 * told on the topics of the sets that they are in, other entities on that of their set and their own, each as a GET of it
 * answers (OGC 18-088, sections 14.1 and 14.2).
 */
export function speakThings({ publicUrl }: Pick<Config, 'publicUrl'>): ThingSpeaker {
  const root = `${publicUrl.replace(/\/+$/, '')}${servicePath}`;
  const ownMark = `"@iot.selfLink":"${root}/`;
  return {
    isOwn: (payload) => payload.subarray(0, headBytes).toString('utf8').includes(ownMark),
    read: (topic, payload) => {
      const path = setPattern.exec(topic)?.[1];
      if (path === undefined) {
        throw new Problem('input_invalid', { detail: 'The topic does not end with a set of observations.' });
      }
      return { steps: parsePath(path).steps, body: readRequest(payload) };
    },
    tell: ({ set, streamId, row }) => {
      const stream = row.isMulti === true ? 'MultiDatastreams' : 'Datastreams';
      const narrower = streamId === null ? `${set}(${row.id})` : `${stream}(${streamId})/${set}`;
      const thing = renderThing(row, { root, set, query: plainQuery });
      return { topics: [set, narrower], payload: JSON.stringify(thing) };
    },
  };
}

/** Two services that told each other would go on for ever: what has an address is there already. */
function readRequest(payload: Buffer): unknown {
  const body = readJson(payload);
  if (typeof body === 'object' && body !== null && '@iot.selfLink' in body) {
    throw new Problem('input_invalid', { detail: 'It tells of an observation, and does not ask to make one.' });
  }
  return body;
}

function readJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch (error) {
    throw new Problem('input_invalid', { detail: 'The message is no JSON.', cause: error });
  }
}
