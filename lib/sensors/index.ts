/** Sensors: nodes and their messages, decoders, and what they observe. */
export type { NetworkMessage, SensorMessage } from './domain/message.ts';
export { messageSchema } from './domain/message.ts';
export { nodeSchema, registerNodeSchema, type SensorNode } from './domain/node.ts';
export { qualities } from './domain/sample.ts';
export { seriesSchema } from './domain/series.ts';
export { resolvePack } from './domain/senml.ts';
export { findNode, getNode } from './services/get-node.ts';
export { listMessages, listMessagesSchema } from './services/list-messages.ts';
export { listNodes, listNodesSchema } from './services/list-nodes.ts';
export { readSeries, seriesQuerySchema } from './services/read-series.ts';
export { receiveMessage } from './services/receive-message.ts';
export { maxSamples, receiveSamples, type ReceivedOutcome, type ReceivedSample } from './services/receive-samples.ts';
export { registerNode } from './services/register-node.ts';
export { replayMessages, replayMessagesTask } from './services/replay-messages.ts';
