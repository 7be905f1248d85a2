/** Sensors: nodes and their messages, decoders, and what they observe. */
export type { NetworkMessage, SensorMessage } from './domain/message.ts';
export { messageSchema } from './domain/message.ts';
export { nodeSchema, registerNodeSchema, type SensorNode } from './domain/node.ts';
export { qualities } from './domain/sample.ts';
export { seriesSchema } from './domain/series.ts';
export { resolvePack } from './domain/senml.ts';
export { findNode, getNode } from './services/get-node.ts';
export { listQuantityKeys } from './services/known-quantities.ts';
export { listMessages, listMessagesSchema } from './services/list-messages.ts';
export { listNodes, listNodesSchema } from './services/list-nodes.ts';
export { readSeries, seriesQuerySchema } from './services/read-series.ts';
export { receiveMessage, receiveMessages } from './services/receive-messages.ts';
export { maxSamples, receiveSamples, type ReceivedOutcome, type ReceivedSample } from './services/receive-samples.ts';
export { registerNode } from './services/register-node.ts';
export { replayMessages, replayMessagesTask } from './services/replay-messages.ts';
export type { Address, InventoryNode, Room, RoomInstallation, Site } from './domain/inventory/places.ts';
export type { CatalogueQuantity, NodeModel, NodeProtocol } from './domain/inventory/catalogue.ts';
export type { NodeSample, SampleSpan, SampleSummary } from './domain/node-sample.ts';
export { fixtureRowSchema, type FileRow } from './services/fixtures/fixture-rows.ts';
export { loadFixtures, type FixtureReport } from './services/fixtures/load-fixtures.ts';
export { binFunctions } from './domain/node-sample.ts';
export { unitSymbol } from './domain/unit-symbol.ts';
export { combinations, type Combination } from './domain/air-quality/air-quality.ts';
export { indicatorVersion, legacyIndicatorVersion } from './domain/air-quality/thresholds.ts';
export { assessRoom, assessRoomAsBefore } from './services/assess-room.ts';
export { openInstallationImage, putInstallationImage } from './services/installation-image.ts';
export { readSampleBins, readSamples } from './services/read-samples.ts';
export {
  listAddresses,
  listInventoryNodes,
  listModels,
  listProtocols,
  listPublicOrganizations,
  listQuantities,
  listRoomInstallations,
  listRooms,
  listSites,
  readerOf,
  summarizeSamples,
  type InventoryQuery,
  type InventoryReader,
} from './services/inventory/list-inventory.ts';
export { createAddress, removeAddress, updateAddress } from './services/inventory/write-address.ts';
export {
  createModel,
  createProtocol,
  createQuantity,
  removeModel,
  removeProtocol,
  removeQuantity,
  updateModel,
  updateProtocol,
  updateQuantity,
} from './services/inventory/write-catalogue.ts';
export { listModelRows, listProtocolRows, listQuantityRows } from './services/inventory/catalogue-lists.ts';
export {
  removeModelById,
  removeProtocolById,
  removeQuantityByKey,
  saveModel,
  saveProtocol,
  saveQuantity,
} from './services/inventory/save-catalogue.ts';
export { getAddressRow, getOwnAddress, listAddressRows } from './services/inventory/own-addresses.ts';
export {
  addressRowSchema,
  listAddressesSchema,
  listModelsSchema,
  listProtocolsSchema,
  listQuantitiesSchema,
  modelRowSchema,
  protocolRowSchema,
  quantityRowSchema,
} from './domain/inventory/inventory-rows.ts';
export { writeModelSchema, writeProtocolSchema, writeQuantitySchema } from './domain/inventory/write-catalogue.ts';
export { createNode, removeNode, updateNode } from './services/inventory/write-node.ts';
export { createRoom, removeRoom, updateRoom } from './services/inventory/write-room.ts';
export { createSite, removeSite, updateSite } from './services/inventory/write-site.ts';
export {
  entitySetNames,
  entitySets,
  findEntitySet,
  findNavigation,
  findProperty,
  type EntitySetName,
} from './domain/things/entity-sets.ts';
export { functionArity, type Expression, type FunctionName } from './domain/things/expression.ts';
export { parsePeriod } from './domain/things/period.ts';
export type { ThingRow, ThingRows } from './domain/things/thing-rows.ts';
export {
  maxTop,
  plainQuery,
  type Expansion,
  type OrderTerm,
  type PathStep,
  type ThingPlace,
  type ThingsQuery,
} from './domain/things/things-query.ts';
export { createObservations } from './services/things/create-observations.ts';
export { createThing } from './services/things/create-thing.ts';
export { deleteThing, deleteThings } from './services/things/delete-thing.ts';
export { memberThings, openThings, type ThingSource } from './services/things/read-things.ts';
export { listThingEndpoints, type ThingEndpoints } from './services/things/list-endpoints.ts';
export { openServicePath, organizationOfPath, servicePath } from './domain/things/service-path.ts';
export { openSensorsSchema, openSensorsViewSchema } from './domain/open-sensors.ts';
export { getOpenSensors, saveOpenSensors } from './services/open-sensors.ts';
export { packObservations } from './services/pack-observations.ts';
export { readNotices } from './services/mqtt/read-notices.ts';
export type { ThingSpeaker } from './services/mqtt/thing-speaker.ts';
export { updateThing } from './services/things/update-thing.ts';
export {
  mqttBackOffMs,
  mqttConnectionDraftSchema,
  mqttConnectionSchema,
  mqttMessageSchema,
  mqttSettingsSchema,
  type MqttSettings,
} from './domain/mqtt/mqtt-connection.ts';
export { matchTopic, toTopicFilter } from './domain/mqtt/topic-template.ts';
export {
  getMqttConnection,
  listMqttConnections,
  listMqttMessages,
  listMqttMessagesSchema,
  removeMqttConnection,
  replayMqttMessages,
  saveMqttConnection,
} from './services/mqtt/connections.ts';
export { readMqttMessages, type MqttReading, type WaitingMqttMessage } from './services/mqtt/read-mqtt-messages.ts';
export {
  holdConnections,
  insertMqttMessages,
  letConnectionsGo,
  openMqttSecrets,
  settleNotices,
  writeConnectionState,
  type HeldConnection,
  type NewMqttMessage,
} from './services/mqtt/run-by-worker.ts';
export { sweepMqttMessages } from './services/mqtt/sweep-mqtt-messages.ts';
export { publicationSchema, publisherDraftSchema, publisherSchema } from './domain/publishers/publisher.ts';
export { deliverPublications } from './services/publishers/deliver-publications.ts';
export {
  getPublisher,
  listPublications,
  listPublicationsSchema,
  listPublishers,
  removePublisher,
  retryPublicationsSchema,
  savedPublisherSchema,
  savePublisher,
  tryPublicationsAgain,
} from './services/publishers/publishers.ts';
export { quantityBandsSchema, type QuantityBands } from './domain/quantity-bands.ts';
export { listQuantityBands, saveQuantityBands } from './services/quantity-bands.ts';
export { listSensorsSchema, sensorCountsSchema, sensorFilterSchema, sensorRowSchema } from './domain/overview.ts';
export { countSensors, listSensors } from './services/list-sensors.ts';
export {
  installedNodeSchema,
  listInstalledSchema,
  listPlacesSchema,
  listRoomsSchema,
  roomChoiceSchema,
  siteRowSchema,
} from './domain/installed-node.ts';
export {
  findSensorSite,
  getSensorSite,
  hasVerbAtHome,
  listSensorRooms,
  listSensorSites,
} from './services/sensor-places.ts';
export {
  changeInstalledNode,
  changeInstalledSchema,
  getInstalledNode,
  installNode,
  installNodeSchema,
  listInstalledNodes,
  openInstalledImage,
  readInstalledSeries,
  removeInstalledNode,
} from './services/installed-nodes.ts';
export { countSamples } from './services/count-samples.ts';
export { exportReadings, exportReadingsSchema } from './services/export-readings.ts';
export { roomAirQuerySchema, roomAirReportSchema } from './domain/air-quality/room-air-report.ts';
export { reportRoomAir } from './services/report-room-air.ts';
export { getOwnRoom, getOwnSite } from './services/own-places.ts';
export {
  changeRoomSchema,
  changeSiteSchema,
  writeAddressSchema,
  writeRoomSchema,
  writeSiteSchema,
} from './domain/inventory/write-places.ts';
export { listPublicSitesSchema, publicSiteRowSchema, publicSiteViewSchema } from './domain/public-site.ts';
export { getPublicSite, listPublicSites } from './services/public-sites.ts';
export { registeredRowSchema, registerNodes, registerNodesSchema } from './services/register-nodes.ts';
