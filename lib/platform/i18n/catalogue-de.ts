import accessLog from './messages/de/access-log.json' with { type: 'json' };
import accounts from './messages/de/accounts.json' with { type: 'json' };
import alerts from './messages/de/alerts.json' with { type: 'json' };
import apiDocs from './messages/de/api-docs.json' with { type: 'json' };
import backups from './messages/de/backups.json' with { type: 'json' };
import brokers from './messages/de/brokers.json' with { type: 'json' };
import configurationVersions from './messages/de/configuration-versions.json' with { type: 'json' };
import deliveries from './messages/de/deliveries.json' with { type: 'json' };
import codebook from './messages/de/codebook.json' with { type: 'json' };
import codebookTexts from './messages/de/codebook-texts.json' with { type: 'json' };
import exports from './messages/de/exports.json' with { type: 'json' };
import federation from './messages/de/federation.json' with { type: 'json' };
import fidelity from './messages/de/fidelity.json' with { type: 'json' };
import imports from './messages/de/imports.json' with { type: 'json' };
import issues from './messages/de/issues.json' with { type: 'json' };
import maps from './messages/de/maps.json' with { type: 'json' };
import nudges from './messages/de/nudges.json' with { type: 'json' };
import passive from './messages/de/passive.json' with { type: 'json' };
import place from './messages/de/place.json' with { type: 'json' };
import places from './messages/de/places.json' with { type: 'json' };
import publishers from './messages/de/publishers.json' with { type: 'json' };
import pyramids from './messages/de/pyramids.json' with { type: 'json' };
import donationServices from './messages/de/donation-services.json' with { type: 'json' };
import retention from './messages/de/retention.json' with { type: 'json' };
import schedules from './messages/de/schedules.json' with { type: 'json' };
import sensitive from './messages/de/sensitive.json' with { type: 'json' };
import sensors from './messages/de/sensors.json' with { type: 'json' };
import sensorInventory from './messages/de/sensor-inventory.json' with { type: 'json' };
import sensorPages from './messages/de/sensor-pages.json' with { type: 'json' };
import shell from './messages/de/shell.json' with { type: 'json' };
import sourceWork from './messages/de/source-work.json' with { type: 'json' };
import sources from './messages/de/sources.json' with { type: 'json' };
import tasks from './messages/de/tasks.json' with { type: 'json' };
import traces from './messages/de/traces.json' with { type: 'json' };
import withings from './messages/de/withings.json' with { type: 'json' };
import donations from './messages/de/donations.json' with { type: 'json' };
import personalReport from './messages/de/personal-report.json' with { type: 'json' };

/** Everything the platform says in this language, by wing. */
export const de = {
  accessLog,
  accounts,
  alerts,
  apiDocs,
  backups,
  brokers,
  configurationVersions,
  deliveries,
  codebook,
  codebookTexts,
  exports,
  federation,
  fidelity,
  imports,
  issues,
  maps,
  nudges,
  passive,
  place,
  places,
  publishers,
  pyramids,
  donationServices,
  retention,
  schedules,
  sensitive,
  sensors,
  sensorInventory,
  sensorPages,
  shell,
  sourceWork,
  sources,
  tasks,
  traces,
  withings,
  donations,
  personalReport,
};
